import keras
import numpy as np
from keras import layers

CHANNELS = 6
random = np.random.default_rng(0)
conv = layers.Conv2D(CHANNELS, 1, bias_initializer="random_normal")
norm = layers.BatchNormalization()
model = keras.Sequential([keras.Input((8, 8, CHANNELS)), conv, norm])
# As if trained: scale, offset, mean and variance of each channel.
norm.set_weights([random.uniform(0.5, 2, CHANNELS) for _ in range(4)])

kernel, bias = conv.get_weights()
scale, offset, mean, variance = norm.get_weights()
factor = scale / np.sqrt(variance + norm.epsilon)  # one a filter
folded = layers.Conv2D(CHANNELS, 1, name="folded")
folded.build((None, 8, 8, CHANNELS))
folded.set_weights([kernel * factor, (bias - mean) * factor + offset])

maps = random.normal(size=(2, 8, 8, CHANNELS)).astype("float32")
for training in (False, True):
    pair = keras.ops.convert_to_numpy(model(maps, training=training))
    same = np.allclose(pair, folded(maps), atol=1e-4)
    print(f"training={training}: one layer, same as the pair: {same}")
print(f"{model.count_params()} parameters become {folded.count_params()}")
