from math import prod

import keras
from keras import layers


def residual(maps, *convolutions, name):
    """Return ReLU(maps + convolutions of the maps) as a model.

    Convolutions are (filters, kernel size); the last restores the depth
    (He et al., 2015, figure 5).
    """
    x = maps
    for i, (filters, kernel_size) in enumerate(convolutions):
        if i > 0:
            x = layers.ReLU()(x)
        conv = layers.Conv2D(filters, kernel_size, padding="same", use_bias=False)
        x = layers.BatchNormalization()(conv(x))
    return keras.Model(maps, layers.ReLU()(layers.Add()([maps, x])), name=name)


maps = keras.Input((56, 56, 256))
basic = residual(maps, (256, 3), (256, 3), name="basic")
bottleneck = residual(maps, (64, 1), (64, 3), (256, 1), name="bottleneck")
basic_64 = residual(keras.Input((56, 56, 64)), (64, 3), (64, 3), name="basic_64")

for block in (basic, bottleneck, basic_64):
    weights = [prod(w.shape) for w in block.weights if w.name == "kernel"]
    macs = sum(weights) * 56 * 56  # each weight once for each position
    print(f"{block.name:11} {' + '.join(f'{w:,}' for w in weights)}")
    print(f"{'':11} = {sum(weights):,} weights, {macs / 1e6:,.0f} million MACs")
