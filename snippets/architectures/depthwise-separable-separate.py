import numpy as np


def separate(kernel):
    """Return (k, k, channels) and (channels, filters) that make it.

    Return None if a channel needs more than one pattern.
    """
    size, _, channels, filters = kernel.shape
    matrices = kernel.reshape(-1, channels, filters).swapaxes(0, 1)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    if np.any(sizes[:, 1:] > 1e-5 * sizes[:, :1]):
        return None
    depthwise = (left[:, :, 0] * sizes[:, :1]).T
    return depthwise.reshape(size, size, channels), right[:, 0]


rng = np.random.default_rng(0)
patterns, mix = rng.normal(size=(3, 3, 4)), rng.normal(size=(4, 6))
kernel = patterns[..., None] * mix  # 3, 3, channels, filters
depthwise, pointwise = separate(kernel)
made = depthwise[..., None] * pointwise
print("the pair makes the kernel:", np.allclose(made, kernel))
print("it is the pair we began with:", np.allclose(depthwise, patterns))
kernel[0, 0, 2, 5] += 1
print("after a change of one weight:", separate(kernel))
