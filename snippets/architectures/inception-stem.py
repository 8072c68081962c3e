import keras
from keras import layers

# First row: 7×7, stride 2, 64 filters. In full, or 8 filters for each of the
# 3 channels alone and then a 1×1 from those 24 maps to 64.
picture = keras.Input((224, 224, 3))
same = {"padding": "same", "use_bias": False}
rows = {
    "full": (picture, layers.Conv2D(64, 7, 2, **same)),
    "separable": (
        picture,
        layers.SeparableConv2D(64, 7, 2, depth_multiplier=8, **same),
    ),
    # Second row: a 1×1 of 64 filters before a 3×3 of 192.
    "reduce": (keras.Input((56, 56, 64)), layers.Conv2D(64, 1, **same)),
    "conv_3x3": (keras.Input((56, 56, 64)), layers.Conv2D(192, 3, **same)),
    # Last row: one weight for each map and class.
    "linear": (keras.Input((1, 1, 1024)), layers.Dense(1000, use_bias=False)),
}
weights, macs = {}, {}
for name, (maps, layer) in rows.items():
    _, height, width, _ = layer(maps).shape
    weights[name] = layer.count_params()
    macs[name] = weights[name] * height * width  # each weight at each position
    print(f"{name:9} {weights[name]:9,} weights", end="")
    print(f" {macs[name] / 1e6:6.1f} million MACs")
