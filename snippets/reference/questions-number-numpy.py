import numpy as np

maps = np.arange(1.0, 33.0).reshape(1, 1, 1, 32)  # one position
one_map = maps[..., :1]

for name, picture in {"32 channels": maps, "1 channel": one_map}.items():
    kernel = np.ones((1, 1, picture.shape[-1], 64))
    sums = picture @ kernel[0, 0]
    print(f"{name:<12} kernel {kernel.shape}", end="  ")
    print(f"first filter gives {sums[0, 0, 0, 0]:.0f}")
