"""Ways to write break_even, right and wrong."""

import math
from fractions import Fraction


def right_search(kernel, channels, filters):
    """Try all depths."""
    best = 0
    for depth in range(1, channels + 1):
        pair = channels * depth + kernel**2 * depth * filters
        if pair < kernel**2 * channels * filters:
            best = depth
    return best


def right_whole(kernel, channels, filters):
    """Divide whole numbers, one below what costs the same."""
    straight = kernel**2 * channels * filters
    return (straight - 1) // (channels + kernel**2 * filters)


def right_ceil(kernel, channels, filters):
    """Take the whole number below the quotient."""
    straight = kernel**2 * channels * filters
    return math.ceil(straight / (channels + kernel**2 * filters)) - 1


def right_fraction(kernel, channels, filters):
    """Add what a depth costs for each channel and for each weight."""
    limit = 1 / (Fraction(1, channels) + Fraction(1, kernel**2 * filters))
    depth = limit.numerator // limit.denominator
    return depth if depth != limit and limit >= 0 else depth - 1


def right_down(kernel, channels, filters):
    """Walk down until it pays."""
    depth, square = channels, kernel * kernel
    while depth * (channels + square * filters) >= square * channels * filters:
        depth -= 1
    return depth


def wrong_same_cost(kernel, channels, filters):
    """Take the depth at which both cost the same.

    Told: the one straight on 5184: not less
    """
    return kernel**2 * channels * filters // (channels + kernel**2 * filters)


def wrong_rounded_up(kernel, channels, filters):
    """Round the quotient up.

    Told: one straight on 1605632: not less
    """
    straight = kernel**2 * channels * filters
    return math.ceil(straight / (channels + kernel**2 * filters))


def wrong_rounded(kernel, channels, filters):
    """Round the quotient to the nearest.

    Told: one straight on 60000: not less
    """
    straight = kernel**2 * channels * filters
    return round(straight / (channels + kernel**2 * filters))


def wrong_one_less(kernel, channels, filters):
    """Stop one early.

    Told: less, but a deeper one saves too
    """
    straight = kernel**2 * channels * filters
    return max(0, straight // (channels + kernel**2 * filters) - 1)


def wrong_biases(kernel, channels, filters):
    """Count biases.

    Told: counts biases
    """
    best, straight = 0, kernel**2 * channels * filters + filters
    for depth in range(1, channels):
        pair = channels * depth + depth + kernel**2 * depth * filters + filters
        if pair < straight:
            best = depth
    return best


def wrong_outputs(kernel, channels, filters):
    """Compare how many maps come out.

    Told: not how many maps come out
    """
    return max(depth for depth in range(channels + filters) if depth < filters)


def wrong_second_layer_only(kernel, channels, filters):
    """Forget the weights of the 1×1 itself.

    Told: The 1×1 in front has weights too
    """
    straight, depth = kernel**2 * channels * filters, 0
    while kernel**2 * (depth + 1) * filters < straight:
        depth += 1
    return depth


def wrong_float(kernel, channels, filters):
    """Return the quotient.

    Told: last whole depth below
    """
    return kernel**2 * channels * filters / (channels + kernel**2 * filters)


def wrong_side(kernel, channels, filters):
    """Take the kernel's side for its area.

    Told: kernel·kernel positions
    """
    straight = kernel * channels * filters
    return (straight - 1) // (channels + kernel * filters)


def wrong_none(kernel, channels, filters):
    """Return nothing where no depth saves.

    Told: Nothing came back
    """
    for depth in range(channels, 0, -1):
        pair = channels * depth + kernel**2 * depth * filters
        if pair < kernel**2 * channels * filters:
            return depth
    return None


def wrong_smallest(kernel, channels, filters):
    """Return the first depth that saves.

    Told: less, but a deeper one saves too
    """
    for depth in range(1, channels):
        pair = channels * depth + kernel**2 * depth * filters
        if pair < kernel**2 * channels * filters:
            return depth
    return 0
