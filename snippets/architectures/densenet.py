from math import prod

import keras
import numpy as np
from keras import layers


def dense_block(side, depth, count, growth, bottleneck=True):
    """Return side×side×depth → side×side×(depth + count·growth) as a model.

    Each layer reads all maps before it (Huang et al., 2016, equation 2).
    """
    maps = keras.Input((side, side, depth))
    seen = [maps]
    for i in range(1, count + 1):
        x = layers.Concatenate(name=f"read_{i}")(seen)
        if bottleneck:
            x = layers.ReLU()(layers.BatchNormalization()(x))
            x = layers.Conv2D(4 * growth, 1, use_bias=False, name=f"reduce_{i}")(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
        conv = layers.Conv2D(growth, 3, padding="same", use_bias=False)
        seen.append(conv(x))
    return keras.Model(maps, layers.Concatenate(name="all")(seen))


def weights(block):
    return sum(prod(w.shape) for w in block.weights if w.name == "kernel")


figure_1 = dense_block(8, 6, 5, 4, bottleneck=False)
reads = [n for n in figure_1.layers if n.name.startswith("read")]
connections = sum(len(keras.tree.flatten(n.input)) for n in reads)
print("5 layers, k = 4: maps read", *(n.output.shape[-1] for n in reads), end="")
print(f", given on {figure_1.output.shape[-1]}; {connections} connections")
picture = np.random.default_rng(0).random((1, 8, 8, 6), "float32")
kept = np.array_equal(figure_1(picture)[..., :6], picture)
print("the input is still among them, bit for bit:", kept)

# The first and the third block of DenseNet-121, k = 32.
pairs = {}
for side, depth, count in ((56, 64, 6), (14, 256, 24)):
    plain = dense_block(side, depth, count, 32, bottleneck=False)
    block = dense_block(side, depth, count, 32)
    pairs[count] = plain, block
    print(f"{count} layers, {depth} → {block.output.shape[-1]} maps:", end=" ")
    print(f"{weights(plain):,} weights, with 1×1 {weights(block):,}")
