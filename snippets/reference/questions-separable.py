import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(0)
maps = keras.random.normal((1, 8, 8, 16))

depthwise = layers.DepthwiseConv2D(3, padding="same", use_bias=False)
pointwise = layers.Conv2D(32, 1, use_bias=False)
separable = pointwise(depthwise(maps))

# A full kernel: each depthwise weight times each pointwise weight.
kernel = depthwise.kernel * ops.squeeze(pointwise.kernel, axis=(0, 1))
full = ops.conv(maps, kernel, padding="same")
print("as one full 3×3 layer:", np.allclose(separable, full, atol=1e-4))

free = layers.Conv2D(32, 3, use_bias=False)
free.build(maps.shape)
parts = depthwise.count_params() + pointwise.count_params()
print("kernel      weights  rank at each input channel")
for name, count, weights in [
    ("separable", parts, kernel),
    ("full", free.count_params(), free.kernel),
]:
    ranks = np.linalg.matrix_rank(np.reshape(weights, (9, 16, 32)).swapaxes(0, 1))
    print(f"{name:<10} {count:>8,}  {ranks.min()} to {ranks.max()}")
