from math import prod

import keras
from keras import layers


def fire(maps, name, squeeze, expand_1x1, expand_3x3):
    """Return h×w×(expand_1x1 + expand_3x3) maps."""

    def conv(maps, filters, kernel_size, part):
        return layers.Conv2D(
            filters,
            kernel_size,
            padding="same",
            activation="relu",
            name=f"{name}_{part}",
        )(maps)

    few = conv(maps, squeeze, 1, "squeeze_1x1")
    branches = [conv(few, expand_1x1, 1, "1x1"), conv(few, expand_3x3, 3, "3x3")]
    return layers.Concatenate(name=name)(branches)


def squeezenet(side=227, squeeze_ratio=0.125, share_3x3=0.5):
    """Return the network for side×side×3 pictures (section 5.1 of the paper)."""
    picture = keras.Input((side, side, 3), name="picture")
    maps = layers.Conv2D(96, 7, 2, activation="relu", name="conv1")(picture)
    maps = layers.MaxPooling2D(3, 2, name="maxpool1")(maps)
    for i in range(8):
        expand = 128 + 128 * (i // 2)
        three = round(expand * share_3x3)
        squeeze = round(expand * squeeze_ratio)
        maps = fire(maps, f"fire{i + 2}", squeeze, expand - three, three)
        if i in (2, 6):
            maps = layers.MaxPooling2D(3, 2, name=f"maxpool{i + 2}")(maps)
    maps = layers.Dropout(0.5, name="dropout")(maps)
    maps = layers.Conv2D(1000, 1, activation="relu", name="conv10")(maps)
    scores = layers.GlobalAveragePooling2D(name="avgpool10")(maps)
    return keras.Model(picture, layers.Softmax(name="probabilities")(scores))


network = squeezenet()
rows = ("conv1", *(f"fire{i}" for i in range(2, 10)), "conv10")
parameters = {
    row: sum(
        n.count_params() for n in network.layers if n.name.split("_")[0] == row
    )
    for row in rows
}
for row in rows:
    _, height, width, depth = network.get_layer(row).output.shape
    size = f"{height}×{width}×{depth}"
    print(f"{row:6} {size:>11} {parameters[row]:9,} parameters")
total = network.count_params()
print(f"{'total':6} {total:21,} parameters")

weights = {
    n.name: (n.kernel_size[0], prod(n.kernel.shape))
    for n in network.layers
    if hasattr(n, "kernel")
}
for size in (1, 3, 7):
    part = sum(count for k, count in weights.values() if k == size)
    share = part / sum(count for _, count in weights.values())
    print(f"{size}×{size} layers: {part:9,} weights, {share:.1%}")
sizes = {ratio: 4 * squeezenet(227, ratio).count_params() for ratio in (0.5, 0.75)}
sizes[0.125] = 4 * total  # bytes: a parameter is a 32-bit number
for ratio, size in sorted(sizes.items()):
    print(f"squeeze ratio {ratio:<5} {size:11,} bytes =", end=" ")
    print(f"{size / 1e6:5.2f} MB = {size / 2**20:5.2f} MiB")
small = squeezenet(224)
print("conv1 on 224×224 gives", small.get_layer("conv1").output.shape[1:])
