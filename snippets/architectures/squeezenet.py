from math import prod

import keras
from keras import layers


def fire(maps, squeeze, expand_1x1, expand_3x3):
    """Return h×w×(expand_1x1 + expand_3x3) maps (Iandola et al., 2016, section 3.2)."""
    few = layers.Conv2D(squeeze, 1, activation="relu", name="squeeze_1x1")(maps)
    one = layers.Conv2D(expand_1x1, 1, activation="relu", name="expand_1x1")
    three = layers.Conv2D(
        expand_3x3, 3, padding="same", activation="relu", name="expand_3x3"
    )
    return layers.Concatenate(name="depth")([one(few), three(few)])


maps = keras.Input((55, 55, 96), name="maps")
fire2 = keras.Model(maps, fire(maps, 16, 64, 64), name="fire2")
conv_3x3 = layers.Conv2D(128, 3, padding="same", activation="relu")
plain = keras.Model(maps, conv_3x3(maps), name="plain")
for block in (fire2, plain):
    kernels = [w.shape for w in block.weights if w.name == "kernel"]
    weights = [prod(kernel) for kernel in kernels]
    _, height, width, depth = block.output.shape
    print(f"{block.name:5} {height}×{width}×{depth}:", end=" ")
    print(f"{' + '.join(f'{w:,}' for w in weights)} weights,", end=" ")
    print(f"{block.count_params():,} parameters,", end=" ")
    print(f"{sum(weights) * height * width / 1e6:,.0f} million MACs")
