from math import prod

from keras import Input, layers

# Table 1: input depth, filters and percentage kept of squeeze, 1×1 and 3×3.
FIRE = {
    "fire2": (96, (16, 100), (64, 100), (64, 33)),
    "fire3": (128, (16, 100), (64, 100), (64, 33)),
    "fire4": (128, (32, 100), (128, 100), (128, 33)),
    "fire5": (256, (32, 100), (128, 100), (128, 33)),
    "fire6": (256, (48, 100), (192, 50), (192, 33)),
    "fire7": (384, (48, 50), (192, 100), (192, 33)),
    "fire8": (384, (64, 100), (256, 50), (256, 33)),
    "fire9": (512, (64, 50), (256, 100), (256, 30)),
}


def kept(depth, filters, percent, kernel_size=1):
    """Return the weights that pruning leaves of a layer, rounded up, and its biases."""
    layer = layers.Conv2D(filters, kernel_size)
    layer(Input((None, None, depth)))
    weights = prod(layer.kernel.shape)
    return -(-weights * percent // 100) + filters


def kept_fire(depth, squeeze, one, three):
    """Return what is left of a fire module."""
    few = squeeze[0]
    return (
        kept(depth, *squeeze) + kept(few, *one) + kept(few, *three, kernel_size=3)
    )


left = {"conv1": kept(3, 96, 100, 7)}
left |= {name: kept_fire(*row) for name, row in FIRE.items()}
left["conv10"] = kept(512, 1000, 20)
for name, count in left.items():
    print(f"{name:6} {count:8,} parameters left")
print(f"{'total':6} {sum(left.values()):8,}")

depth, squeeze, one, (filters, _) = FIRE["fire8"]
reading = kept_fire(depth, squeeze, one, (filters, 30))
print(f"fire8 with 30 % of its 3×3: {reading:,}", end="")
print(f", and the total {sum(left.values()) - left['fire8'] + reading:,}")
