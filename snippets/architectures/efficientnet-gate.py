import numpy as np


def squeeze_excite(maps, reduce, reduce_biases, restore, restore_biases):
    """Return height×width×channels, each map times its gate.

    The weights are (channels, few) and (few, channels).
    """
    means = maps.mean(axis=(0, 1))
    few = means @ reduce + reduce_biases
    few = few / (1 + np.exp(-few))  # SiLU
    gates = few @ restore + restore_biases
    gates = 1 / (1 + np.exp(-gates))  # sigmoid
    return maps * gates


rng = np.random.default_rng(0)
maps = rng.normal(size=(14, 14, 480))
reduce, restore = rng.normal(size=(480, 20)), rng.normal(size=(20, 480))
biases = np.zeros(20), np.zeros(480)
gated = squeeze_excite(maps, reduce, biases[0], restore, biases[1])
print("shape:", gated.shape)
gates = gated / maps
print("one gate a map:", np.allclose(gates, gates[0, 0]))
half = squeeze_excite(maps, reduce, biases[0], 0 * restore, biases[1])
print("last 1×1 all zeros: each gate", (half / maps).mean().round(6))
