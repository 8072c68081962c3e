import numpy as np

random = np.random.default_rng(0)
causes = random.normal(size=(32, 32, 8))
maps = causes @ random.normal(size=(8, 64))  # 64 maps, mixed from 8

pixels = maps.reshape(-1, 64)  # positions, channels
*_, patterns = np.linalg.svd(pixels, full_matrices=False)  # strongest first

for depth in (64, 16, 8, 7, 4):
    reduce = patterns[:depth].T  # (64, depth): the weights of a 1×1
    restore = reduce.T  # (depth, 64): of the 1×1 that leads back
    lost = pixels - pixels @ reduce @ restore
    share = 100 * np.sum(lost**2) / np.sum(pixels**2)
    print(f"64 → {depth:2} → 64 maps: {share:4.1f} % lost")
