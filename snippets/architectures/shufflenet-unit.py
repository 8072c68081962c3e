from math import prod

import keras
import numpy as np
from keras import layers, ops


def shuffle(maps, groups):
    *size, depth = maps.shape[1:]
    maps = ops.reshape(maps, (-1, *size, groups, depth // groups))
    return ops.reshape(ops.swapaxes(maps, -2, -1), (-1, *size, depth))


def unit(side, depth, filters, groups, stride=1):
    """Return side×side×depth → (side ÷ stride)²×filters (Zhang et al., 2017, 3.2)."""
    maps = keras.Input((side, side, depth))
    added = filters if stride == 1 else filters - depth
    same = {"use_bias": False, "padding": "same"}
    x = layers.Conv2D(filters // 4, 1, groups=groups, **same, name="reduce")(maps)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.DepthwiseConv2D(3, stride, **same, name="look")(shuffle(x, groups))
    x = layers.BatchNormalization()(x)  # and no ReLU
    x = layers.Conv2D(added, 1, groups=groups, **same, name="restore")(x)
    x = layers.BatchNormalization()(x)
    if stride == 1:
        x = layers.Add(name="join")([maps, x])
    else:
        pooled = layers.AveragePooling2D(3, stride, padding="same")(maps)
        x = layers.Concatenate(name="join")([pooled, x])
    return keras.Model(maps, layers.ReLU()(x))


units = {
    "stride 1, 1 group": unit(28, 240, 240, 1),
    "stride 1, 3 groups": unit(28, 240, 240, 3),
    "stride 2, 3 groups": unit(28, 240, 480, 3, stride=2),
}
for name, model in units.items():
    kernels = {
        n: prod(model.get_layer(n).kernel.shape)
        for n in ("reduce", "look", "restore")
    }
    joined = [n.shape[-1] for n in model.get_layer("join").input]
    print(f"{name}: {' + '.join(f'{n:,}' for n in kernels.values())}", end="")
    print(f" = {sum(kernels.values()):,} weights, joins {joined}", end="")
    print(f" → {'×'.join(map(str, model.output.shape[1:]))}")

picture = np.random.default_rng(0).random((1, 28, 28, 240), "float32")
halved = units["stride 2, 3 groups"].predict(picture, verbose=0)
pooled = layers.AveragePooling2D(3, 2, padding="same")(picture)
kept = np.allclose(halved[..., :240], pooled)
print("stride 2 hands its input on, averaged:", kept)
