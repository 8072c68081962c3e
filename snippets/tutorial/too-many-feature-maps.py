import keras
from keras import layers

maps = keras.Input((256, 256, 3))
cost = {}  # kernel size: parameters of 64 such filters, by depth of their input

print("input of the stage   64 filters of 1×1      3×3        5×5        7×7")
for filters in (64, 128, 256, 512, 512):
    maps = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    shape = "×".join(str(size) for size in maps.shape[1:])
    row = []
    for kernel_size in (1, 3, 5, 7):
        layer = layers.Conv2D(64, kernel_size, padding="same")
        layer(maps)
        row.append(layer.count_params())
        cost[kernel_size, filters] = layer.count_params()
    print(f"{shape:12}" + "".join(f"{parameters:>11,}" for parameters in row))
    maps = layers.MaxPooling2D()(maps)
