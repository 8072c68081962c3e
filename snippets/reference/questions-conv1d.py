import keras
import numpy as np
from keras import layers

grey = keras.Input((28, 20))  # meant: height and width
layer = layers.Conv1D(8, 1)
print("grey picture:", layer(grey).shape[1:], "kernel", tuple(layer.kernel.shape))

keras.utils.set_random_seed(0)
maps = keras.random.normal((1, 28, 20, 3))
in_one_row = np.reshape(maps, (1, 28 * 20, 3))
conv2d, conv1d = layers.Conv2D(8, 1), layers.Conv1D(8, 1)
expected = np.reshape(conv2d(maps), (1, 28 * 20, 8))
conv1d.build(in_one_row.shape)
conv1d.set_weights([np.squeeze(conv2d.kernel, axis=0), conv2d.bias])
print(
    "on unrolled positions:",
    np.allclose(conv1d(in_one_row), expected, atol=1e-5),
)
