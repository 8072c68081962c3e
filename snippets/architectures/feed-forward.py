import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
POSITIONS, FEATURES, HIDDEN = 49, 96, 4 * 96
ffn = keras.Sequential(
    [
        keras.Input((POSITIONS, FEATURES)),
        layers.Dense(HIDDEN, activation="gelu", name="expand"),
        layers.Dense(FEATURES, name="project"),
    ]
)
conv_1d = keras.Sequential(
    [
        keras.Input((POSITIONS, FEATURES)),
        layers.Conv1D(HIDDEN, 1, activation="gelu", name="expand"),
        layers.Conv1D(FEATURES, 1, name="project"),
    ]
)
conv_2d = keras.Sequential(
    [
        keras.Input((7, 7, FEATURES)),
        layers.Conv2D(HIDDEN, 1, activation="gelu", name="expand_1x1"),
        layers.Conv2D(FEATURES, 1, name="project_1x1"),
    ]
)
tokens = np.random.default_rng(0).normal(size=(1, POSITIONS, FEATURES))
output = ffn(tokens)
for name, model in {"Conv1D": conv_1d, "Conv2D": conv_2d}.items():
    pairs = zip(ffn.get_weights(), model.get_weights(), strict=True)
    model.set_weights([ours.reshape(theirs.shape) for ours, theirs in pairs])
    same = model(tokens.reshape(1, *model.input_shape[1:]))
    apart = np.abs(np.reshape(same, output.shape) - output).max()
    print(f"{name}, {model.count_params():,} parameters:", end="")
    print(f" {model.weights[0].shape} agrees to 1e-5: {apart < 1e-5}")

order = np.random.default_rng(1).permutation(POSITIONS)
apart = np.abs(ffn(tokens[:, order]) - np.asarray(output)[:, order]).max()
print("shuffle before or after, agrees to 1e-5:", apart < 1e-5)
other = tokens.copy()
other[:, 7] += 1.0
moved = np.any(np.abs(ffn(other) - output) > 1e-5, axis=-1)
print(f"change position 7: outputs that move: {np.flatnonzero(moved)}")
