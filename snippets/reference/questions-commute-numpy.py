import numpy as np

rng = np.random.default_rng(0)
maps = rng.normal(size=(8, 8, 6))
weights, bias = rng.normal(size=(6, 4)), rng.normal(size=4)


def mix(x):
    return x @ weights + bias


def blocks(x):
    """Cut (height, width, channels) into 2×2 blocks: axes 1 and 3 are in a block."""
    return x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2, x.shape[2])


for name, step in {
    "average pooling": lambda x: blocks(x).mean(axis=(1, 3)),
    "max pooling": lambda x: blocks(x).max(axis=(1, 3)),
    "moving the picture": lambda x: np.flip(np.roll(x, 3, axis=1), axis=0),
    "ReLU": lambda x: np.maximum(x, 0),
}.items():
    same = np.allclose(mix(step(maps)), step(mix(maps)))
    print(f"{name:<18} either order, same result: {same}")
