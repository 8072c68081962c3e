from collections import Counter
from functools import cache
from math import prod

from keras import layers


@cache
def conv(side, depth, filters, kernel_size, groups=1, stride=1):
    """Count a layer without bias on side×side×depth."""
    layer = layers.Conv2D(
        filters, kernel_size, stride, groups=groups, use_bias=False
    )
    layer.build((None, side, side, depth))
    macs = prod(layer.kernel.shape) * (side // stride) ** 2
    return Counter(layers=1, macs=macs, **{f"{kernel_size}×{kernel_size}": macs})


def shufflenet(g, width, first=24, repeats=(4, 8, 4)):
    """Count a ShuffleNet of g groups (Zhang et al., 2017, table 1).

    `width` is the output channels of stage 2, `first` those of the first layer.
    """
    total = Counter() + conv(224, 3, first, 3, stride=2)
    side, depth = 56, first  # after the max pooling
    for stage, count in enumerate(repeats):
        out = width * 2**stage
        for i in range(count):
            stride, added = (2, out - depth) if i == 0 else (1, out)
            sparse = g if stage + i > 0 else 1  # not the very first 1×1
            inner = out // 4
            total += conv(side, depth, inner, 1, sparse)
            total += conv(side, inner, inner, 3, inner, stride)
            side, depth = side // stride, out
            total += conv(side, inner, added, 1, g)
    scores = layers.Dense(1000)
    scores.build((None, depth))
    classifier = prod(scores.kernel.shape)
    return total + Counter(
        layers=1, macs=classifier, classifier=classifier, depth=depth
    )


WIDTHS = {1: 144, 2: 200, 3: 240, 4: 272, 8: 384}  # of stage 2, for each g
networks = {f"1×, g = {g}": shufflenet(g, n) for g, n in WIDTHS.items()}
networks |= {
    "2×, g = 3": shufflenet(3, 480, first=48),
    "1.5×, g = 3": shufflenet(3, 360, first=36),
    "1.5×, first layer of 24": shufflenet(3, 360),
    "0.5×, g = 1": shufflenet(1, 72, first=12),
    "0.5×, g = 3": shufflenet(3, 120, first=12),
    "0.5×, half the units": shufflenet(3, 120, first=12, repeats=(2, 4, 2)),
    "0.25×, g = 3": shufflenet(3, 60, first=6),
    "0.25×, first layer of 12": shufflenet(3, 60, first=12),
}
print(f"{'':24} stage 4  layers  million MACs  less classifier")
for name, total in networks.items():
    macs, rest = total["macs"] / 1e6, (total["macs"] - total["classifier"]) / 1e6
    print(f"{name:24} {total['depth']:7,} {total['layers']:7}", end="")
    print(f" {macs:13.2f} {rest:16.2f}")

# Half the width with four groups leaves 136 channels and 34 inside.
try:
    shufflenet(4, WIDTHS[4] // 2, first=12)
except ValueError:
    wider = next(n for n in range(WIDTHS[4] // 2, 400) if n // 4 % 4 == n % 4 == 0)
    print(f"{WIDTHS[4] // 2 // 4} channels do not split into 4 groups;", end=" ")
    print(f"the next width is {wider}, {wider * 4} in stage 4")
