import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
tokens = keras.random.normal((2, 7, 512))  # 2 texts of 7 positions, 512 features
dense = keras.Sequential([layers.Dense(2048, activation="relu"), layers.Dense(512)])
conv = keras.Sequential(
    [layers.Conv1D(2048, 1, activation="relu"), layers.Conv1D(512, 1)]
)
dense.build(tokens.shape)
conv.build(tokens.shape)
for a, b in zip(dense.layers, conv.layers, strict=True):
    b.set_weights([np.asarray(a.kernel)[np.newaxis], a.bias])

print("same output:", np.allclose(dense(tokens), conv(tokens), atol=1e-4))
print(f"parameters: {dense.count_params():,} and {conv.count_params():,}")
