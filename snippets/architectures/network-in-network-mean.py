import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).random((1, 8, 8, 192), "float32")
mean = layers.GlobalAveragePooling2D(name="one_score_a_class")
for activation in (None, "relu"):
    last = layers.Conv2D(10, 1, activation=activation, name="last_1x1")
    layer_first = mean(last(maps))
    mean_first = last(mean(maps)[:, None, None])[:, 0, 0]  # on 1×1 maps
    same = np.allclose(*map(keras.ops.convert_to_numpy, (layer_first, mean_first)))
    print(f"activation {activation}: the same scores, {same}")
