import numpy as np

POSITIONS, CHANNELS, FILTERS = 28 * 28, 192, 16
rng = np.random.default_rng(0)
maps = rng.normal(size=(POSITIONS, CHANNELS))
weights = rng.normal(size=(CHANNELS, FILTERS))
wanted = rng.normal(size=(POSITIONS, FILTERS))  # slope of a loss by the output


def loss(maps, weights):
    return (maps @ weights * wanted).sum()


to_weights = maps.T @ wanted  # needs the input, so it is kept
to_maps = wanted @ weights.T  # needs the weights alone

for name, slopes, nudged in [
    ("weights", to_weights, lambda step: loss(maps, weights + step)),
    ("maps", to_maps, lambda step: loss(maps + step, weights)),
]:
    step = rng.normal(size=slopes.shape)
    change = nudged(step) - loss(maps, weights)
    print(
        f"slope by the {name:<8} right: {np.isclose(change, (slopes * step).sum())}"
    )

macs = POSITIONS * CHANNELS * FILTERS
print(f"MACs forwards {macs:,}, backwards 2 × {macs:,} = {2 * macs:,}")
print(f"values kept for it: {maps.size:,} of the input, {weights.size:,} weights")
