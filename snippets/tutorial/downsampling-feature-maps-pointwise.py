import keras
import numpy as np
from keras import layers


def pointwise(maps, weights, biases):
    """Mix maps: (height, width, channels) → (height, width, filters)."""
    return maps @ weights + biases  # @ takes the last axis


keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).normal(size=(5, 7, 64)).astype("float32")
layer = layers.Conv2D(10, 1, bias_initializer="random_normal")
output = layer(maps[None])[0]
kernel, biases = layer.get_weights()  # (1, 1, 64, 10) and (10,)

ours = pointwise(maps, kernel[0, 0], biases)
print(ours.shape, "same as Conv2D:", np.allclose(ours, output, atol=1e-5))
