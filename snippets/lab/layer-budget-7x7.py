from math import prod

import keras
from keras import layers

pair = keras.Sequential(
    [
        keras.Input((256, 256, 512)),
        layers.Conv2D(64, 1, name="1×1, 64 filters"),
        layers.ReLU(name="ReLU"),
        layers.Conv2D(64, 7, padding="same", name="7×7, 64 filters"),
    ]
)
macs, memory = 0, 0
print("| layer | output | parameters | MACs | memory, bytes |")
print("|---|---|--:|--:|--:|")
for layer in pair.layers:
    _, height, width, depth = layer.output.shape
    weights = prod(layer.kernel.shape) if hasattr(layer, "kernel") else 0
    used, stored = height * width * weights, height * width * depth * 4
    print(f"| {layer.name} | {height}×{width}×{depth} ", end="")
    print(f"| {layer.count_params():,} | {used:,} | {stored:,} |")
    macs, memory = macs + used, memory + stored
print(f"| sum | | {pair.count_params():,} | {macs:,} | {memory:,} |")
