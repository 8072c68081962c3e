import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.ops.convert_to_numpy(keras.random.normal((1, 6, 6, 4)))
order = np.random.default_rng(0).permutation(36)
back = np.argsort(order)  # where each position has gone


def rearrange(maps, order):
    """Put the positions of maps (1, 6, 6, channels) into another order."""
    return maps.reshape(36, -1)[order].reshape(1, 6, 6, -1)


for size in (1, 3):
    layer = layers.Conv2D(5, size, padding="same")
    plain = keras.ops.convert_to_numpy(layer(maps))
    mixed = keras.ops.convert_to_numpy(layer(rearrange(maps, order)))
    same = np.allclose(plain, rearrange(mixed, back), atol=1e-5)
    print(f"{size}×{size}: the same as without rearranging: {same}")
