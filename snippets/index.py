from keras import layers, random

maps = random.uniform((1, 5, 5, 3))
layer = layers.Conv2D(1, 1)
print(maps.shape, "->", layer(maps).shape)
print(layer.count_params(), "parameters")
