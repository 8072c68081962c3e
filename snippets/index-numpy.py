import numpy as np

maps = np.random.default_rng(0).random((1, 5, 5, 3))
weights, biases = np.ones((3, 1)), np.zeros(1)
print(maps.shape, "->", (maps @ weights + biases).shape)
print(weights.size + biases.size, "parameters")
