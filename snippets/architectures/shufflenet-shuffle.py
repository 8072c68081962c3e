import numpy as np


def channel_shuffle(maps, groups):
    """Reorder height×width×channels: one of each group in turn."""
    height, width, channels = maps.shape
    rows = maps.reshape(height, width, groups, channels // groups)
    return rows.swapaxes(2, 3).reshape(height, width, channels)


numbered = np.arange(12).reshape(1, 1, 12)
shuffled = channel_shuffle(numbered, 3)
print("in 3 groups:       ", *shuffled.ravel())
print("again in 3 groups: ", *channel_shuffle(shuffled, 3).ravel())
print("or then in 4:      ", *channel_shuffle(shuffled, 4).ravel())
