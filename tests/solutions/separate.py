"""Ways to write separate, right and wrong."""

import numpy as np


def right_svd(kernel):
    """Decompose each channel's matrix; its second singular value tells."""
    k, _, channels, filters = kernel.shape
    depthwise, pointwise = np.zeros((k, k, channels)), np.zeros((channels, filters))
    for c in range(channels):
        left, sizes, right = np.linalg.svd(kernel[:, :, c].reshape(k * k, filters))
        if len(sizes) > 1 and sizes[1] > 1e-5 * sizes[0]:
            return None
        depthwise[:, :, c] = left[:, 0].reshape(k, k)
        pointwise[c] = sizes[0] * right[0]
    return depthwise, pointwise


def right_batched(kernel):
    """Decompose all channels at once, and compose again to see."""
    k, _, channels, filters = kernel.shape
    matrices = kernel.reshape(k * k, channels, filters).swapaxes(0, 1)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    depthwise = (left[:, :, 0] * sizes[:, :1]).T.reshape(k, k, channels)
    pointwise = right[:, 0]
    composed = depthwise[..., None] * pointwise
    return (
        (depthwise, pointwise) if np.allclose(composed, kernel, atol=1e-5) else None
    )


def right_largest(kernel):
    """Take the row and the column of each channel's largest weight."""
    k, _, channels, filters = kernel.shape
    depthwise, pointwise = np.zeros((k, k, channels)), np.zeros((channels, filters))
    for c in range(channels):
        part = kernel[:, :, c]
        y, x, f = np.unravel_index(np.abs(part).argmax(), part.shape)
        if part[y, x, f]:
            pointwise[c] = part[y, x]
            depthwise[:, :, c] = part[:, :, f] / part[y, x, f]
    missed = np.abs(np.einsum("yxc,cf->yxcf", depthwise, pointwise) - kernel).max()
    return [depthwise, pointwise] if missed < 1e-4 * np.abs(kernel).max() else None


def right_rank(kernel):
    """Ask for ranks, then project every filter onto the strongest one."""
    rows = np.moveaxis(kernel, 2, 0).reshape(kernel.shape[2], -1, kernel.shape[3])
    if (np.linalg.matrix_rank(rows, rtol=1e-5) > 1).any():
        return None
    best = (rows**2).sum(1).argmax(1)
    pattern = np.take_along_axis(rows, best[:, None, None], 2)[:, :, 0]
    length = np.maximum((pattern**2).sum(1, keepdims=True), 1e-30)
    pointwise = np.einsum("cp,cpf->cf", pattern, rows) / length
    return pattern.T.reshape(kernel.shape[:3]), pointwise


def wrong_always(kernel):
    """Return the best pair even where it misses.

    Told: its filters share no pattern
    """
    k, _, channels, _ = kernel.shape
    matrices = kernel.reshape(k * k, channels, -1).swapaxes(0, 1)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    depthwise = (left[:, :, 0] * sizes[:, :1]).T.reshape(k, k, channels)
    return depthwise, right[:, 0]


def wrong_first_channel(kernel):
    """Look at the first channel only to decide.

    Told: its filters share no pattern
    """
    k, _, channels, _ = kernel.shape
    if np.linalg.matrix_rank(kernel[:, :, 0].reshape(k * k, -1)) > 1:
        return None
    matrices = kernel.reshape(k * k, channels, -1).swapaxes(0, 1)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    depthwise = (left[:, :, 0] * sizes[:, :1]).T.reshape(k, k, channels)
    return depthwise, right[:, 0]


def wrong_whole_rank(kernel):
    """Ask for rank 1 of the whole kernel.

    Told: one channel at a time
    """
    k, _, channels, filters = kernel.shape
    matrix = kernel.reshape(-1, filters)
    left, sizes, right = np.linalg.svd(matrix, full_matrices=False)
    if (sizes > 1e-5 * sizes[0]).sum() > 1:
        return None
    depthwise = (left[:, 0] * sizes[0]).reshape(k, k, channels)
    return depthwise, np.tile(right[0], (channels, 1))


def wrong_sizes_twice(kernel):
    """Put the singular values into both parts.

    Told: singular values are in both
    """
    k, _, channels, _ = kernel.shape
    matrices = kernel.reshape(k * k, channels, -1).swapaxes(0, 1)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    if (sizes[:, 1:2] > 1e-5 * sizes[:, :1]).any():
        return None
    depthwise = (left[:, :, 0] * sizes[:, :1]).T.reshape(k, k, channels)
    return depthwise, right[:, 0] * sizes[:, :1]


def wrong_sizes_missing(kernel):
    """Leave the singular values out.

    Told: singular values are missing
    """
    k, _, channels, _ = kernel.shape
    matrices = kernel.reshape(k * k, channels, -1).swapaxes(0, 1)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    if (sizes[:, 1:2] > 1e-5 * sizes[:, :1]).any():
        return None
    return left[:, :, 0].T.reshape(k, k, channels), right[:, 0]


def wrong_divides_by_zero(kernel):
    """Divide by the first weight, whatever it is.

    Told: Divide by a weight that is not zero
    """
    with np.errstate(all="ignore"):
        depthwise = kernel[:, :, :, 0] / kernel[0, 0, :, 0]
    pointwise = kernel[0, 0]
    composed = depthwise[..., None] * pointwise
    if np.isfinite(composed).all() and not np.allclose(composed, kernel):
        return None
    return depthwise, pointwise


def wrong_no_silent_channel(kernel):
    """Demand rank 1 where 0 will do.

    Told: Zeros are separable
    """
    k, _, channels, _ = kernel.shape
    matrices = kernel.reshape(k * k, channels, -1).swapaxes(0, 1)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    if ((sizes > 1e-5 * sizes.max()).sum(1) != 1).any():
        return None
    depthwise = (left[:, :, 0] * sizes[:, :1]).T.reshape(k, k, channels)
    return depthwise, right[:, 0]


def wrong_exact(kernel):
    """Compare without a tolerance for rounding.

    Told: compare with a tolerance
    """
    k, _, channels, filters = kernel.shape
    depthwise, pointwise = np.zeros((k, k, channels)), np.zeros((channels, filters))
    for c in range(channels):
        part = kernel[:, :, c].astype(float)
        y, x, f = np.unravel_index(np.abs(part).argmax(), part.shape)
        if part[y, x, f]:
            pointwise[c] = part[y, x]
            depthwise[:, :, c] = part[:, :, f] / part[y, x, f]
    missed = np.abs(depthwise[..., None] * pointwise - kernel).max()
    return (depthwise, pointwise) if missed < 1e-12 else None


def wrong_exchanged(kernel):
    """Return the 1×1 first.

    Told: in the other order
    """
    pair = np.abs(kernel).max(axis=(0, 1)), np.abs(kernel).max(axis=3)
    return pair if kernel.size else None


def wrong_one_pattern(kernel):
    """Take one pattern for all channels.

    Told: Each channel has a pattern of its own
    """
    depthwise = np.ones(kernel.shape[:3])
    return depthwise * kernel.mean(2)[:, :, :1], kernel.mean((0, 1))


def wrong_none(kernel):
    """Never find a pair.

    Told: one channel at a time
    """
    depthwise, pointwise = kernel[:, :, :, 0], kernel[0, 0]
    if depthwise is pointwise:
        return depthwise, pointwise
    return None


def wrong_sums(kernel):
    """Sum over filters, and over positions, without dividing.

    Told: Only the size is off
    """
    return kernel.sum(axis=3), kernel.sum(axis=(0, 1))
