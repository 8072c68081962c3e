from math import prod

from keras import Input, layers

# Side of the output, depth of the input, filters, kernel size, columns (Krizhevsky
# et al., 2012). A Dense layer counts like a convolution: the first sees 6×6 maps.
ALEXNET = [
    (55, 3, 96, 11, 1),
    (27, 96, 256, 5, 2),
    (13, 256, 384, 3, 1),
    (13, 384, 384, 3, 2),
    (13, 384, 256, 3, 2),
    (1, 256, 4096, 6, 1),
    (1, 4096, 4096, 1, 1),
    (1, 4096, 1000, 1, 1),
]
SQUEEZENET, depth = [(111, 3, 96, 7, 1)], 96
SIDES = 55, 55, 55, 27, 27, 27, 27, 13
for i, side in enumerate(SIDES):
    expand = 128 + 128 * (i // 2)
    squeeze, half = expand // 8, expand // 2
    SQUEEZENET.append((side, depth, squeeze, 1, 1))
    SQUEEZENET.append((side, squeeze, half, 1, 1))
    SQUEEZENET.append((side, squeeze, half, 3, 1))
    depth = expand
SQUEEZENET.append((13, depth, 1000, 1, 1))


def count(side, depth, filters, kernel_size, groups):
    """Return a layer's parameters and its multiply–accumulates."""
    layer = layers.Conv2D(
        filters,
        kernel_size,
        groups=groups,
        kernel_initializer="zeros",  # quick to make
    )
    layer(Input((None, None, depth)))
    return layer.count_params(), side * side * prod(layer.kernel.shape)


alexnet, alexnet_macs = zip(*(count(*row) for row in ALEXNET), strict=True)
squeezenet, squeezenet_macs = zip(*(count(*row) for row in SQUEEZENET), strict=True)
print(f"AlexNet    {sum(alexnet):10,} parameters,", end="")
print(f" {sum(alexnet_macs) / 1e6:5.0f} million MACs")
print(f"  in its convolutions {sum(alexnet[:5]):10,}")
print(f"  in its Dense layers {sum(alexnet[5:]):10,}")
print(f"SqueezeNet {sum(squeezenet):10,} parameters,", end="")
print(f" {sum(squeezenet_macs) / 1e6:5.0f} million MACs")
print(f"{sum(alexnet) / sum(squeezenet):.1f} times fewer parameters")
size = 4 * sum(alexnet)  # bytes: a parameter is a 32-bit number
print(f"AlexNet's size: {size / 1e6:.1f} MB = {size / 2**20:.1f} MiB")
