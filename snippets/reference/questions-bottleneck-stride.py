import math

import keras
from keras import layers

print("stride on   parameters  MACs of the 1×1, 3×3, 1×1          sum")
for place, strides in {"first 1×1": (2, 1, 1), "3×3": (1, 2, 1)}.items():
    maps, macs, parameters = keras.Input((56, 56, 256)), [], 0
    for filters, size, stride in zip(
        (128, 128, 512), (1, 3, 1), strides, strict=True
    ):
        layer = layers.Conv2D(
            filters, size, strides=stride, padding="same", use_bias=False
        )
        maps = layer(maps)
        macs.append(math.prod(maps.shape[1:3]) * math.prod(layer.kernel.shape))
        parameters += layer.count_params()
    print(f"{place:<11} {parameters:>10,}", *(f"{m:>11,}" for m in macs), end=" ")
    print(f"{sum(macs):>12,}")
