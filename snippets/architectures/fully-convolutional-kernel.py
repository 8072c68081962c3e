import keras
import numpy as np
from keras import layers


def dense_to_convolution(weights, height, width, channels):
    """Return the kernel (height, width, channels, units) of the same layer.

    `weights` (height·width·channels, units) are those of a Dense after a Flatten.
    """
    return weights.reshape(height, width, channels, -1)


dense = layers.Dense(10, name="head")
random = np.random.default_rng(0)
maps = random.random((1, 5, 7, 32), "float32")
scores = dense(layers.Flatten()(maps))

weights, biases = dense.get_weights()
conv = layers.Conv2D(10, (5, 7), name="sliding_head")
conv.build(maps.shape)
conv.set_weights([dense_to_convolution(weights, 5, 7, 32), biases])
here, there = (keras.ops.convert_to_numpy(y) for y in (conv(maps)[:, 0, 0], scores))
print(conv.kernel.shape, "the same scores:", np.allclose(here, there, atol=1e-5))
print("on maps of 9×9:", conv(random.random((1, 9, 9, 32), "float32")).shape)
