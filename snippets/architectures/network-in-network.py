import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
block = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(192, 5, padding="same", activation="relu", name="conv_5x5"),
        layers.Conv2D(160, 1, activation="relu", name="cccp_1"),
        layers.Conv2D(96, 1, activation="relu", name="cccp_2"),
    ],
    name="mlpconv",
)
block.summary()

# The same three layers as a small network for one 5×5×3 patch of the picture.
patch_network = keras.Sequential(
    [
        keras.Input((5 * 5 * 3,)),
        layers.Dense(192, activation="relu"),
        layers.Dense(160, activation="relu"),
        layers.Dense(96, activation="relu"),
    ]
)
patch_network.set_weights(
    [w.reshape(-1, w.shape[-1]) if w.ndim == 4 else w for w in block.get_weights()]
)
picture = np.random.default_rng(0).random((1, 32, 32, 3), "float32")
patch = picture[:, 8:13, 18:23].reshape(1, -1)  # centred on row 10, column 20
same = np.allclose(block(picture)[:, 10, 20], patch_network(patch), atol=1e-5)
print("a small network slid over the picture:", same)
