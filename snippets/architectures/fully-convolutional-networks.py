from math import ceil, prod

import keras
from keras import layers


def conv(filters, kernel_size, stride=1, padding="same", groups=1):
    """Return a layer whose weights are zeros: here only their number counts."""
    return layers.Conv2D(
        filters,
        kernel_size,
        stride,
        padding,
        groups=groups,
        kernel_initializer="zeros",
    )


def vgg16(last_stride=2, fc6=7, features=4096):
    """Return VGG-16's layers; 13 convolutions of 3×3, and its Dense layers as two."""
    chain = []
    for i, (filters, count) in enumerate(
        [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]
    ):
        chain += [conv(filters, 3) for _ in range(count)]
        chain.append(layers.MaxPooling2D(2, last_stride if i == 4 else 2))
    return [*chain, conv(features, fc6, padding="valid"), conv(features, 1)]


def alexnet():
    """Return AlexNet's layers; the groups are its two columns."""
    return [
        conv(96, 11, 4, "valid"),
        layers.MaxPooling2D(3, 2),
        conv(256, 5, groups=2),
        layers.MaxPooling2D(3, 2),
        conv(384, 3),
        conv(384, 3, groups=2),
        conv(256, 3, groups=2),
        layers.MaxPooling2D(3, 2),
        conv(4096, 6, padding="valid"),
        conv(4096, 1),
    ]


def fcn(chain):
    """Return a model of a chain and the 1×1 that scores 21 classes."""
    return keras.Sequential([keras.Input((None, None, 3)), *chain, conv(21, 1)])


def sight(model):
    """Return the pixels across that a score sees, and those from score to score."""
    field, step = 1, 1
    for layer in model.layers:
        pooling = isinstance(layer, layers.MaxPooling2D)
        size = layer.pool_size[0] if pooling else layer.kernel_size[0]
        field, step = field + (size - 1) * step, step * layer.strides[0]
    return field, step


def cost(model, side):
    """Return the grid of scores for a side×side picture and the MACs it takes."""
    shape, macs = (1, side, side, 3), 0
    for layer in model.layers:
        shape = layer.compute_output_shape(shape)
        if isinstance(layer, layers.Conv2D):
            macs += shape[1] * shape[2] * prod(layer.kernel.shape)
    return shape[1], macs


def rounded(side, window):
    """Return the side of AlexNet's grid if `window` rounds the number of windows."""
    side = (side - 11) // 4 + 1
    for _ in range(3):
        side = window((side - 3) / 2) + 1
    return side - 5


networks = {"AlexNet": fcn(alexnet()), "VGG16": fcn(vgg16())}
parameters, field, step, crop, whole = {}, {}, {}, {}, {}
for name, side in (("AlexNet", 227), ("VGG16", 224)):
    model = networks[name]
    parameters[name] = model.count_params()
    field[name], step[name] = sight(model)
    print(f"FCN-{name}: {parameters[name]:,} parameters")
    print(f"  a score sees {field[name]} pixels, the next is {step[name]} further")
    _, crop[name] = cost(model, side)
    large = side + 9 * step[name]
    scores, whole[name] = cost(model, large)
    print(f"  {large}×{large} picture: {scores}×{scores} scores")
    print(f"  one pass {whole[name] / 1e9:9,.1f} G MACs")
    slid = scores**2 * crop[name]
    print(f"  {scores**2} crops {slid / 1e9:8,.1f} G MACs", end="")
    print(f", {slid / whole[name]:.1f} times the one pass")

fc6 = networks["VGG16"].layers[-3]
print(f"fc6 of VGG-16: {fc6.kernel.shape}, {prod(fc6.kernel.shape):,} weights")
fine = {k: sight(fcn(vgg16(1, k, features=1)))[0] for k in (13, 14)}
print(f"its last pooling at stride 1: 13×13 sees {fine[13]}, 14×14 {fine[14]}")
kept, _ = cost(networks["AlexNet"], 500)
print(f"AlexNet on 500×500: {kept}×{kept}, or with every last window", end=" ")
print(f"{rounded(500, ceil)}×{rounded(500, ceil)}")
