from collections import Counter
from functools import cache
from math import prod

from keras import layers


@cache
def step(depth, filters, kernel_size):
    """Count batch normalisation of `depth` maps, then a convolution without bias."""
    norm = layers.BatchNormalization()
    conv = layers.Conv2D(filters, kernel_size, use_bias=False)
    norm.build((None, 8, 8, depth))
    conv.build((None, 8, 8, depth))
    scales = sum(prod(w.shape) for w in norm.trainable_weights)
    return Counter(layers=1, weights=conv.count_params(), scales=scales)


first = layers.Conv2D(16, 3, use_bias=False)
first.build((None, 32, 32, 3))
depth, total = 16, Counter(layers=1, weights=first.count_params())
for width in (64, 128, 256):  # three stages of 111 bottlenecks: 1×1, 3×3, 1×1
    for i in range(111):
        if i == 0:
            shortcut = layers.Conv2D(width, 1, use_bias=False)
            shortcut.build((None, 8, 8, depth))
            total += Counter(weights=shortcut.count_params())
        inner = width // 4
        total += (
            step(depth, inner, 1) + step(inner, inner, 3) + step(inner, width, 1)
        )
        depth = width
norm, scores = layers.BatchNormalization(), layers.Dense(10)
norm.build((None, 8, 8, depth))
scores.build((None, depth))
total += Counter(scales=sum(prod(w.shape) for w in norm.trainable_weights))
total += Counter(layers=1, weights=scores.count_params())
print(f"{total['layers']:,} layers, {total['weights']:,} parameters", end="")
print(f" without batch normalisation;\n{total['scales']:,} in it;", end=" ")
print(f"{total['weights'] + total['scales']:,} in all")
