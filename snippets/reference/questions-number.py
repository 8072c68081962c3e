import numpy as np
from keras import layers

maps = np.arange(1.0, 33.0).reshape(1, 1, 1, 32)  # one position
one_map = maps[..., :1]

for name, picture in {"32 channels": maps, "1 channel": one_map}.items():
    layer = layers.Conv2D(64, 1, kernel_initializer="ones")
    sums = np.asarray(layer(picture))
    print(f"{name:<12} kernel {tuple(layer.kernel.shape)}", end="  ")
    print(f"first filter gives {sums[0, 0, 0, 0]:.0f}")
