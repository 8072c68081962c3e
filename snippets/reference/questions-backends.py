import math

import numpy as np
from keras import layers, ops

maps = np.random.default_rng(0).normal(size=(1, 28, 28, 32))
layer = layers.Conv2D(64, 1)
output = ops.convert_to_numpy(layer(maps))  # not .numpy()

print("a NumPy array:", isinstance(output, np.ndarray), output.dtype)
print(f"weights: {math.prod(layer.kernel.shape):,}")  # not num_elements()
