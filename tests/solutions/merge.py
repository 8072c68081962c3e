"""Ways to write merge, right and wrong."""

import numpy as np


def right_matmul(first, first_biases, second, second_biases):
    """Multiply."""
    return first @ second, first_biases @ second + second_biases


def right_einsum(first, first_biases, second, second_biases):
    """Name the axes; a list will do."""
    weights = np.einsum("cm,mf->cf", first, second)
    return [weights, np.einsum("m,mf->f", first_biases, second) + second_biases]


def right_loops(first, first_biases, second, second_biases):
    """Go through channels, maps and filters."""
    (channels, maps), filters = first.shape, second.shape[1]
    weights, biases = np.zeros((channels, filters)), second_biases.copy()
    for m in range(maps):
        for f in range(filters):
            biases[f] += first_biases[m] * second[m, f]
            for c in range(channels):
                weights[c, f] += first[c, m] * second[m, f]
    return weights, biases


def right_extended(first, first_biases, second, second_biases):
    """Make the biases the weights of a channel that is always 1."""
    both = np.vstack([first, first_biases]) @ second
    return both[:-1], both[-1] + second_biases


def right_probe(first, first_biases, second, second_biases):
    """Send no channel, then each, through both layers."""

    def through(x):
        return (x @ first + first_biases) @ second + second_biases

    biases = through(np.zeros(len(first)))
    return through(np.eye(len(first))) - biases, biases


def wrong_biases_added(first, first_biases, second, second_biases):
    """Add the biases of both.

    Told: which mixes them.
    """
    if len(first_biases) != len(second_biases):
        return first @ second, second_biases
    return first @ second, first_biases + second_biases


def wrong_second_biases_only(first, first_biases, second, second_biases):
    """Drop the first layer's biases.

    Told: first biases are missing
    """
    return first @ second, second_biases


def wrong_first_biases_only(first, first_biases, second, second_biases):
    """Drop the second layer's biases.

    Told: own biases are missing
    """
    return first @ second, first_biases @ second


def wrong_order(first, first_biases, second, second_biases):
    """Multiply in the order in which functions are written.

    Told: The other way round
    """
    return second @ first, first_biases @ second + second_biases


def wrong_entries(first, first_biases, second, second_biases):
    """Multiply entry by entry.

    Told: multiplies entry by entry
    """
    return first * second, first_biases @ second + second_biases


def wrong_sum(first, first_biases, second, second_biases):
    """Add the weights.

    Told: side by side they add
    """
    return first + second, first_biases @ second + second_biases


def wrong_transposed_biases(first, first_biases, second, second_biases):
    """Multiply the biases from the wrong side.

    Told: stand left of @
    """
    return first @ second, second @ first_biases + second_biases


def wrong_all_biases_mixed(first, first_biases, second, second_biases):
    """Send the second biases through the second layer.

    Told: second biases pass no layer
    """
    return first @ second, (first_biases + second_biases) @ second


def wrong_exchanged(first, first_biases, second, second_biases):
    """Return the biases first.

    Told: in the other order
    """
    return first_biases @ second + second_biases, first @ second


def wrong_weights_only(first, first_biases, second, second_biases):
    """Return the weights only.

    Told: Return two arrays
    """
    return first @ second


def wrong_relu(first, first_biases, second, second_biases):
    """Put a ReLU between.

    Told: no activation between them
    """
    hidden = np.maximum(first_biases, 0)
    return first @ second, hidden @ second + second_biases
