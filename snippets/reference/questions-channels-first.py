import keras
from keras import layers

maps = keras.Input((3, 32, 32))  # 3 channels first, then height and width

for name, layer in {
    "Conv2D": layers.Conv2D(64, 1, data_format="channels_first"),
    "Dense": layers.Dense(64),
    "EinsumDense": layers.EinsumDense(
        "bchw,co->bohw", output_shape=(64, 32, 32), bias_axes="o"
    ),
}.items():
    output = layer(maps)
    print(
        f"{name:<11} kernel {tuple(layer.kernel.shape)!s:<13}",
        f"output {output.shape[1:]!s:<12} parameters {layer.count_params():,}",
    )
