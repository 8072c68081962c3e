import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
dense = keras.Sequential(
    [
        keras.Input((7, 7, 16)),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dense(10),
    ]
)
slid = keras.Sequential(
    [
        keras.Input((None, None, 16)),
        layers.Conv2D(32, 7, activation="relu"),  # as large as its input
        layers.Conv2D(10, 1),  # a 1×1 only from here on
    ]
)
for layer, source in zip(slid.layers, dense.layers[1:], strict=True):
    kernel, bias = source.get_weights()
    layer.set_weights([kernel.reshape(layer.kernel.shape), bias])

maps = np.random.default_rng(0).normal(size=(1, 12, 12, 16)).astype("float32")
grid = np.array(slid(maps))
windows = [dense(maps[:, i : i + 7, j : j + 7]) for i in range(6) for j in range(6)]
error = np.abs(np.reshape(windows, grid.shape) - grid).max()
print("on 12×12 maps the convolutions give", grid.shape)
print("36 runs of the Dense layers give the same to 1e-4:", error < 1e-4)

backbone = keras.applications.VGG16(False, None, input_shape=(384, 384, 3))
print("VGG-16 on 384×384 ends in maps of", backbone.output.shape[1:])
