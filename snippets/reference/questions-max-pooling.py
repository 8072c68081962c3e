import numpy as np

# Each line is one 1×2 window of each map, and the weight of each map.
for windows, factors in [
    ([[1, 2]], [-1]),
    ([[1, 2]], [3]),
    ([[1, 2], [4, 0]], [1, 1]),
]:
    maps, weights = np.array(windows), np.array(factors)
    pool_first = weights @ maps.max(axis=1)
    mix_first = (weights @ maps).max()
    print(f"maps {windows!s:<16} weights {factors!s:<7}", end=" ")
    print(f"pool first: {pool_first:>2}  mix first: {mix_first:>2}")
