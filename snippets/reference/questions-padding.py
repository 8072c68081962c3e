import numpy as np
from keras import layers, ops

maps = np.random.default_rng(0).normal(size=(1, 6, 6, 8)).astype("float32")
for size in 1, 3:
    valid = layers.Conv2D(4, size, bias_initializer="ones")
    same = layers.Conv2D(4, size, bias_initializer="ones", padding="same")
    without = valid(maps)
    same.build(maps.shape)
    same.set_weights(valid.get_weights())
    padded = valid(layers.ZeroPadding2D(1)(maps))
    print(f"{size}×{size}  valid {without.shape[1:3]}", end="  ")
    print(f"same {same(maps).shape[1:3]}  zeros added {padded.shape[1:3]}")
    if size == 1:
        values = ops.convert_to_numpy(padded)[0]
        print("     same as valid:", np.allclose(without, same(maps)))
        print("     the ring is the bias:", np.all(values[0] == 1.0))
        inner = values[1:-1, 1:-1]
        print("     inside, nothing changed:", np.allclose(inner, without[0]))
