import numpy as np


def merge(first, first_biases, second, second_biases):
    """Merge (channels, maps) and (maps, filters) into (channels, filters)."""
    return first @ second, first_biases @ second + second_biases


random = np.random.default_rng(0)
first, first_biases = random.normal(size=(6, 4)), random.normal(size=4)
second, second_biases = random.normal(size=(4, 5)), random.normal(size=5)
weights, biases = merge(first, first_biases, second, second_biases)

pixels = random.normal(size=(8, 8, 6))
both = (pixels @ first + first_biases) @ second + second_biases
print("weights", weights.shape, "biases", biases.shape)
one = pixels @ weights + biases
print("one layer, same as two:", np.allclose(one, both))
