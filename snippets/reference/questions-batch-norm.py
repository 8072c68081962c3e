import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.random.normal((4, 8, 8, 16))
conv = layers.Conv2D(32, 1)
norm = layers.BatchNormalization()

plain = norm(conv(maps), training=True)
conv.bias.assign(keras.random.normal((32,)))
shifted = norm(conv(maps), training=True)

print("any bias, same output:", np.allclose(plain, shifted, atol=1e-4))
print("offsets that batch norm learns itself:", norm.beta.shape[0])
print("parameters saved by use_bias=False:", conv.bias.shape[0])
