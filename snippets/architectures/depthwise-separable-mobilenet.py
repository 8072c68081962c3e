from math import prod

import keras
from keras import layers

# Filters and stride of each block of MobileNet (Howard et al., 2017, Table 1).
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
BLOCKS += [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
KINDS = ("1×1", "depthwise 3×3", "full 3×3", "dense")


def mobilenet(side=224, width=1.0, blocks=BLOCKS, separable=True):
    """Return weights and multiply–accumulates, each by kind of layer.

    From a picture of side×side×3 to 1,000 scores; `width` thins every layer.
    """
    weights, macs = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)

    def add(kind, layer, maps):
        output = layer(maps)
        weights[kind] += prod(layer.kernel.shape)
        macs[kind] += prod(layer.kernel.shape) * prod(output.shape[1:-1])
        return output

    same = {"padding": "same", "use_bias": False}
    first = layers.Conv2D(int(width * 32), 3, 2, **same)
    maps = add("full 3×3", first, keras.Input((side, side, 3)))
    for depth, stride in blocks:
        filters = int(width * depth)
        if separable:
            depthwise = layers.DepthwiseConv2D(3, stride, **same)
            maps = add("depthwise 3×3", depthwise, maps)
            maps = add("1×1", layers.Conv2D(filters, 1, **same), maps)
        else:
            maps = add("full 3×3", layers.Conv2D(filters, 3, stride, **same), maps)
    maps = layers.GlobalAveragePooling2D()(maps)
    add("dense", layers.Dense(1000, use_bias=False), maps)
    return weights, macs


weights, macs = mobilenet()
print(f"{'':13} {'weights':>10} {'share':>7} {'MACs':>12} {'share':>7}")
for kind in KINDS:
    print(f"{kind:13} {weights[kind]:10,}", end="")
    print(f" {weights[kind] / sum(weights.values()):7.2%}", end="")
    print(f" {macs[kind]:12,} {macs[kind] / sum(macs.values()):7.2%}")
print(f"{'together':13} {sum(weights.values()):10,}", end="")
print(f" {'':7} {sum(macs.values()):12,}")

shallow = BLOCKS[:6] + BLOCKS[-2:]  # without the five at 14×14×512
variants = {
    "full 3×3 layers": mobilenet(separable=False),
    "five blocks fewer": mobilenet(blocks=shallow),
    "0.75 wide": mobilenet(width=0.75),
    "0.5 wide": mobilenet(width=0.5),
    "0.25 wide": mobilenet(width=0.25),
    "192×192": mobilenet(192),
    "160×160": mobilenet(160),
    "128×128": mobilenet(128),
    "0.5 wide, 160×160": mobilenet(160, 0.5),
}
print(f"\n{'variant':18} {'weights':>10} {'MACs':>13}  MACs but for dense")
for name, (w, m) in variants.items():
    without = sum(m.values()) - m["dense"]
    print(f"{name:18} {sum(w.values()):10,} {sum(m.values()):13,}", end="")
    print(f" {without:13,}")
