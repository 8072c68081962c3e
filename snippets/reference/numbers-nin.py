from math import prod

import keras
from keras import layers

# The classifiers of Dive into Deep Learning: 224×224 pictures of one channel,
# ten classes.


def conv(filters, kernel_size, strides=1, padding="same"):
    return layers.Conv2D(filters, kernel_size, strides, padding)


def head(*widths):
    """Return Dense layers on the flattened maps."""
    return [layers.Flatten(), *(layers.Dense(n) for n in widths)]


def nin(second):
    """Return Network in Network with two small kernels second×second."""
    stack = [keras.Input((224, 224, 1))]
    for filters, size in ((96, 11), (256, 5), (384, 3), (10, 3)):
        first = size == 11  # with stride 4 and without padding
        stack += [conv(filters, size, *((4, "valid") if first else ()))]
        stack += [conv(filters, second), conv(filters, second)]
        stack += [layers.MaxPooling2D(3, 2)]
    return keras.Sequential([*stack[:-1], layers.GlobalAveragePooling2D()])


alexnet = [keras.Input((224, 224, 1)), conv(96, 11, 4, "valid")]
alexnet += [layers.MaxPooling2D(3, 2), conv(256, 5), layers.MaxPooling2D(3, 2)]
alexnet += [conv(384, 3), conv(384, 3), conv(256, 3), layers.MaxPooling2D(3, 2)]
alexnet = keras.Sequential([*alexnet, *head(4096, 4096, 10)])
vgg = [keras.Input((224, 224, 1))]
for convolutions, filters in ((1, 64), (1, 128), (2, 256), (2, 512), (2, 512)):
    vgg += [conv(filters, 3) for _ in range(convolutions)]
    vgg += [layers.MaxPooling2D()]
vgg = keras.Sequential([*vgg, *head(4096, 4096, 10)])

networks = {"AlexNet": alexnet, "VGG-11": vgg}
networks |= {"Network in Network": nin(1), "with 3×3 for 1×1": nin(3)}
for name, network in networks.items():
    dense = [n for n in network.layers if isinstance(n, layers.Dense)]
    print(f"{name:18} {network.count_params():11,} parameters", end="")
    print(f", {sum(n.count_params() for n in dense):11,} in Dense layers")

matrix = vgg.layers[-3].kernel
print(f"VGG-11, first Dense layer: {matrix.shape[0]:,} × {matrix.shape[1]:,},")
print(f"{4 * prod(matrix.shape) / 1024**2:.0f} MB")
huge = [layer.kernel for layer in alexnet.layers[-3:-1]]
weights = sum(prod(kernel.shape) for kernel in huge)
sums = sum(kernel.shape[1] for kernel in huge)
operations = 2 * weights - sums  # a sum of n products takes n - 1 additions
print(f"AlexNet, two Dense layers: {weights:,} weights,")
print(f"{4 * weights / 1024**2:.0f} MB, {operations:,} operations,")
print(f"or {operations / 1024**2:.2f} · 1,024²")
