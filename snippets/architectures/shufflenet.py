import keras
import numpy as np
from keras import layers, ops

GROUPS, DEPTH = 3, 12


def shuffle(maps, groups):
    """Reorder the channels of h×w×c maps: one of each group in turn.

    Reshape, transpose, reshape (Zhang et al., 2017, section 3.1).
    """
    *size, depth = maps.shape[1:]
    maps = ops.reshape(maps, (-1, *size, groups, depth // groups))
    return ops.reshape(ops.swapaxes(maps, -2, -1), (-1, *size, depth))


numbered = np.arange(DEPTH).reshape(1, 1, 1, DEPTH)
order = ops.convert_to_numpy(shuffle(numbered, GROUPS)).ravel()
print("channels after the shuffle:", *order)

# The same as a 1×1 layer: one 1 in each row and each column of its kernel.
pictures = np.random.default_rng(0).random((2, 4, 4, DEPTH), "float32")
pictures[1] = pictures[0]
pictures[1, ..., 0] += 1  # the same picture, one channel changed
permute = layers.Conv2D(DEPTH, 1, use_bias=False)
permute.build(pictures.shape)
kernel = np.eye(DEPTH, dtype="float32")[:, order]
permute.set_weights([kernel.reshape(1, 1, DEPTH, DEPTH)])
same = np.array_equal(permute(pictures), shuffle(pictures, GROUPS))
print("equal to a 1×1 layer of zeros and ones:", same)

# Two grouped 1×1 layers, without and with a shuffle between them.
keras.utils.set_random_seed(0)
first, second = (layers.Conv2D(DEPTH, 1, groups=GROUPS) for _ in range(2))
maps = keras.Input((4, 4, DEPTH))
apart = keras.Model(maps, second(first(maps)))
mixed = keras.Model(maps, second(shuffle(first(maps), GROUPS)))
reached = {}
for name, model in {"apart": apart, "shuffled": mixed}.items():
    before, after = model.predict(pictures, verbose=0)
    reached[name] = np.flatnonzero(np.abs(after - before).max(axis=(0, 1)) > 1e-6)
    print(f"{name}: channel 0 reaches", *reached[name])
