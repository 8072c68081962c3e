import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(0)
maps = keras.random.normal((1, 8, 8, 6))
mix = layers.Conv2D(4, 1, bias_initializer="random_normal")


def move(picture):
    """Shift a picture by three columns, then turn it upside down."""
    return ops.flip(ops.roll(picture, 3, axis=2), axis=1)


for name, step in {
    "average pooling": layers.AveragePooling2D(2),
    "max pooling": layers.MaxPooling2D(2),
    "moving the picture": move,
    "ReLU": ops.relu,
}.items():
    same = np.allclose(mix(step(maps)), step(mix(maps)), atol=1e-5)
    print(f"{name:<18} either order, same result: {same}")
