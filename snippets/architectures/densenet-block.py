import keras


def dense_block(maps, growth, layers):
    """Return height×width×c → height×width×(c + layers·growth).

    Each layer reads all maps before it (Huang et al., 2016, section 3).
    """
    for _ in range(layers):
        x = maps
        for filters, kernel in (4 * growth, 1), (growth, 3):
            x = keras.layers.BatchNormalization()(x)
            x = keras.layers.ReLU()(x)
            x = keras.layers.Conv2D(
                filters, kernel, padding="same", use_bias=False
            )(x)
        maps = keras.layers.Concatenate()([maps, x])
    return maps


maps = keras.Input((28, 28, 128))  # the second block of DenseNet-121
block = keras.Model(maps, dense_block(maps, growth=32, layers=12))
convs = [n for n in block.layers if isinstance(n, keras.layers.Conv2D)]
read = [conv.input.shape[-1] for conv in convs]
print("the 1×1 layers read", *read[::2], "maps")
print("the 3×3 layers read", *set(read[1::2]), "maps each")
print("at the end", block.output.shape[-1], "maps")
