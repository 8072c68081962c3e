"""Ways to write count_parameters, right and wrong."""

import math

import numpy as np
from keras import layers


def right_formula(kernel, channels, filters, groups, bias):
    """Multiply."""
    return kernel * kernel * (channels // groups) * filters + bias * filters


def right_by_group(kernel, channels, filters, groups, bias):
    """Add up the groups."""
    total = 0
    for _ in range(groups):
        one = kernel**2 * (channels // groups)
        if bias:
            one += 1
        total += one * (filters // groups)
    return total


def right_numpy(kernel, channels, filters, groups, bias):
    """Let NumPy multiply: its integers will do."""
    return np.prod([kernel, kernel, channels, filters]) // groups + filters * bias


def right_keras(kernel, channels, filters, groups, bias):
    """Build the layer and ask it."""
    layer = layers.Conv2D(filters, kernel, groups=groups, use_bias=bias)
    layer.build((None, None, None, channels))
    return sum(math.prod(weight.shape) for weight in layer.weights)


def wrong_no_biases(kernel, channels, filters, groups, bias):
    """Leave out the biases.

    Told: biases are missing
    """
    return kernel * kernel * channels // groups * filters


def wrong_biases_always(kernel, channels, filters, groups, bias):
    """Count biases where there are none.

    Told: There are no biases here
    """
    return kernel * kernel * channels // groups * filters + filters


def wrong_bias_a_channel(kernel, channels, filters, groups, bias):
    """Give each input channel a bias.

    Told: belongs to a filter, not to a channel
    """
    return kernel * kernel * channels // groups * filters + bias * channels


def wrong_one_bias(kernel, channels, filters, groups, bias):
    """Count one bias for the layer.

    Told: Each filter has a bias of its own
    """
    return kernel * kernel * channels // groups * filters + bias


def wrong_side(kernel, channels, filters, groups, bias):
    """Count a side of the kernel for its area.

    Told: kernel·kernel positions
    """
    return kernel * channels // groups * filters + bias * filters


def wrong_one_filter(kernel, channels, filters, groups, bias):
    """Count one filter.

    Told: That is one filter
    """
    return kernel**2 * channels // groups + bias


def wrong_flat_filter(kernel, channels, filters, groups, bias):
    """Take a filter for one channel deep.

    Told: A filter spans all channels
    """
    return (kernel**2 + bias) * filters


def wrong_groups_left_out(kernel, channels, filters, groups, bias):
    """Leave out the groups.

    Told: leaves the groups out
    """
    return (kernel**2 * channels + bias) * filters


def wrong_groups_twice(kernel, channels, filters, groups, bias):
    """Divide both the channels and the filters by groups.

    Told: divides by groups twice
    """
    weights = kernel**2 * (channels // groups) * (filters // groups)
    return weights + bias * filters


def wrong_shared_biases(kernel, channels, filters, groups, bias):
    """Divide the biases by groups too.

    Told: do not share biases
    """
    return (kernel**2 * channels + bias) * filters // groups


def wrong_float(kernel, channels, filters, groups, bias):
    """Divide with a fraction.

    Told: divide with //
    """
    return kernel**2 * channels / groups * filters + bias * filters


def wrong_no_return(kernel, channels, filters, groups, bias):
    """Forget to return.

    Told: Nothing came back
    """
    kernel * kernel * channels // groups * filters + bias * filters


def wrong_print(kernel, channels, filters, groups, bias):
    """Return a text.

    Told: It returns a str
    """
    return f"{kernel**2 * channels // groups * filters + bias * filters:,}"
