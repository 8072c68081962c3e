from functools import cache
from math import prod

from keras import layers

# Table 1 of Hu et al., 2017: blocks, side and width of ResNet-50's four stages
STAGES = ((3, 56, 64), (4, 28, 128), (6, 14, 256), (3, 7, 512))


@cache
def weights(depth, filters, kernel_size=1):
    """Return the weights of a layer; a 1×1 has those of a Dense layer."""
    layer = layers.Conv2D(filters, kernel_size, use_bias=False)
    layer.build((None, None, None, depth))
    return prod(layer.kernel.shape)


def gate(depth, ratio):
    """Return the weights of the two layers that make `depth` gates."""
    return weights(depth, depth // ratio) + weights(depth // ratio, depth)


# ResNet-50: (side, weights, filters) of each convolution, and the shortcuts' sums
convolutions, sums, depth = [(112, weights(3, 64, 7), 64)], 0, 64
for blocks, side, width in STAGES:
    for block in range(blocks):
        convolutions += [
            (side, weights(depth, width), width),
            (side, weights(width, width, 3), width),
            (side, weights(width, 4 * width), 4 * width),
        ]
        if block == 0:  # a 1×1 on the shortcut
            convolutions += [(side, weights(depth, 4 * width), 4 * width)]
        depth, sums = 4 * width, sums + side**2 * 4 * width
classes = weights(depth, 1000)
batch_norm = 2 * sum(filters for *_, filters in convolutions)
parameters = sum(n for _, n, _ in convolutions) + batch_norm + classes + 1000
macs = sum(side**2 * n for side, n, _ in convolutions) + classes
print(f"ResNet-50    {parameters:11,} parameters {macs:13,} MACs")
print(f"batch norm's moving averages {batch_norm:,}, sums {sums:,}")

extra = {}
for ratio in (2, 4, 8, 16, 32):
    more = extra[ratio] = sum(n * gate(4 * w, ratio) for n, _, w in STAGES)
    print(f"SE, r = {ratio:<4} {parameters + more:11,} parameters", end="")
    print(f" {macs + more:13,} MACs: {more / parameters:+.1%}, {more / macs:+.2%}")
last = 3 * gate(2048, 16)
print(f"SE, but for the last stage: {(extra[16] - last) / parameters:+.1%}")
per_position = sum(n * gate(4 * w, 16) * side**2 for n, side, w in STAGES)
print(f"gate at every position, r = 16: {macs + per_position:,} MACs")
after_3x3 = sum(n * gate(w, 16) for n, _, w in STAGES)
print(f"SE after the 3×3: {parameters + after_3x3:,} parameters")
