import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(0)
maps = keras.random.normal((1, 20, 20, 6))
expanded = layers.Conv2D(24, 1, use_bias=False)(maps)
rectified = ops.relu(expanded)


def rank(tensor):
    """Count linearly independent channels, which come last."""
    return np.linalg.matrix_rank(np.reshape(tensor, (-1, tensor.shape[-1])))


for name, tensor in {
    "input": maps,
    "after the 1×1": expanded,
    "after the ReLU": rectified,
}.items():
    print(f"{name:<15} channels {tensor.shape[-1]:>2}  rank {rank(tensor):>2}")
