import keras
from keras import layers


def parameters(depth, *convolutions):
    """Count those of a row of (filters, kernel size) on `depth` channels."""
    model = keras.Sequential([keras.Input((14, 14, depth))])
    for filters, kernel_size in convolutions:
        model.add(layers.Conv2D(filters, kernel_size, padding="same"))
    return model.count_params()


pairs = {
    "two more layers in Network in Network": (
        parameters(192, (160, 5), (96, 5)),
        parameters(192, (160, 1), (96, 1)),
    ),
    "the 5×5 branch of inception 3a": (
        parameters(192, (32, 5)),
        parameters(192, (16, 1), (32, 5)),
    ),
    "a residual block at 256 channels": (
        parameters(256, (256, 3), (256, 3)),
        parameters(256, (64, 1), (64, 3), (256, 1)),
    ),
}
print("| block | large kernels only | with 1×1 | times fewer |")
print("|---|--:|--:|--:|")
for block, (without, with_1x1) in pairs.items():
    print(f"| {block} | {without:,} | {with_1x1:,} | {without / with_1x1:.1f} |")
