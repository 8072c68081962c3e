from functools import cache
from math import prod

import keras
from keras import layers

BLOCKS = {  # Table 1 (He et al., 2015): blocks in each of the four stages
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}


@cache
def conv(side, depth, filters, kernel_size, stride=1):
    """Return the multiply–accumulates of a layer on side×side×depth."""
    layer = layers.Conv2D(filters, kernel_size, stride, padding="same")
    _, height, width, _ = layer(keras.Input((side, side, depth))).shape
    return height * width * prod(layer.kernel.shape)


def basic(side, depth, width, stride):
    """Count two 3×3; where the shortcut changes depth, it pads with zeros."""
    first = conv(side, depth, width, 3, stride)
    return width, first + conv(side // stride, width, width, 3)


def bottleneck(side, depth, width, stride):
    """Count 1×1, 3×3 and 1×1, and a 1×1 on a shortcut that changes depth."""
    out = side // stride
    macs = conv(side, depth, width, 1, stride) + conv(out, width, width, 3)
    macs += conv(out, width, 4 * width, 1)
    if depth != 4 * width:
        macs += conv(side, depth, 4 * width, 1, stride)
    return 4 * width, macs


macs = {}
for name, stages in BLOCKS.items():
    block = bottleneck if name >= 50 else basic
    side, depth = 56, 64
    macs[name] = conv(224, 3, 64, 7, 2)
    for stage, count in enumerate(stages):
        for i in range(count):
            stride = 2 if stage and not i else 1
            depth, cost = block(side, depth, 64 * 2**stage, stride)
            side, macs[name] = side // stride, macs[name] + cost
    macs[name] += depth * 1000  # the linear layer
    print(f"ResNet-{name:<4} {macs[name]:14,} multiply–accumulates")
