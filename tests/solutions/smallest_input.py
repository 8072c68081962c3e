"""Ways to write smallest_input, right and wrong."""

import functools
import itertools


def right_backwards(layers):
    """Walk from the last layer to the first."""
    side = 1
    for kernel, stride in reversed(layers):
        side = (side - 1) * stride + kernel
    return side


def right_jump(layers):
    """Add what each kernel adds, stretched by the strides before it."""
    side, jump = 1, 1
    for kernel, stride in layers:
        side += (kernel - 1) * jump
        jump *= stride
    return side


def right_search(layers):
    """Try sides until one leaves a position."""
    for side in itertools.count(1):
        left = side
        for kernel, stride in layers:
            left = (left - kernel) // stride + 1 if left >= kernel else 0
        if left > 0:
            return side


def right_recursive(layers):
    """Ask the layers behind the first."""
    if not layers:
        return 1
    (kernel, stride), *rest = layers
    return (right_recursive(rest) - 1) * stride + kernel


def right_reduce(layers):
    """Fold."""
    return functools.reduce(lambda n, ks: (n - 1) * ks[1] + ks[0], layers[::-1], 1)


def wrong_first_to_last(layers):
    """Walk from the first layer to the last.

    Told: Begin at the last layer
    """
    side = 1
    for kernel, stride in layers:
        side = (side - 1) * stride + kernel
    return side


def wrong_no_strides(layers):
    """Leave out the strides.

    Told: strides are left out
    """
    return 1 + sum(kernel - 1 for kernel, _ in layers)


def wrong_steps(layers):
    """Take n positions for n steps.

    Told: n − 1 steps apart
    """
    side = 1
    for kernel, stride in reversed(layers):
        side = side * stride + kernel
    return side


def wrong_almost_steps(layers):
    """Subtract 1 in the wrong place.

    Told: n − 1 steps apart
    """
    side = 1
    for kernel, stride in reversed(layers):
        side = side * stride + kernel - 1
    return side


def wrong_padded(layers):
    """Multiply the strides, as with padding.

    Told: with padding
    """
    side = 1
    for _, stride in layers:
        side *= stride
    return side


def wrong_own_stride(layers):
    """Stretch a kernel by its own stride too.

    Told: stretch it, not its own
    """
    side, jump = 1, 1
    for kernel, stride in layers:
        jump *= stride
        side += (kernel - 1) * jump
    return side


def wrong_from_nothing(layers):
    """Begin with no position.

    Told: Begin with one position
    """
    side = 0
    for kernel, stride in reversed(layers):
        side = (side - 1) * stride + kernel
    return side


def wrong_kernels_added(layers):
    """Add up the kernels.

    Told: Kernels overlap
    """
    return sum(kernel for kernel, _ in layers)


def wrong_reversed_in_place(layers):
    """Turn the list that was given round.

    Told: Make a new one: no +=
    """
    layers.reverse()
    side = 1
    for kernel, stride in layers:
        side = (side - 1) * stride + kernel
    return side


def wrong_largest_kernel(layers):
    """Ask for the largest kernel.

    Told: Nothing is left
    """
    return max((kernel for kernel, _ in layers), default=1)
