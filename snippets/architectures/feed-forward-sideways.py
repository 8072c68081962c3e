import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
POSITIONS, FEATURES = 49, 96
sideways = keras.Sequential(
    [
        keras.Input((POSITIONS, FEATURES)),
        layers.Permute((2, 1), name="features_first"),
        layers.Dense(4 * POSITIONS, activation="gelu", name="expand"),
        layers.Dense(POSITIONS, name="project"),
        layers.Permute((2, 1), name="positions_first"),
    ]
)
print(f"{sideways.count_params():,} parameters")

tokens = np.random.default_rng(0).normal(size=(1, POSITIONS, FEATURES))
other = tokens.copy()
other[0, 7, 5] += 1.0
moved = np.abs(sideways(other) - sideways(tokens))[0] > 1e-5
print("change feature 5 at position 7:", end=" ")
print(f"{moved.any(axis=1).sum()} positions move,", end=" ")
print("in feature", *np.flatnonzero(moved.any(axis=0)))
