import keras

maps = keras.random.uniform((1, 32, 32, 256))
layer = keras.layers.Conv2D(64, 1)
print(maps.shape, "becomes", layer(maps).shape)
print(f"{layer.count_params():,} parameters")
