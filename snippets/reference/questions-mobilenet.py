from math import prod

import keras
from keras import layers

# Filters and stride of each block of MobileNet (Howard et al., 2017, Table 1).
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
BLOCKS += [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
kinds = ("1×1", "depthwise 3×3", "others")
weights, macs = dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0)


def add(kind, layer, maps):
    """Apply the layer, count its weights and multiply–accumulates, return its maps."""
    output = layer(maps)
    weights[kind] += prod(layer.kernel.shape)
    macs[kind] += prod(layer.kernel.shape) * prod(output.shape[1:-1])
    return output


same = {"padding": "same", "use_bias": False}
maps = add("others", layers.Conv2D(32, 3, 2, **same), keras.Input((224, 224, 3)))
for filters, stride in BLOCKS:
    maps = add("depthwise 3×3", layers.DepthwiseConv2D(3, stride, **same), maps)
    maps = add("1×1", layers.Conv2D(filters, 1, **same), maps)
add("others", layers.Dense(1000), layers.GlobalAveragePooling2D()(maps))

print(f"{'':13} {'weights':>10} {'share':>7} {'MACs':>12} {'share':>7}")
for kind in kinds:
    print(f"{kind:13} {weights[kind]:10,}", end="")
    print(f" {weights[kind] / sum(weights.values()):7.2%}", end="")
    print(f" {macs[kind]:12,} {macs[kind] / sum(macs.values()):7.2%}")
