import numpy as np

rng = np.random.default_rng(0)
maps = rng.normal(size=(400, 6))  # 20×20 positions in rows, 6 channels
expanded = maps @ rng.normal(size=(6, 24))
rectified = np.maximum(expanded, 0)

for name, matrix in {
    "input": maps,
    "after the 1×1": expanded,
    "after the ReLU": rectified,
}.items():
    rank = np.linalg.matrix_rank(matrix)
    print(f"{name:<15} channels {matrix.shape[1]:>2}  rank {rank:>2}")
