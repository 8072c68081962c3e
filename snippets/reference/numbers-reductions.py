from math import prod

import keras
from keras import layers


def chain(shape, *convolutions):
    """Return 'same' convolutions (filters, kernel size) in a row, without biases."""
    stack = [
        layers.Conv2D(*size, padding="same", use_bias=False)
        for size in convolutions
    ]
    return keras.Sequential([keras.Input(shape), *stack])


def weights(model):
    return [prod(layer.kernel.shape) for layer in model.layers]


def macs(model):
    """Count multiplications: each weight once for each position."""
    _, height, width, _ = model.output_shape
    return [height * width * n for n in weights(model)]


chains = {  # the text's example, straight and after a reduction
    "Ng": ((28, 28, 192), [(32, 5)], [(16, 1), (32, 5)]),
    "Stack Exchange": ((32, 32, 512), [(128, 5)], [(128, 1), (128, 5)]),
    # This text gives no height and width; any will do.
    "Stack Overflow": ((32, 32, 256), [(256, 4)], [(64, 1), (256, 4)]),
    "visualiser 3×3": ((28, 28, 192), [(64, 3)], [(16, 1), (64, 3)]),
    "visualiser 5×5": ((28, 28, 192), [(64, 5)], [(16, 1), (64, 5)]),
}
straight, reduced = {}, {}
for text, (shape, direct, reduction) in chains.items():
    straight[text], reduced[text] = chain(shape, *direct), chain(shape, *reduction)
    print(f"{text}, on {'×'.join(map(str, shape))}")
    for model in (straight[text], reduced[text]):
        parts = " + ".join(f"{n:,}" for n in weights(model))
        million = sum(macs(model)) / 1e6
        print(f"  {parts} weights, {million:,.1f} million multiplications")
    times = sum(weights(straight[text])) / sum(weights(reduced[text]))
    print(f"  {times:.2f} times fewer, the 1×1 included")

dive = chain((256, 256, 128), (128, 5))
print(f"Dive into Deep Learning: {2 * sum(macs(dive)):,} operations")
