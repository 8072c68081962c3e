from math import prod

import keras
from keras import layers


def inverted_residual(maps, filters, stride=1, expansion=6):
    """Return maps of h/stride×w/stride×filters (Sandler et al., 2018, Table 1).

    Expand each position, filter each channel, project with no activation.
    """
    wide = expansion * maps.shape[-1]
    depthwise = layers.DepthwiseConv2D(
        3, stride, padding="same", use_bias=False, name="depthwise"
    )
    x = layers.Conv2D(wide, 1, use_bias=False, name="expand")(maps)
    x = layers.ReLU(6, name="expand_relu")(layers.BatchNormalization()(x))
    x = layers.BatchNormalization()(depthwise(x))
    x = layers.ReLU(6, name="depthwise_relu")(x)
    x = layers.Conv2D(filters, 1, use_bias=False, name="project")(x)
    x = layers.BatchNormalization(name="linear")(x)
    if stride == 1 and filters == maps.shape[-1]:
        x = layers.Add(name="shortcut")([maps, x])
    return x


maps = keras.Input((14, 14, 64), name="maps")
block = keras.Model(maps, inverted_residual(maps, 64))
total = 0
for layer in block.layers:
    line = f"{layer.name:22} {layer.output.shape!s:20}"
    if hasattr(layer, "kernel"):
        total += (weights := prod(layer.kernel.shape))
        line += f" {weights:7,} weights"
    print(line.rstrip())
print(f"{total:,} weights, {total * 14 * 14:,} multiply–accumulates")
