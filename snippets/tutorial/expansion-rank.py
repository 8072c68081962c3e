import numpy as np

random = np.random.default_rng(0)
pixels = random.normal(size=(1600, 6))  # 40×40 positions, 6 maps
weights = random.normal(size=(6, 24))
biases = random.normal(size=24)

for name, maps in {
    "weights": pixels @ weights,
    "weights and biases": pixels @ weights + biases,
    "weights, biases and ReLU": np.maximum(pixels @ weights + biases, 0),
}.items():
    print(f"{name:24} rank {np.linalg.matrix_rank(maps)}")
