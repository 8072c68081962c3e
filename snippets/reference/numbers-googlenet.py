from math import prod

import keras
from keras import layers

MODULES = """
64 96 128 16 32 32, 128 128 192 32 96 64, pool, 192 96 208 16 48 64,
160 112 224 24 64 64, 128 128 256 24 64 64, 112 144 288 32 64 64,
256 160 320 32 128 128, pool, 256 160 320 32 128 128, 384 192 384 48 128 128
"""  # Table 1 (Szegedy et al., 2014); a pool halves the maps


def conv(maps, filters, size, strides=1, groups=1, padding="same"):
    """Return the maps of a convolution, from h×w to h/strides × w/strides."""
    return layers.Conv2D(filters, size, strides, padding, groups=groups)(maps)


def inception(maps, one, reduce_3, three, reduce_5, five, pool_proj):
    """Return maps of the same size, one + three + five + pool_proj deep."""
    pooled = layers.MaxPooling2D(3, 1, "same")(maps)
    branches = [conv(maps, one, 1), conv(conv(maps, reduce_3, 1), three, 3)]
    branches += [conv(conv(maps, reduce_5, 1), five, 5), conv(pooled, pool_proj, 1)]
    return layers.Concatenate()(branches)


def googlenet():
    """Return the network of Table 1 without its auxiliary classifiers."""
    picture = keras.Input((224, 224, 3))
    x = layers.MaxPooling2D(3, 2, "same")(conv(picture, 64, 7, 2))
    x = layers.MaxPooling2D(3, 2, "same")(conv(conv(x, 64, 1), 192, 3))
    for row in map(str.split, MODULES.split(",")):
        pool = row == ["pool"]
        x = (
            layers.MaxPooling2D(3, 2, "same")(x)
            if pool
            else inception(x, *map(int, row))
        )
    x = layers.Dense(1000)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(picture, x)


def alexnet():
    """Return the winner of 2012; groups stand for its two graphics cards."""
    picture = keras.Input((227, 227, 3))
    x = layers.MaxPooling2D(3, 2)(conv(picture, 96, 11, 4, padding="valid"))
    x = layers.MaxPooling2D(3, 2)(conv(x, 256, 5, groups=2))
    x = conv(conv(x, 384, 3), 384, 3, groups=2)
    x = layers.Flatten()(layers.MaxPooling2D(3, 2)(conv(x, 256, 3, groups=2)))
    for width in (4096, 4096, 1000):
        x = layers.Dense(width)(x)
    return keras.Model(picture, x)


networks = {"AlexNet": alexnet(), "GoogLeNet": googlenet()}
parameters, macs, first = {}, {}, {}
for name, network in networks.items():
    kernels = [layer for layer in network.layers if hasattr(layer, "kernel")]
    parameters[name], first[name] = network.count_params(), kernels[0]
    macs[name] = sum(  # each weight once for each position
        prod(layer.kernel.shape) * prod(layer.output.shape[1:-1])
        for layer in kernels
    )
    print(
        f"{name:9} {parameters[name]:11,} parameters {macs[name]:13,} MACs", end=""
    )
    print(f", first layer {prod(first[name].kernel.shape):,}", end="")
    print(f" + {first[name].filters} parameters")
fewer = parameters["AlexNet"] / parameters["GoogLeNet"]
print(f"GoogLeNet: {fewer:.1f} times fewer parameters, and", end=" ")
print(f"{macs['GoogLeNet'] / macs['AlexNet']:.1f} times the MACs")
convolutions = parameters["GoogLeNet"] - network.layers[-1].count_params()
print(f"GoogLeNet without its last layer: {convolutions:,} parameters")

stem = layers.SeparableConv2D(64, 7, 2, "same", depth_multiplier=8)
stem.build((None, 224, 224, 3))
saved = 112**2 * (first["GoogLeNet"].count_params() - stem.count_params())
print(f"with a separable first layer: {macs['GoogLeNet'] - saved:,} MACs")
