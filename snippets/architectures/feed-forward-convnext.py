from math import prod

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
SIDE, DEPTH = 14, 384  # the third stage of ConvNeXt-T


def convnext(side, depth, pointwise):
    """Return a block, side×side×depth to the same (Liu et al., 2022, Figure 4)."""
    maps = keras.Input((side, side, depth), name="maps")
    x = layers.DepthwiseConv2D(7, padding="same", name="depthwise")(maps)
    x = layers.LayerNormalization(epsilon=1e-6, name="norm")(x)
    x = pointwise(4 * depth, activation="gelu", name="expand")(x)
    x = pointwise(depth, name="project")(x)
    # Layer scale, one number a channel, is a depthwise 1×1. Training starts it at
    # 1e-6, which would hide the block from the comparison below.
    x = layers.DepthwiseConv2D(1, use_bias=False, name="scale")(x)
    return keras.Model(maps, layers.Add(name="sum")([maps, x]))


def conv_1x1(filters, **options):
    """Return a 1×1 convolution; called as Dense is."""
    return layers.Conv2D(filters, 1, **options)


block = convnext(SIDE, DEPTH, layers.Dense)
twin = convnext(SIDE, DEPTH, conv_1x1)
parameters = {n.name: n.count_params() for n in block.layers if n.count_params()}
kernels = {n.name: n.kernel.shape for n in block.layers if hasattr(n, "kernel")}
macs = {name: SIDE * SIDE * prod(shape) for name, shape in kernels.items()}
all_parameters, all_macs = sum(parameters.values()), sum(macs.values())
print(f"{'':10} parameters         MACs on {SIDE}×{SIDE}×{DEPTH} maps")
for name, count in parameters.items():
    work = macs.get(name, 0)  # normalisation is left out, as papers do
    print(f"{name:10} {count:10,} {count / all_parameters:6.1%}", end="")
    print(f" {work:12,} {work / all_macs:6.1%}")
print(f"{'block':10} {all_parameters:10,} {all_macs:19,}")

pairs = zip(block.get_weights(), twin.weights, strict=True)
twin.set_weights([ours.reshape(theirs.shape) for ours, theirs in pairs])
maps = keras.random.normal((1, SIDE, SIDE, DEPTH))
apart = np.abs(block(maps) - twin(maps)).max()
print("the same with two 1×1, agrees to 1e-4:", apart < 1e-4)
