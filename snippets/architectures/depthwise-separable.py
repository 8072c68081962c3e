from math import prod

import keras
from keras import layers


def full(filters):
    """Return a 3×3 layer: it filters positions and mixes channels in one step."""
    return [layers.Conv2D(filters, 3, padding="same", use_bias=False, name="3x3")]


def separable(filters):
    """Return a 3×3 for each channel alone, and a 1×1 that mixes the channels."""
    return [
        layers.DepthwiseConv2D(3, padding="same", use_bias=False, name="depthwise"),
        layers.Conv2D(filters, 1, use_bias=False, name="pointwise"),
    ]


rows = {  # Table 3 (Howard et al., 2017): each row changes one thing more
    "full 3×3": (14, 512, full(512)),
    "depthwise separable": (14, 512, separable(512)),
    "with 3/4 of the maps": (14, 384, separable(384)),
    "on 10×10 positions": (10, 384, separable(384)),
}
weights, macs = {}, {}
for name, (side, depth, parts) in rows.items():
    keras.Sequential([keras.Input((side, side, depth)), *parts])
    each = [prod(layer.kernel.shape) for layer in parts]
    weights[name], macs[name] = sum(each), sum(each) * side * side
    print(f"{name:21} {' + '.join(f'{n:,}' for n in each)}", end="")
    print(f" = {sum(each):,}" if len(each) > 1 else "", "weights")
    print(f"{'':21} {macs[name]:,} multiply–accumulates")
