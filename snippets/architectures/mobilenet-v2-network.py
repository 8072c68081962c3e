from math import prod

import keras
from keras import layers

# Table 2 (Sandler et al., 2018): expansion, filters, repeats, first stride.
ROWS = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2)]
ROWS += [(6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
KINDS = ("1×1", "depthwise 3×3", "full 3×3", "dense")


def multiple_of_8(filters):
    """Round to the nearest multiple of 8, but not down by more than a tenth."""
    nearest = max(8, int(filters + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * filters else nearest


def mobilenet_v2(width=1.0):
    """Return weights and multiply–accumulates by kind, and the maps between blocks.

    From 224×224×3 to 1,000 scores. `width` thins or widens all but the last 1×1,
    which it only widens.
    """
    weights, macs = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)

    def add(kind, layer, maps):
        output = layer(maps)
        weights[kind] += prod(layer.kernel.shape)
        macs[kind] += prod(layer.kernel.shape) * prod(output.shape[1:-1])
        return output

    same = {"padding": "same", "use_bias": False}
    first = layers.Conv2D(multiple_of_8(32 * width), 3, 2, **same)
    narrow = [add("full 3×3", first, keras.Input((224, 224, 3)))]
    for expansion, filters, repeats, first_stride in ROWS:
        for i in range(repeats):
            x, stride = narrow[-1], 1 if i else first_stride
            if expansion > 1:
                expand = layers.Conv2D(expansion * x.shape[-1], 1, **same)
                x = add("1×1", expand, x)
            x = add("depthwise 3×3", layers.DepthwiseConv2D(3, stride, **same), x)
            project = layers.Conv2D(multiple_of_8(filters * width), 1, **same)
            narrow.append(add("1×1", project, x))
    last = layers.Conv2D(multiple_of_8(1280 * max(width, 1)), 1, **same)
    x = layers.GlobalAveragePooling2D()(add("1×1", last, narrow[-1]))
    add("dense", layers.Dense(1000, use_bias=False), x)
    return weights, macs, [maps.shape[1:] for maps in narrow[1:]]


weights, macs, narrow = mobilenet_v2()
print(f"{'':13} {'weights':>10} {'share':>7} {'MACs':>12} {'share':>7}")
for kind in KINDS:
    print(f"{kind:13} {weights[kind]:10,}", end="")
    print(f" {weights[kind] / sum(weights.values()):7.2%}", end="")
    print(f" {macs[kind]:12,} {macs[kind] / sum(macs.values()):7.2%}")

print(f"\n{len(narrow)} blocks; the deepest maps between them:")
depths = {}
for side, _, depth in narrow:
    depths[side] = max(depth, depths.get(side, 0))
for side, depth in depths.items():
    print(f"{side}×{side}×{depth}: {side * side * depth * 2:,} bytes in 16 bits")

print(f"\n{'width':>5} {'weights':>10} {'MACs':>12}")
totals = {}
for width in (1.0, 1.4, 0.35):
    w, m, _ = mobilenet_v2(width)
    totals[width] = sum(w.values()), sum(m.values())
    print(f"{width:5} {totals[width][0]:10,} {totals[width][1]:12,}")
of_keras = keras.applications.MobileNetV2(weights=None).count_params()
print(f"1.0 with batch normalisation and biases, from Keras: {of_keras:,}")
