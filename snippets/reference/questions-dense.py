import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.random.normal((2, 6, 5, 32))

conv = layers.Conv2D(64, 1)
from_conv = conv(maps)

dense = layers.Dense(64)
dense.build(maps.shape)
dense.set_weights([np.squeeze(conv.kernel, axis=(0, 1)), conv.bias])
from_dense = dense(maps)

matrix = np.reshape(conv.kernel, (32, 64))
from_product = np.reshape(maps, (-1, 32)) @ matrix + np.asarray(conv.bias)

print("kernels:", tuple(conv.kernel.shape), "and", tuple(dense.kernel.shape))
print(f"parameters: {conv.count_params():,} and {dense.count_params():,}")
print("Conv2D equals Dense:", np.allclose(from_conv, from_dense, atol=1e-5))
print(
    "Conv2D equals the matrix product:",
    np.allclose(np.reshape(from_conv, (-1, 64)), from_product, atol=1e-5),
)
