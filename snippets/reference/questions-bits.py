import numpy as np

rng = np.random.default_rng(0)


def mix(maps, weights, order):
    """Sum (positions, channels) times (channels,) channel by channel."""
    total = np.zeros(len(maps), maps.dtype)
    for channel in order:
        total = total + maps[:, channel] * weights[channel]
    return total


channels = range(256)
maps = rng.normal(size=(1000, 256)).astype("float32")
weights = rng.normal(size=256).astype("float32")
for name, (a, b) in {
    "float32": (maps, weights),
    "whole numbers": (np.round(9 * maps), np.round(9 * weights)),
}.items():
    up, down = mix(a, b, channels), mix(a, b, reversed(channels))
    print(f"{name:<14} bit for bit: {np.array_equal(up, down)!s:<6}", end=" ")
    print("up to rounding:", np.allclose(up, down, atol=1e-3))
