from functools import cache
from math import ceil, prod

from keras import layers

# Table 1 of Tan & Le, 2019: expansion, kernel size, stride, channels, blocks
STAGES = (
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
)
SCALES = {  # times the channels, times the blocks, side of the picture
    "B0": (1.0, 1.0, 224),
    "B1": (1.0, 1.1, 240),
    "B2": (1.1, 1.2, 260),
    "B3": (1.2, 1.4, 300),
    "B4": (1.4, 1.8, 380),
    "B5": (1.6, 2.2, 456),
    "B6": (1.8, 2.6, 528),
    "B7": (2.0, 3.1, 600),
    "B0, d = 4": (1.0, 4.0, 224),
    "B0, w = 2": (2.0, 1.0, 224),
    "B0, r = 2": (1.0, 1.0, 448),
    "B0, all three": (1.2, 1.4, round(1.3 * 224)),
}


@cache
def kernel(kind, depth, *arguments):
    """Return the weights of a layer that is built for `depth` channels."""
    layer = getattr(layers, kind)(*arguments, use_bias=False)
    layer.build((None, None, None, depth))
    return prod(layer.kernel.shape)


def network(width, more_blocks, side):
    """Return weights, biases and batch norm, MACs and values after a layer, by kind."""
    counts = {}

    def add(kind, weights, side, depth, biases=None):
        """Add a layer; batch norm has a scale and an offset for each channel."""
        new = (weights, biases or 2 * depth, weights * side**2, depth * side**2)
        old = counts.get(kind, (0, 0, 0, 0))
        counts[kind] = tuple(map(sum, zip(old, new, strict=True)))

    def scaled(channels):
        """Round to a multiple of 8, and never down by more than a tenth."""
        near = int(channels * width + 4) // 8 * 8
        return near if near >= 0.9 * channels * width else near + 8

    side, depth = ceil(side / 2), scaled(32)
    add("stem", kernel("Conv2D", 3, depth, 3), side, depth)
    for expansion, size, stride, channels, blocks in STAGES:
        for block in range(ceil(blocks * more_blocks)):
            wide, few = depth * expansion, depth // 4
            if expansion > 1:
                add("1×1", kernel("Conv2D", depth, wide, 1), side, wide)
            side = side if block else ceil(side / stride)
            add("depthwise", kernel("DepthwiseConv2D", wide, size), side, wide)
            add("gate", kernel("Conv2D", wide, few, 1), 1, few, few)
            add("gate", kernel("Conv2D", few, wide, 1), 1, wide, wide)
            depth, narrow = scaled(channels), wide
            add("1×1", kernel("Conv2D", narrow, depth, 1), side, depth)
    add("1×1", kernel("Conv2D", depth, scaled(1280), 1), side, scaled(1280))
    add("classes", kernel("Dense", scaled(1280), 1000), 1, 1000, 1000)
    return counts


def total(name, *columns):
    """Add up columns: 0 weights, 1 biases and batch norm, 2 MACs, 3 values."""
    return sum(row[i] for row in networks[name].values() for i in columns)


networks = {name: network(*scale) for name, scale in SCALES.items()}
for name in SCALES:
    print(f"{name:13} {total(name, 0, 1):11,} parameters", end="")
    print(f" {total(name, 2):14,} MACs")
print("\nB0         parameters            MACs")
for kind, row in networks["B0"].items():
    share, work = sum(row[:2]) / total("B0", 0, 1), row[2] / total("B0", 2)
    print(f"{kind:9} {sum(row[:2]):11,} {share:6.1%} {row[2]:12,} {work:6.2%}")
