import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)


def first_kept(side, kernel_size):
    """Find the first row of stride 1 that stride 2 keeps, side×side."""
    maps = keras.random.normal((1, side, side, 3))
    every = layers.Conv2D(4, kernel_size, padding="same")
    second = layers.Conv2D(4, kernel_size, strides=2, padding="same")
    full = keras.ops.convert_to_numpy(every(maps))
    second.build(maps.shape)
    second.set_weights(every.get_weights())
    half = keras.ops.convert_to_numpy(second(maps))
    for first in (0, 1):
        kept = full[:, first::2, first::2]
        if kept.shape == half.shape and np.allclose(kept, half, atol=1e-5):
            return first
    return None


for kernel_size in (1, 3):
    for side in (7, 8):
        first = first_kept(side, kernel_size)
        kept = ", ".join(str(i) for i in range(first, side, 2))
        print(f"{kernel_size}×{kernel_size} on side {side}: keeps {kept}")
