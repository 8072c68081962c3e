import numpy as np

CHANNELS = 8
FILTERS = {"projection": 8, "reduction": 2, "expansion": 16}
random = np.random.default_rng(0)
pixels = random.normal(size=(100, CHANNELS))  # positions, channels

for name, filters in FILTERS.items():
    weights = random.normal(size=(CHANNELS, filters))
    back = np.linalg.pinv(weights)  # no second 1×1 can come closer
    undone = np.allclose(pixels @ weights @ back, pixels)
    print(f"{name:10} 8 → {filters:2} → 8, undone: {undone}")
