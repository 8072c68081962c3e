from math import prod

import keras
from keras import layers

maps = keras.Input((256, 256, 512), name="maps")

straight = keras.Sequential(
    [maps, layers.Conv2D(64, 7, padding="same", name="conv_7x7")],
    name="straight",
)
reduced = keras.Sequential(
    [
        maps,
        layers.Conv2D(64, 1, activation="relu", name="reduce_1x1"),
        layers.Conv2D(64, 7, padding="same", name="conv_7x7"),
    ],
    name="reduced",
)

for model in (straight, reduced):
    print(model.name)
    for layer in model.layers:
        weights, biases = prod(layer.kernel.shape), prod(layer.bias.shape)
        print(f"  {layer.name:10} {weights:9,} weights {biases:4} biases")
    print(f"  {'total':10} {model.count_params():9,} parameters")
