import numpy as np

rng = np.random.default_rng(0)
maps = rng.normal(size=(4, 8, 8, 16))
weights, bias = rng.normal(size=(16, 32)), rng.normal(size=32)
scales, offsets = np.ones(32), np.zeros(32)


def norm(x):
    mean, variance = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
    return scales * (x - mean) / np.sqrt(variance + 0.001) + offsets


same = np.allclose(norm(maps @ weights), norm(maps @ weights + bias))
print("any bias, same output:", same)
print("offsets that batch norm learns itself:", offsets.size)
print("parameters saved by use_bias=False:", bias.size)
