import math

import keras
from keras import layers

print("512 channels on 14×14         MACs  values moved  MACs a value")
for name, layer in {
    "full 3×3": layers.Conv2D(512, 3, padding="same"),
    "1×1": layers.Conv2D(512, 1),
    "depthwise 3×3": layers.DepthwiseConv2D(3, padding="same"),
}.items():
    layer(keras.Input((14, 14, 512)))
    macs = 14 * 14 * math.prod(layer.kernel.shape)
    # Each value once: the maps read, the maps written, the parameters.
    moved = 2 * 14 * 14 * 512 + layer.count_params()
    print(f"{name:<20} {macs:>13,}  {moved:>12,}  {macs / moved:>12.0f}")
