import keras
from keras import layers

maps = keras.Input((28, 28, 32))
for layer in (
    layers.Conv2D(64, 1),
    layers.Conv2D(64, (1, 1)),
    layers.Conv2D(64, 1, padding="same"),
    layers.Conv2D(64, 1, strides=2),
    layers.Conv2D(64, 1, strides=2, padding="same"),
):
    output = layer(maps).shape[1:]
    print(f"kernel {layer.kernel_size}  {layer.padding:<5}", end="  ")
    print(f"stride {layer.strides[0]}  output {output}", end="  ")
    print(f"parameters {layer.count_params():,}")
