"""Ways to write dense_to_convolution, right and wrong."""

import numpy as np
from keras import ops


def right_reshape(weights, height, width, channels):
    """Reshape."""
    return weights.reshape(height, width, channels, -1)


def right_loops(weights, height, width, channels):
    """Find the row of each position and channel."""
    kernel = np.zeros((height, width, channels, weights.shape[1]))
    for y in range(height):
        for x in range(width):
            for c in range(channels):
                kernel[y, x, c] = weights[(y * width + x) * channels + c]
    return kernel


def right_stack(weights, height, width, channels):
    """Shape one unit at a time."""
    units = [unit.reshape(height, width, channels) for unit in weights.T]
    return np.stack(units, axis=-1).astype("float32")


def right_index(weights, height, width, channels):
    """Let Flatten's numbers pick the rows."""
    return weights[np.arange(len(weights)).reshape(height, width, channels)]


def right_keras(weights, height, width, channels):
    """Reshape with Keras."""
    return ops.reshape(weights, (height, width, channels, -1))


def wrong_channels_first(weights, height, width, channels):
    """Take Flatten for channels first.

    Told: Channels last
    """
    kernel = weights.reshape(channels, height, width, -1)
    return np.transpose(kernel, (1, 2, 0, 3))


def wrong_columns(weights, height, width, channels):
    """Go column by column.

    Told: row by row
    """
    kernel = weights.reshape(width, height, channels, -1)
    return kernel.swapaxes(0, 1)


def wrong_fortran(weights, height, width, channels):
    """Run through the first axis fastest.

    Told: along the last axis first
    """
    return weights.reshape((height, width, channels, -1), order="F")


def wrong_transposed(weights, height, width, channels):
    """Take a unit for a row.

    Told: A unit is a column
    """
    return weights.T.reshape(height, width, channels, -1)


def wrong_flipped(weights, height, width, channels):
    """Flip the kernel, as signal processing does.

    Told: Do not flip
    """
    return weights.reshape(height, width, channels, -1)[::-1, ::-1]


def wrong_pytorch(weights, height, width, channels):
    """Put the units first.

    Told: axes are swapped
    """
    kernel = weights.reshape(height, width, channels, -1)
    return np.transpose(kernel, (3, 0, 1, 2))


def wrong_batch(weights, height, width, channels):
    """Add an axis for a batch.

    Told: an axis of length 1
    """
    return weights.reshape(1, height, width, channels, -1)


def wrong_pointwise(weights, height, width, channels):
    """Make a 1×1 of it.

    Told: All the numbers are there
    """
    return weights.reshape(1, 1, len(weights), -1)
