import math

import keras
from keras import layers

print("layer                          parameters         MACs     values")
for name, side, c_in, layer in [
    ("1×1, 32 → 32, on 28×28", 28, 32, layers.Conv2D(32, 1)),
    ("3×3, 3 → 64, on 224×224", 224, 3, layers.Conv2D(64, 3, padding="same")),
    ("1×1, 512 → 64, on 14×14", 14, 512, layers.Conv2D(64, 1)),
    ("3×3, 512 → 64, on 14×14", 14, 512, layers.Conv2D(64, 3, padding="same")),
    ("1×1, 512 → 2,048, on 7×7", 7, 512, layers.Conv2D(2048, 1)),
    ("Dense, 2,048 → 1,000", 1, 2048, layers.Dense(1000)),
]:
    output = layer(keras.Input((side, side, c_in)))
    positions = math.prod(output.shape[1:3])
    macs = positions * math.prod(layer.kernel.shape)
    values = math.prod(output.shape[1:])
    print(f"{name:<30} {layer.count_params():>10,} {macs:>12,} {values:>10,}")
