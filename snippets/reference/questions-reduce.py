import math

import keras
from keras import layers

direct = [layers.Conv2D(32, 5, padding="same")]
reduced = [layers.Conv2D(16, 1), layers.Conv2D(32, 5, padding="same")]

for name, chain in {
    "5×5 straight on": direct,
    "1×1, then 5×5": reduced,
}.items():
    model = keras.Sequential([keras.Input((28, 28, 192)), *chain])
    weights = sum(math.prod(layer.kernel.shape) for layer in chain)
    macs = 28 * 28 * weights  # every weight works once at every position
    print(f"{name:<15}  output {model.output_shape[1:]}", end="  ")
    print(f"weights {weights:>7,}  MACs {macs:>11,}")
