import keras
from keras import layers

for channels in (1, 3, 64):
    maps = keras.Input((32, 32, channels))
    print(f"input channels: {channels}")
    for filters in (1, 10):
        layer = layers.Conv2D(filters, 3, padding="same")
        output = layer(maps)
        print(
            f"  {filters:2} filters: kernel {tuple(layer.kernel.shape)}",
            end=", ",
        )
        print(f"{layer.count_params():,} parameters, output {output.shape[1:]}")
