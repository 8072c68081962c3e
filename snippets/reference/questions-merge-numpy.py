import numpy as np

rng = np.random.default_rng(0)
maps = rng.normal(size=(9, 9, 3))


def conv(x, kernel, bias):
    """Convolve (height, width, channels), padded with zeros to keep its size."""
    size, _, channels, _ = kernel.shape
    x = np.pad(x, [(size // 2, size // 2)] * 2 + [(0, 0)])
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size, channels))
    return np.tensordot(views[:, :, 0], kernel, axes=3) + bias


print("first  then  bias   same inside  same everywhere")
for k1, k2, biased in (1, 3, False), (1, 3, True), (3, 1, True), (3, 3, False):
    first = rng.normal(size=(k1, k1, 3, 4))
    then = rng.normal(size=(k2, k2, 4, 5))
    bias = rng.normal(size=4) * biased
    two = conv(conv(maps, first, bias), then, 0)

    merged = np.zeros((k1 + k2 - 1, k1 + k2 - 1, 3, 5))
    for i, j in np.ndindex(k1, k1):
        merged[i : i + k2, j : j + k2] += first[i, j] @ then
    one = conv(maps, merged, bias @ then.sum(axis=(0, 1)))

    same = np.isclose(two, one).all(axis=2)
    inside = same[2:-2, 2:-2].all()
    print(f"{k1}×{k1}    {k2}×{k2}   {biased!s:<5}  {inside!s:<11}  {same.all()}")
