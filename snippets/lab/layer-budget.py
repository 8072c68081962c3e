from math import prod

import keras
import numpy as np
from keras import layers

totals = np.zeros(3, int)  # parameters, multiply–accumulates, bytes


def add(name, layer, maps):
    output = layer(maps)
    _, height, width, depth = output.shape
    weights = prod(layer.kernel.shape) if hasattr(layer, "kernel") else 0
    costs = (
        layer.count_params(),
        height * width * weights,
        height * width * depth * 4,
    )
    totals[:] += costs
    print(f"| {name} | {height}×{width}×{depth} |", end="")
    print(*(f" {cost:,} |" for cost in costs), sep="")
    return output


def conv(filters, size, maps):
    layer = layers.Conv2D(filters, size, padding="same")
    return add(f"{size}×{size}, {filters} filters", layer, maps)


def reduced(maps, depth, filters, size):
    return conv(filters, size, add("ReLU", layers.ReLU(), conv(depth, 1, maps)))


print("| layer | output | parameters | MACs | memory, bytes |")
print("|---|---|--:|--:|--:|")
maps = keras.Input((28, 28, 192))
branches = [conv(64, 1, maps), reduced(maps, 96, 128, 3), reduced(maps, 16, 32, 5)]
pooled = add("3×3 max pooling", layers.MaxPooling2D(3, 1, padding="same"), maps)
branches.append(conv(32, 1, pooled))
stacked = add("concatenation", layers.Concatenate(), branches)
add("ReLU", layers.ReLU(), stacked)
print("| sum | |", *(f" {total:,} |" for total in totals), sep="")
