import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).random((1, 28, 28, 192), "float32")
filters = {"1x1": 64, "3x3_reduce": 96, "5x5_reduce": 16}
three = [
    layers.Conv2D(n, 1, activation="relu", name=f"alone_{name}")
    for name, n in filters.items()
]
apart = [keras.ops.convert_to_numpy(layer(maps)) for layer in three]

one = layers.Conv2D(sum(filters.values()), 1, activation="relu", name="shared")
one.build(maps.shape)
kernels, biases = zip(*(layer.get_weights() for layer in three), strict=True)
one.set_weights([np.concatenate(kernels, axis=-1), np.concatenate(biases)])
# Filters 0 to 63, 64 to 159 and 160 to 175.
together = np.split(keras.ops.convert_to_numpy(one(maps)), [64, 160], axis=-1)

same = all(map(lambda a, b: np.allclose(a, b, atol=1e-5), apart, together))
print(f"one kernel {one.kernel.shape}, the same maps: {same}")
print(f"parameters {one.count_params():,}, three layers:", end=" ")
print(f"{sum(layer.count_params() for layer in three):,}")
