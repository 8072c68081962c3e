import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.random.normal((1, 5, 7, 64))  # one input: 5 rows, 7 columns, 64 maps

pointwise = layers.Conv2D(10, 1)
output = keras.ops.convert_to_numpy(pointwise(maps))
weights, bias = pointwise.get_weights()  # (1, 1, 64, 10) and (10,)

dense = layers.Dense(10)
dense.build(maps.shape)
dense.set_weights([weights[0, 0], bias])

pixels = keras.ops.convert_to_numpy(maps)
product = pixels[0] @ weights[0, 0] + bias  # (5, 7, 64) times (64, 10)
neuron = pixels[0, 2, 3] @ weights[0, 0, :, 4] + bias[4]  # filter 4, one place


def same(a, b):
    return np.allclose(a, b, atol=1e-5)


print("1×1 convolution:", output.shape, "from weights", weights.shape)
print("same as Dense at every position:", same(output, dense(maps)))
print("same as a matrix product:", same(output[0], product))
print("one neuron at row 2, column 3:", same(output[0, 2, 3, 4], neuron))

nudged = pixels.copy()
nudged[0, 2, 3] += 1  # move one position of every map
changed = np.any(pointwise(nudged) != output, axis=-1)
print("positions that changed:", np.argwhere(changed[0]).tolist())
