import keras
import numpy as np
from keras import layers

HEIGHT, WIDTH, CHANNELS, FILTERS = 6, 8, 4, 5
keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).normal(size=(HEIGHT, WIDTH, CHANNELS))
layer = layers.Conv2D(FILTERS, 3, padding="same", bias_initializer="ones")
expected = layer(maps[None].astype("float32"))[0]
kernel, biases = layer.get_weights()  # (3, 3, 4, 5) and (5,)

padded = np.pad(maps, ((1, 1), (1, 1), (0, 0)))
total = np.zeros((HEIGHT, WIDTH, FILTERS))
for row in range(3):
    for column in range(3):
        shifted = padded[row : row + HEIGHT, column : column + WIDTH]
        total += shifted @ kernel[row, column]  # a 1×1, and no bias yet

same = np.allclose(total + biases, expected, atol=1e-5)
print("nine 1×1 and one bias, same as the 3×3:", same)
nine = np.allclose(total + 9 * biases, expected, atol=1e-5)
print("nine 1×1, each with the bias:", nine)
