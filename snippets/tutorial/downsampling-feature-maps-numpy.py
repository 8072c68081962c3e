import numpy as np

rng = np.random.default_rng(0)
maps = rng.normal(size=(1, 5, 7, 64))  # one input: 5 rows, 7 columns, 64 maps
weights, bias = rng.normal(size=(1, 1, 64, 10)), rng.normal(size=10)


def convolve(pixels):
    """Apply the filters, which are one row high and one column wide."""
    return np.einsum("nijc,klcf->nijf", pixels, weights) + bias


def same(a, b):
    return np.allclose(a, b, atol=1e-5)


output = convolve(maps)
dense = np.apply_along_axis(lambda x: x @ weights[0, 0] + bias, -1, maps)
product = maps.reshape(35, 64) @ weights.reshape(64, 10) + bias
neuron = sum(maps[0, 2, 3] * weights[0, 0, :, 4]) + bias[4]
print("1×1 convolution:", output.shape, "from weights", weights.shape)
print("same as Dense at every position:", same(output, dense))
print("same as a matrix product:", same(output.reshape(35, 10), product))
print("one neuron at row 2, column 3:", same(output[0, 2, 3, 4], neuron))

nudged = maps.copy()
nudged[0, 2, 3] += 1  # move one position of every map
changed = np.any(convolve(nudged) != output, axis=-1)
print("positions that changed:", np.argwhere(changed[0]).tolist())
