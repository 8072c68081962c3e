import keras
from keras import layers

bands = keras.Input((64, 64, 200))  # height, width, bands as channels
cube = keras.Input((64, 64, 200, 1))  # bands as a third axis, one channel

for name, layer, picture in [
    ("Conv2D(1, 1)", layers.Conv2D(1, 1), bands),
    ("Conv3D(1, (1, 1, 200))", layers.Conv3D(1, (1, 1, 200)), cube),
    ("Conv3D(1, 1)", layers.Conv3D(1, 1), cube),
]:
    output = layer(picture)
    parameters = layer.count_params()
    print(f"{name:<23} {output.shape[1:]!s:<18} {parameters:>3} parameters")
