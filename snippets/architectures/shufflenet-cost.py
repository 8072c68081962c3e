from math import prod

import keras
from keras import layers


def unit(side, depth, inner, groups_1x1, groups_3x3):
    """Return 1×1, 3×3, 1×1 on side×side×depth, through `inner` maps, as a model."""
    maps = keras.Input((side, side, depth))
    x = layers.Conv2D(inner, 1, groups=groups_1x1, use_bias=False)(maps)
    x = layers.Conv2D(inner, 3, padding="same", groups=groups_3x3, use_bias=False)(
        x
    )
    return keras.Model(
        maps, layers.Conv2D(depth, 1, groups=groups_1x1, use_bias=False)(x)
    )


def macs(model):
    """Count the multiply–accumulates of each layer."""
    kernels = [prod(w.shape) for w in model.weights]
    return [kernel * prod(model.output.shape[1:3]) for kernel in kernels]


h = w = 28
c, m, g = 240, 60, 3  # channels, inner channels, groups
ways = {
    "ResNet": (unit(h, c, m, 1, 1), h * w * (2 * c * m + 9 * m**2)),
    "ResNeXt": (unit(h, c, m, 1, g), h * w * (2 * c * m + 9 * m**2 // g)),
    "ShuffleNet": (unit(h, c, m, g, m), h * w * (2 * c * m // g + 9 * m)),
}
for name, (model, formula) in ways.items():
    parts = macs(model)
    share = (parts[0] + parts[2]) / sum(parts)
    print(f"{name:10} {sum(parts):11,} MACs, {share:.1%} in 1×1", end="")
    print(f"; by formula the same: {sum(parts) == formula}")

# ResNeXt's own setting: 256 channels, 128 inside, 32 groups.
resnext = macs(unit(56, 256, 128, 1, 32))
pointwise = (resnext[0] + resnext[2]) / sum(resnext)
print(f"ResNeXt with 32 groups: {pointwise:.1%} in 1×1")
