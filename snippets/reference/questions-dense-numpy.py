import numpy as np

rng = np.random.default_rng(0)
maps = rng.normal(size=(2, 6, 5, 32))
kernel, bias = rng.normal(size=(1, 1, 32, 64)), rng.normal(size=64)

from_conv = np.einsum("nijc,klcf->nijf", maps, kernel) + bias

weights = np.squeeze(kernel, axis=(0, 1))
from_dense = np.apply_along_axis(lambda x: x @ weights + bias, -1, maps)
from_product = maps.reshape(-1, 32) @ weights + bias

conv_parameters, dense_parameters = kernel.size + bias.size, weights.size + 64
print("kernels:", kernel.shape, "and", weights.shape)
print(f"parameters: {conv_parameters:,} and {dense_parameters:,}")
print("Conv2D equals Dense:", np.allclose(from_conv, from_dense))
print(
    "Conv2D equals the matrix product:",
    np.allclose(from_conv.reshape(-1, 64), from_product),
)
