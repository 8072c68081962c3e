import numpy as np
from keras import layers

rng = np.random.default_rng(0)
height, width, channels = 2, 2, 3
weights = rng.normal(size=(channels, channels))


def pointwise(matrix):
    """Return a 1×1 convolution that turns each pixel x into matrix · x."""
    layer = layers.Conv2D(matrix.shape[0], 1, use_bias=False)
    layer.build((None, None, None, matrix.shape[1]))
    layer.set_weights([matrix.T[None, None]])  # 1, 1, channels in, channels out
    return layer


forward, inverse = pointwise(weights), pointwise(np.linalg.inv(weights))
maps = rng.normal(size=(1, height, width, channels))
error = np.abs(inverse(forward(maps)) - maps).max()
print(f"largest error after there and back: below 0.00001 is {error < 1e-5}")

# The layer is linear: what it makes of a lone 1 is a column of its Jacobian.
values = height * width * channels
lone = np.eye(values).reshape(values, height, width, channels)
jacobian = np.reshape(forward(lone), (values, values)).T
log_det = np.linalg.slogdet(weights).logabsdet
in_full = np.linalg.slogdet(jacobian).logabsdet
print(f"full Jacobian: {values}×{values}, {np.count_nonzero(jacobian)} not zero")
print(f"log|det| of the full Jacobian {in_full:7.4f}")
print(f"log|det| of the weights       {log_det:7.4f}")
print(
    f"{height} · {width} · log|det| of the weights {height * width * log_det:.4f}"
)
