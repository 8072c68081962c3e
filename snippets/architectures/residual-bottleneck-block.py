import keras
from keras import layers


def bottleneck(maps, reduced):
    """Return ReLU(maps + 1×1, 3×3 and 1×1 of the maps), h×w×channels as `maps`."""
    x = maps
    for filters, kernel_size in ((reduced, 1), (reduced, 3), (maps.shape[-1], 1)):
        if x is not maps:
            x = layers.ReLU()(x)
        # No bias: batch normalisation would cancel it.
        conv = layers.Conv2D(filters, kernel_size, padding="same", use_bias=False)
        x = layers.BatchNormalization()(conv(x))
    return layers.ReLU()(layers.Add()([maps, x]))


maps = keras.Input((56, 56, 256), name="maps")
block = keras.Model(maps, bottleneck(maps, 64), name="bottleneck")
print("output", block.output.shape)
print(f"{block.count_params():,} parameters")
