import keras
from keras import layers

maps = keras.Input((28, 28, 192), name="maps")


def conv(filters, kernel_size, name):
    return layers.Conv2D(
        filters, kernel_size, padding="same", activation="relu", name=name
    )


pooled = layers.MaxPooling2D(3, 1, padding="same", name="pool")(maps)
naive = keras.Model(
    maps,
    layers.Concatenate(name="depth")(
        [
            conv(64, 1, "1x1")(maps),
            conv(128, 3, "3x3")(maps),
            conv(32, 5, "5x5")(maps),
            pooled,
        ]
    ),
)
reduced = keras.Model(
    maps,
    layers.Concatenate(name="depth")(
        [
            conv(64, 1, "1x1")(maps),
            conv(128, 3, "3x3")(conv(96, 1, "3x3_reduce")(maps)),
            conv(32, 5, "5x5")(conv(16, 1, "5x5_reduce")(maps)),
            conv(32, 1, "pool_proj")(pooled),
        ]
    ),
)
for name, module in {"naive": naive, "reduced": reduced}.items():
    branches = module.get_layer("depth").input
    print(name, " + ".join(str(branch.shape[-1]) for branch in branches), end="")
    print(f" = {module.output.shape[-1]} maps,", end=" ")
    print(f"{module.count_params():,} parameters")
