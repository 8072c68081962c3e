from collections import Counter
from functools import cache
from math import prod

from keras import layers


@cache
def conv(side, depth, filters, kernel_size, stride=1):
    """Count a layer without bias on side×side×depth."""
    layer = layers.Conv2D(
        filters, kernel_size, stride, use_bias=False, kernel_initializer="zeros"
    )
    layer.build((None, side, side, depth))
    size = layer.count_params()
    return Counter(layers=1, parameters=size, macs=size * (side // stride) ** 2)


@cache
def norm(depth):
    """Count the scale and the offset of each channel in batch normalisation."""
    layer = layers.BatchNormalization()
    layer.build((None, 1, 1, depth))
    return Counter(parameters=sum(prod(w.shape) for w in layer.trainable_weights))


def densenet(k, *blocks, first=0, imagenet=False, reduce=True, theta=0.5):
    """Count a DenseNet of growth rate k (Huang et al., 2016, section 3)."""
    depth = first or 2 * k
    if imagenet:
        side, total = 56, conv(224, 3, depth, 7, 2) + norm(depth)
    else:
        side, total = 32, Counter() + conv(32, 3, depth, 3)
    for i, count in enumerate(blocks):
        if i > 0:  # transition: 1×1, then average pooling
            total += norm(depth) + conv(side, depth, int(depth * theta), 1)
            depth, side = int(depth * theta), side // 2
        for _ in range(count):
            read = 4 * k if reduce else depth
            if reduce:
                total += norm(depth) + conv(side, depth, read, 1)
            total += norm(read) + conv(side, read, k, 3)
            depth += k
    scores = layers.Dense(1000 if imagenet else 10)
    scores.build((None, depth))
    total += Counter(layers=1, parameters=scores.count_params())
    return total + norm(depth) + Counter(macs=prod(scores.kernel.shape))


basic = {"first": 16, "reduce": False, "theta": 1}
networks = {
    "DenseNet, L = 40, k = 12": densenet(12, 12, 12, 12, **basic),
    "DenseNet, L = 100, k = 12": densenet(12, 32, 32, 32, **basic),
    "DenseNet, L = 100, k = 24": densenet(24, 32, 32, 32, **basic),
    "BC, L = 100, k = 12": densenet(12, 16, 16, 16),
    "BC, L = 250, k = 24": densenet(24, 41, 41, 41),
    "BC, L = 190, k = 40": densenet(40, 31, 31, 31),
    "BC, L = 40, k = 36": densenet(36, 6, 6, 6),
    "BC, L = 40, k = 48": densenet(48, 6, 6, 6),
    "BC, L = 40, k = 60": densenet(60, 6, 6, 6),
    "DenseNet-121": densenet(32, 6, 12, 24, 16, imagenet=True),
    "DenseNet-169": densenet(32, 6, 12, 32, 32, imagenet=True),
    "DenseNet-201": densenet(32, 6, 12, 48, 32, imagenet=True),
    "DenseNet-264": densenet(32, 6, 12, 64, 48, imagenet=True),
    # DenseNet-121 without its reductions, its compression, or both
    "121, no 1×1 before 3×3": densenet(
        32, 6, 12, 24, 16, imagenet=True, reduce=False
    ),
    "121, depth not halved": densenet(32, 6, 12, 24, 16, imagenet=True, theta=1),
    "121, neither": densenet(
        32, 6, 12, 24, 16, imagenet=True, reduce=False, theta=1
    ),
}
print(f"{'network':25} layers   parameters   million MACs")
for name, total in networks.items():
    print(f"{name:25} {total['layers']:6} {total['parameters']:12,}", end="")
    print(f"{total['macs'] / 1e6:15,.1f}")
