import keras
from keras import layers

MODULES = [  # filters in Table 1 (Szegedy et al., 2014); None is a pooling
    (64, 96, 128, 16, 32, 32),
    (128, 128, 192, 32, 96, 64),
    None,
    (192, 96, 208, 16, 48, 64),
    (160, 112, 224, 24, 64, 64),
    (128, 128, 256, 24, 64, 64),
    (112, 144, 288, 32, 64, 64),
    (256, 160, 320, 32, 128, 128),
    None,
    (256, 160, 320, 32, 128, 128),
    (384, 192, 384, 48, 128, 128),
]


def conv(maps, filters, kernel_size, stride=1):
    return layers.Conv2D(filters, kernel_size, stride, padding="same")(maps)


def googlenet(average_pooling):
    """Return a model that scores 21 classes at every 32nd pixel."""
    picture = keras.Input((None, None, 3))
    maps = layers.MaxPooling2D(3, 2, "same")(conv(picture, 64, 7, 2))
    maps = conv(conv(maps, 64, 1), 192, 3)
    for module in (None, *MODULES):
        if module is None:
            maps = layers.MaxPooling2D(3, 2, "same")(maps)
            continue
        one, reduce_3, three, reduce_5, five, pool_proj = module
        pooled = layers.MaxPooling2D(3, 1, "same")(maps)
        branches = [
            conv(maps, one, 1),
            conv(conv(maps, reduce_3, 1), three, 3),
            conv(conv(maps, reduce_5, 1), five, 5),
            conv(pooled, pool_proj, 1),
        ]
        maps = layers.Concatenate()(branches)
    if average_pooling:
        maps = layers.AveragePooling2D(7, 1)(maps)
    return keras.Model(picture, conv(maps, 21, 1))


def sight(model):
    """Return the pixels that a score sees, those to the next, and the layers."""
    reached = {id(model.input): (1, 1, 0)}
    for layer in model.layers[1:]:
        inputs = layer.input if isinstance(layer.input, list) else [layer.input]
        field, step, depth = max(reached[id(maps)] for maps in inputs)
        size = getattr(layer, "kernel_size", getattr(layer, "pool_size", (1,)))[0]
        stride = getattr(layer, "strides", (1,))[0]
        field, depth = field + (size - 1) * step, depth + hasattr(layer, "kernel")
        reached[id(layer.output)] = field, step * stride, depth
    return reached[id(model.output)]


network = googlenet(average_pooling=False)
field, step, depth = sight(network)
print(f"FCN-GoogLeNet: {network.count_params():,} parameters, {depth} layers deep")
print(f"  a score sees {field} pixels, the next is {step} further")
pooled_field, _, _ = sight(googlenet(average_pooling=True))
print(f"  with its average pooling a score would see {pooled_field}")
