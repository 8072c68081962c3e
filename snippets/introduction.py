import keras
from keras import layers

maps = keras.Input((32, 32, 64))
compared = {
    "2×2 max pooling": layers.MaxPooling2D(2),
    "2×2 average pooling": layers.AveragePooling2D(2),
    "1×1, 16 filters": layers.Conv2D(16, 1),
    "1×1, 64 filters": layers.Conv2D(64, 1),
    "1×1, 256 filters": layers.Conv2D(256, 1),
}


def change(before, after):
    return f"{before}→{after}" if before != after else before


print("| layer | height | width | channels | parameters |")
print("|---|--:|--:|--:|--:|")
for name, layer in compared.items():
    sizes = zip(maps.shape[1:], layer(maps).shape[1:], strict=True)
    cells = " | ".join(str(change(*pair)) for pair in sizes)
    print(f"| {name} | {cells} | {layer.count_params():,} |")
