from math import prod

import keras
import numpy as np
from keras import layers


def transition(side, depth):
    """Return side×side×depth → (side ÷ 2)²×(depth ÷ 2), in two orders.

    The layers are shared: 1×1 then pooling (Huang et al., 2016), or the reverse.
    Batch normalisation and ReLU come before either.
    """
    maps = keras.Input((side, side, depth))
    halve = layers.Conv2D(depth // 2, 1, use_bias=False, name="halve_depth")
    pool = layers.AveragePooling2D(2)
    return keras.Model(maps, pool(halve(maps))), keras.Model(
        maps, halve(pool(maps))
    )


published, swapped = transition(14, 1024)
maps = np.random.default_rng(0).random((1, 14, 14, 1024), "float32")
same = np.allclose(published(maps), swapped(maps), atol=1e-5)
print("14×14×1024 →", "×".join(map(str, published.output.shape[1:])), end="; ")
print("the same with the pooling first:", same)

macs = {"1×1 first": 0, "pooling first": 0}
for side, depth in ((56, 256), (28, 512), (14, 1024)):  # DenseNet-121
    for order, model in zip(macs, transition(side, depth), strict=True):
        layer = model.get_layer("halve_depth")
        height, width = {"1×1 first": (side, side)}.get(
            order, model.output.shape[1:3]
        )
        macs[order] += height * width * prod(layer.kernel.shape)
for order, count in macs.items():
    print(f"{order}: {count:,} MACs in the three transitions of DenseNet-121")
