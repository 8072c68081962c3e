import keras
from keras import layers


def count_parameters(kernel, channels, filters, groups, bias):
    """Count the parameters of a kernel×kernel convolution, an int."""
    depth = channels // groups  # what one filter reads
    return kernel * kernel * depth * filters + (filters if bias else 0)


maps = keras.Input((32, 32, 64))
for groups, bias in ((1, True), (1, False), (4, True), (4, False)):
    layer = layers.Conv2D(20, 5, groups=groups, use_bias=bias)
    layer(maps)
    ours = count_parameters(5, 64, 20, groups, bias)
    print(f"groups={groups} bias={bias!s:5} {ours:6,}", end="  ")
    print(f"Keras: {layer.count_params():6,}")
