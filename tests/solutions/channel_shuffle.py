"""Ways to write channel_shuffle, right and wrong."""

import numpy as np
from keras import ops


def right_reshape(maps, groups):
    """Reshape, swap, reshape."""
    height, width, channels = maps.shape
    split = maps.reshape(height, width, groups, channels // groups)
    return split.swapaxes(2, 3).reshape(height, width, channels)


def right_index(maps, groups):
    """Pick the channels in their new order."""
    order = np.arange(maps.shape[-1]).reshape(groups, -1).T.ravel()
    return maps[..., order]


def right_slices(maps, groups):
    """Take each group's first channels, then the second ones."""
    each = maps.shape[-1] // groups
    return np.concatenate([maps[..., i::each] for i in range(each)], axis=-1)


def right_loops(maps, groups):
    """Say where each channel goes."""
    each, shuffled = maps.shape[-1] // groups, np.empty_like(maps)
    for group in range(groups):
        for i in range(each):
            shuffled[:, :, i * groups + group] = maps[:, :, group * each + i]
    return shuffled


def right_matrix(maps, groups):
    """Use a 1×1 convolution of zeros and ones."""
    order = np.arange(maps.shape[-1]).reshape(groups, -1).T.ravel()
    return maps @ np.eye(len(order))[:, order]


def right_keras(maps, groups):
    """Reshape with Keras."""
    split = ops.reshape(maps, (*maps.shape[:2], groups, -1))
    return ops.reshape(ops.swapaxes(split, 2, 3), maps.shape)


def wrong_unchanged(maps, groups):
    """Forget to swap.

    Told: Nothing moved
    """
    return maps.reshape(*maps.shape[:2], groups, -1).reshape(maps.shape)


def wrong_inverse(maps, groups):
    """Split into groups of the wrong length.

    Told: That undoes a shuffle
    """
    split = maps.reshape(*maps.shape[:2], -1, groups)
    return split.swapaxes(2, 3).reshape(maps.shape)


def wrong_reversed(maps, groups):
    """Turn the channels round.

    Told: turns the order round
    """
    return maps[..., ::-1]


def wrong_groups_moved(maps, groups):
    """Change the places of whole groups.

    Told: The groups changed places
    """
    split = np.split(maps, groups, axis=-1)
    return np.concatenate(split[::-1], axis=-1)


def wrong_within_groups(maps, groups):
    """Turn each group round.

    Told: Each group was turned round
    """
    split = np.split(maps, groups, axis=-1)
    return np.concatenate([part[..., ::-1] for part in split], axis=-1)


def wrong_positions(maps, groups):
    """Split all values, not the channels.

    Told: Positions were mixed
    """
    return maps.reshape(groups, -1).T.reshape(maps.shape)


def wrong_positions_too(maps, groups):
    """Split a position's axis off.

    Told: Positions were mixed
    """
    split = maps.reshape(groups, maps.shape[-1] // groups, -1)
    return split.swapaxes(0, 1).reshape(maps.shape)


def wrong_left_split(maps, groups):
    """Leave the groups as an axis.

    Told: the last step is .reshape
    """
    return maps.reshape(*maps.shape[:2], groups, -1).swapaxes(2, 3)


def wrong_random(maps, groups):
    """Shuffle by chance.

    Told: in another order
    """
    return np.random.default_rng(1).permutation(maps, axis=-1)


def wrong_in_place(maps, groups):
    """Write over what is still to be read.

    Told: Make a new one: no +=
    """
    order = np.arange(maps.shape[-1]).reshape(groups, -1).T.ravel()
    for new, old in enumerate(order):
        maps[..., new] = maps[..., old]
    return maps


def wrong_division(maps, groups):
    """Divide with a fraction.

    Told: A size is whole
    """
    height, width, channels = maps.shape
    split = maps.reshape(height, width, groups, channels / groups)
    return split.swapaxes(2, 3).reshape(maps.shape)
