"""Ways to write squeeze_excite, right and wrong."""

import numpy as np
from keras import ops


def right_numpy(maps, reduce, reduce_biases, restore, restore_biases):
    """Write down the formula."""
    hidden = maps.mean(axis=(0, 1)) @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    return maps / (1 + np.exp(-(hidden @ restore + restore_biases)))


def right_einsum(maps, reduce, reduce_biases, restore, restore_biases):
    """Name the axes."""

    def sigmoid(x):
        return 0.5 + 0.5 * np.tanh(x / 2)

    means = np.einsum("hwc->c", maps) / (maps.shape[0] * maps.shape[1])
    hidden = np.einsum("c,cr->r", means, reduce) + reduce_biases
    gates = sigmoid(np.einsum("r,rc->c", hidden * sigmoid(hidden), restore)
                    + restore_biases)  # fmt: skip
    return np.einsum("hwc,c->hwc", maps, gates)


def right_keras(maps, reduce, reduce_biases, restore, restore_biases):
    """Use Keras's activations."""
    maps = ops.convert_to_tensor(maps.astype("float32"))
    means = ops.mean(maps, axis=(0, 1), keepdims=True)
    hidden = ops.silu(ops.matmul(means, reduce.astype("float32")) + reduce_biases)
    gates = ops.matmul(hidden, restore.astype("float32")) + restore_biases
    return maps * ops.sigmoid(gates)


def right_loops(maps, reduce, reduce_biases, restore, restore_biases):
    """Make one gate at a time."""
    height, width, channels = maps.shape
    hidden = []
    for f, bias in enumerate(reduce_biases):
        total = bias
        for c in range(channels):
            total += maps[:, :, c].sum() / (height * width) * reduce[c, f]
        hidden.append(total / (1 + np.exp(-total)))
    result = np.zeros(maps.shape)
    for c in range(channels):
        total = restore_biases[c] + sum(
            h * restore[f, c] for f, h in enumerate(hidden)
        )
        result[:, :, c] = maps[:, :, c] / (1 + np.exp(-total))
    return result


def wrong_sum(maps, reduce, reduce_biases, restore, restore_biases):
    """Squeeze by a sum.

    Told: take a mean
    """
    hidden = maps.sum(axis=(0, 1)) @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    return maps / (1 + np.exp(-(hidden @ restore + restore_biases)))


def wrong_maximum(maps, reduce, reduce_biases, restore, restore_biases):
    """Squeeze by the maximum.

    Told: not the maximum
    """
    hidden = maps.max(axis=(0, 1)) @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    return maps / (1 + np.exp(-(hidden @ restore + restore_biases)))


def wrong_not_squeezed(maps, reduce, reduce_biases, restore, restore_biases):
    """Make gates for each position.

    Told: Not squeezed
    """
    hidden = maps @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    return maps / (1 + np.exp(-(hidden @ restore + restore_biases)))


def wrong_relu(maps, reduce, reduce_biases, restore, restore_biases):
    """Use ReLU, as the first paper.

    Told: SiLU, not ReLU
    """
    hidden = np.maximum(maps.mean(axis=(0, 1)) @ reduce + reduce_biases, 0)
    return maps / (1 + np.exp(-(hidden @ restore + restore_biases)))


def wrong_no_silu(maps, reduce, reduce_biases, restore, restore_biases):
    """Leave out the first activation.

    Told: SiLU is missing
    """
    hidden = maps.mean(axis=(0, 1)) @ reduce + reduce_biases
    return maps / (1 + np.exp(-(hidden @ restore + restore_biases)))


def wrong_silu(maps, reduce, reduce_biases, restore, restore_biases):
    """Take the sigmoid for SiLU.

    Told: x·sigmoid(x), not
    """
    hidden = maps.mean(axis=(0, 1)) @ reduce + reduce_biases
    hidden = 1 / (1 + np.exp(-hidden))
    return maps / (1 + np.exp(-(hidden @ restore + restore_biases)))


def wrong_no_sigmoid(maps, reduce, reduce_biases, restore, restore_biases):
    """Leave out the last activation.

    Told: sigmoid is missing
    """
    hidden = maps.mean(axis=(0, 1)) @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    return maps * (hidden @ restore + restore_biases)


def wrong_softmax(maps, reduce, reduce_biases, restore, restore_biases):
    """Let the gates share 1.

    Told: not softmax
    """
    hidden = maps.mean(axis=(0, 1)) @ reduce + reduce_biases
    gates = np.exp(hidden / (1 + np.exp(-hidden)) @ restore + restore_biases)
    return maps * gates / gates.sum()


def wrong_no_biases(maps, reduce, reduce_biases, restore, restore_biases):
    """Leave out all biases.

    Told: Both layers' biases are missing
    """
    hidden = maps.mean(axis=(0, 1)) @ reduce
    hidden = hidden / (1 + np.exp(-hidden))
    return maps / (1 + np.exp(-(hidden @ restore)))


def wrong_added(maps, reduce, reduce_biases, restore, restore_biases):
    """Add the gates.

    Told: do not add them
    """
    hidden = maps.mean(axis=(0, 1)) @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    return maps + 1 / (1 + np.exp(-(hidden @ restore + restore_biases)))


def wrong_gates(maps, reduce, reduce_biases, restore, restore_biases):
    """Return the gates alone.

    Told: Those are the gates
    """
    hidden = maps.mean(axis=(0, 1)) @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    return 1 / (1 + np.exp(-(hidden @ restore + restore_biases)))


def wrong_in_place(maps, reduce, reduce_biases, restore, restore_biases):
    """Multiply the maps that were given.

    Told: Make a new one: no +=
    """
    hidden = maps.mean(axis=(0, 1)) @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    maps *= 1 / (1 + np.exp(-(hidden @ restore + restore_biases)))
    return maps


def wrong_over_channels(maps, reduce, reduce_biases, restore, restore_biases):
    """Take the mean over channels.

    Told: The shapes do not fit
    """
    hidden = maps.mean(axis=2).ravel() @ reduce + reduce_biases
    hidden = hidden / (1 + np.exp(-hidden))
    return maps / (1 + np.exp(-(hidden @ restore + restore_biases)))
