import numpy as np

rng = np.random.default_rng(0)
horizontal = np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
vertical = horizontal.T
mean = np.full((3, 3), 1 / 9)


def kernel(*filters):
    """Stack lists of 3×3 patterns: 3, 3, channels, filters."""
    return np.array(filters).transpose(2, 3, 1, 0)


kernels = {
    1: kernel(*rng.normal(size=(8, 4, 1, 1)) * mean),
    2: rng.normal(size=(3, 3, 16, 1)),
    3: kernel([horizontal, vertical], [-2 * horizontal, 3 * vertical]),
    4: kernel([horizontal], [vertical]),
}
for number, weights in kernels.items():
    *_, channels, filters = weights.shape
    matrices = weights.reshape(9, channels, filters).swapaxes(0, 1)
    ranks = np.linalg.matrix_rank(matrices)
    print(f"{number}. rank at each channel:", *ranks)
