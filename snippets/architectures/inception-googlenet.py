from math import prod

import keras
from keras import layers

# Columns of Table 1 (Szegedy et al., 2014): input side and depth, then the
# filters of 1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5 and pool proj.
MODULES = {
    "3a": (28, 192, 64, 96, 128, 16, 32, 32),
    "3b": (28, 256, 128, 128, 192, 32, 96, 64),
    "4a": (14, 480, 192, 96, 208, 16, 48, 64),
    "4b": (14, 512, 160, 112, 224, 24, 64, 64),
    "4c": (14, 512, 128, 128, 256, 24, 64, 64),
    "4d": (14, 512, 112, 144, 288, 32, 64, 64),
    "4e": (14, 528, 256, 160, 320, 32, 128, 128),
    "5a": (7, 832, 256, 160, 320, 32, 128, 128),
    "5b": (7, 832, 384, 192, 384, 48, 128, 128),
}


def inception(side, depth, *row):
    """Return a module from side×side×depth to side×side×(sum of the branches)."""
    one, reduce_3, three, reduce_5, five, pool_proj = row

    def conv(maps, filters, kernel_size):
        return layers.Conv2D(
            filters, kernel_size, padding="same", activation="relu"
        )(maps)

    maps = keras.Input((side, side, depth))
    pooled = layers.MaxPooling2D(3, 1, padding="same")(maps)
    branches = [
        conv(maps, one, 1),
        conv(conv(maps, reduce_3, 1), three, 3),
        conv(conv(maps, reduce_5, 1), five, 5),
        conv(pooled, pool_proj, 1),
    ]
    return keras.Model(maps, layers.Concatenate()(branches))


def formula(side, depth, *row):
    """Return the weights that the filters of a row imply, whatever the side."""
    one, reduce_3, three, reduce_5, five, pool_proj = row
    pointwise = depth * (one + reduce_3 + reduce_5 + pool_proj)
    return pointwise + 9 * reduce_3 * three + 25 * reduce_5 * five


modules = {name: inception(*row) for name, row in MODULES.items()}
weights, macs = {}, {}
print("module  output    weights   ÷ 1,024   million MACs")
for name, module in modules.items():
    kernels = [w.shape for w in module.weights if w.name == "kernel"]
    weights[name] = sum(prod(kernel) for kernel in kernels)
    _, height, width, depth = module.output.shape
    macs[name] = weights[name] * height * width  # stride 1 everywhere
    print(f"{name:>6} {depth:7,} {weights[name]:10,}", end="")
    print(f"{weights[name] / 1024:10,.1f} {macs[name] / 1e6:14,.1f}")

same = all(formula(*row) == weights[name] for name, row in MODULES.items())
print("by formula, the same in all nine rows:", same)
