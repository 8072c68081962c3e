import math

import keras
from keras import layers

for name, chain in {
    "3×3 to 64": [layers.Conv2D(64, 3, padding="same")],
    "1×1 to 64": [layers.Conv2D(64, 1)],
    "1×1 to 64, 3×3 to 64": [
        layers.Conv2D(64, 1),
        layers.Conv2D(64, 3, padding="same"),
    ],
}.items():
    model = keras.Sequential([keras.Input((14, 14, 512)), *chain])
    weights = sum(math.prod(layer.kernel.shape) for layer in chain)
    sight = 1 + sum(layer.kernel_size[0] - 1 for layer in chain)
    print(f"{name:<21} output {model.output_shape[1:]}", end="  ")
    print(f"weights {weights:>7,}  sees {sight}×{sight}")
