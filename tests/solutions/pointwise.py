"""Ways to write pointwise, right and wrong."""

import numpy as np
from keras import layers, ops


def right_matmul(maps, weights, biases):
    """Multiply the last axis."""
    return maps @ weights + biases


def right_einsum(maps, weights, biases):
    """Name the axes."""
    return np.einsum("hwc,cf->hwf", maps, weights) + biases


def right_tensordot(maps, weights, biases):
    """Sum over the axis that both have, in 32 bits."""
    mixed = np.tensordot(maps.astype("float32"), weights, axes=1)
    return mixed + biases


def right_reshape(maps, weights, biases):
    """Make a matrix of all positions."""
    height, width, channels = maps.shape
    rows = maps.reshape(height * width, channels)
    return (rows @ weights + biases).reshape(height, width, -1)


def right_loops(maps, weights, biases):
    """Go through positions, filters and channels; return lists."""
    height, width, channels = maps.shape
    return [
        [
            [
                sum(maps[y, x, c] * weights[c, f] for c in range(channels)) + b
                for f, b in enumerate(biases)
            ]
            for x in range(width)
        ]
        for y in range(height)
    ]


def right_keras(maps, weights, biases):
    """Ask a layer; Keras works in 32 bits."""
    layer = layers.Conv2D(len(biases), 1)
    layer.build((None, None, None, len(weights)))
    layer.set_weights([weights[None, None], biases])
    return ops.convert_to_numpy(layer(maps[None]))[0]


def wrong_no_biases(maps, weights, biases):
    """Leave out the biases.

    Told: biases are missing
    """
    return maps @ weights


def wrong_transposed(maps, weights, biases):
    """Take the weights for (filters, channels).

    Told: The weights are transposed
    """
    return np.einsum("hwc,fc->hwf", maps, weights) + biases


def wrong_positions(maps, weights, biases):
    """Sum over positions.

    Told: Summed over positions
    """
    return maps.sum(axis=(0, 1)) @ weights + biases


def wrong_positions_kept(maps, weights, biases):
    """Sum over positions, and keep their axes.

    Told: Summed over positions
    """
    summed = maps.sum(axis=(0, 1), keepdims=True)
    return np.broadcast_to(summed, maps.shape) @ weights + biases


def wrong_mean(maps, weights, biases):
    """Take the mean over channels.

    Told: a mean over channels
    """
    return maps @ weights / maps.shape[-1] + biases


def wrong_biases_first(maps, weights, biases):
    """Add the biases before the layer.

    Told: biases are added to the result
    """
    return (maps + biases) @ weights


def wrong_relu(maps, weights, biases):
    """Add an activation.

    Told: No activation is asked
    """
    return np.maximum(maps @ weights + biases, 0)


def wrong_channels_first(maps, weights, biases):
    """Return the maps channels first.

    Told: axes are swapped
    """
    return np.einsum("hwc,cf->fhw", maps, weights) + biases[:, None, None]


def wrong_sum_of_biases(maps, weights, biases):
    """Add all biases to each map.

    Told: Each map has its own bias
    """
    return maps @ weights + np.sum(biases)


def wrong_in_place(maps, weights, biases):
    """Write into what was given.

    Told: Make a new one: no +=
    """
    maps[:] = maps @ weights + biases
    return maps


def wrong_generator(maps, weights, biases):
    """Yield row by row.

    Told: makes a generator
    """
    for row in maps:
        yield row @ weights + biases


def wrong_rows_flattened(maps, weights, biases):
    """Forget to shape the result as a picture again.

    Told: the last step is .reshape
    """
    return maps.reshape(-1, maps.shape[-1]) @ weights + biases


def wrong_overwritten(maps, weights, biases):
    """Overwrite what the channels before gave.

    Told: Only the last channel
    """
    height, width, _ = maps.shape
    out = np.zeros((height, width, len(biases)))
    for f, bias in enumerate(biases):
        for c in range(len(weights)):
            out[:, :, f] = maps[:, :, c] * weights[c, f] + bias
    return out


def wrong_biases_with_each(maps, weights, biases):
    """Add a bias with every channel.

    Told: not with every channel
    """
    height, width, _ = maps.shape
    out = np.zeros((height, width, len(biases)))
    for f, bias in enumerate(biases):
        for c in range(len(weights)):
            out[:, :, f] += maps[:, :, c] * weights[c, f] + bias
    return out
