import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.Input((8, 8, 256), name="maps")
x = maps
for filters, kernel_size, scale in ((64, 1, 1), (64, 3, 1), (256, 1, 0)):
    if x is not maps:
        x = layers.ReLU()(x)
    conv = layers.Conv2D(filters, kernel_size, padding="same", use_bias=False)
    start = keras.initializers.Constant(scale)
    x = layers.BatchNormalization(gamma_initializer=start)(conv(x))
block = keras.Model(maps, layers.ReLU()(layers.Add()([maps, x])))

random = np.random.default_rng(0)
for lowest in (0, -1):
    picture = random.uniform(lowest, 1, (1, 8, 8, 256)).astype("float32")
    result = keras.ops.convert_to_numpy(block(picture))
    print(
        f"values from {lowest} to 1: unchanged, {np.array_equal(result, picture)}"
    )
