from math import prod

import keras
from keras import layers


def weights(depth, filters, kernel_size=1, groups=1):
    """Count the weights of a layer on `depth` channels, without biases."""
    layer = layers.Conv2D(filters, kernel_size, groups=groups)
    layer(keras.Input((56, 56, depth)))
    return prod(layer.kernel.shape)


# One block each, and what stood there before. For each layer: depth of the
# input, filters, kernel size, groups.
mlpconv = [(192, 160), (160, 96)], [(192, 160, 5), (160, 96, 5)]
inception = [(192, 16), (16, 32, 5)], [(192, 32, 5)]
scoring = [(4096, 4096), (4096, 21)], []
residual = [(256, 64), (64, 64, 3), (64, 256)], [(256, 256, 3), (256, 256, 3)]
fire = [(96, 16), (16, 64), (16, 64, 3)], [(96, 128, 3)]
dense = [(992, 128), (128, 32, 3)], [(992, 32, 3)]
separable = [(512, 512, 3, 512), (512, 512)], [(512, 512, 3)]
feed_forward = [(512, 2048), (2048, 512)], []
shuffle = (
    [(240, 60, 1, 3), (60, 60, 3, 60), (60, 240, 1, 3)],
    [(240, 60), (60, 60, 3, 60), (60, 240)],
)
inverted = (
    [(64, 384), (384, 384, 3, 384), (384, 64)],
    [(64, 384), (384, 384, 3), (384, 64)],
)
flow = [(48, 48)], []
gated = (
    [(40, 240), (240, 240, 5, 240), (240, 10), (10, 240), (240, 40)],
    [(40, 240), (240, 240, 5), (240, 10), (10, 240), (240, 40)],
)
modern = (
    [(96, 96, 7, 96), (96, 384), (384, 96)],
    [(96, 96, 7), (96, 384), (384, 96)],
)
blocks = {
    "Network in Network: after the 5×5": mlpconv,
    "Inception 3a: the 5×5 branch": inception,
    "fully convolutional: the last two layers": scoring,
    "ResNet: the bottleneck at 256": residual,
    "SqueezeNet: fire module 2": fire,
    "DenseNet-121: last layer of block 3": dense,
    "Xception and MobileNet: a layer at 512": separable,
    "Transformer: the feed-forward layer": feed_forward,
    "ShuffleNet, 3 groups: a unit at 240": shuffle,
    "MobileNetV2: a block at 64": inverted,
    "Glow: a step at 48": flow,
    "EfficientNet-B0: a block at 40": gated,
    "ConvNeXt-T: a block at 96": modern,
}
print("| block | weights | of them 1×1 | what it replaced | times fewer |")
print("|---|--:|--:|--:|--:|")
for name, (block, instead) in blocks.items():
    whole = sum(weights(*layer) for layer in block)
    ones = [layer for layer in block if layer[2:3] in [(), (1,)]]
    share = sum(weights(*layer) for layer in ones) / whole
    replaced = sum(weights(*layer) for layer in instead)
    saved = f"{replaced:,} | {replaced / whole:.1f}" if instead else "— | —"
    print(f"| {name} | {whole:,} | {100 * share:.0f} % | {saved} |")
