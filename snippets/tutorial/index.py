import keras
from keras import layers

image = keras.Input((256, 256, 3))
baseline = layers.Conv2D(512, 3, padding="same", activation="relu")(image)
outputs = {"baseline": baseline}
for name, filters in {
    "projection": 512,
    "reduction": 64,
    "expansion": 1024,
}.items():
    outputs[name] = layers.Conv2D(filters, 1, activation="relu")(baseline)

print("| example | output | parameters, last layer | parameters, model |")
print("|---|---|--:|--:|")
for name, maps in outputs.items():
    model = keras.Model(image, maps)
    shape = "×".join(str(size) for size in maps.shape[1:])
    last = model.layers[-1].count_params()
    print(f"| [{name}]({name}.md) | {shape} ", end="")
    print(f"| {last:,} | {model.count_params():,} |")
