import keras
from keras import layers

KERNEL_SIZES = (1, 3, 5, 7)
maps = keras.Input((256, 256, 3))

print("parameters of 64 more filters, by their kernel size")
print("input".ljust(11), *(f"{k}×{k}".rjust(9) for k in KERNEL_SIZES))
for filters in (64, 128, 256, 512, 512):
    maps = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    print("×".join(str(size) for size in maps.shape[1:]).ljust(11), end="")
    for kernel_size in KERNEL_SIZES:
        layer = layers.Conv2D(64, kernel_size, padding="same")
        layer(maps)
        print(f"{layer.count_params():10,}", end="")
    print()
    maps = layers.MaxPooling2D()(maps)
