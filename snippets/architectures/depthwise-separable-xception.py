from math import prod

import keras
from keras import layers


def trainable(model):
    """Count the weights of a model that training adjusts."""
    return sum(prod(weight.shape) for weight in model.trainable_weights)


xception = keras.applications.Xception(weights=None)
inception = keras.applications.InceptionV3(weights=None)

# Layers are named after their module; the 1×1 on shortcuts have other names.
base = [layer for layer in xception.layers if layer.name.startswith("block")]
modules = {layer.name.split("_")[0] for layer in base}
convs = [layer for layer in base if isinstance(layer, layers.Conv2D)]
convs += [layer for layer in base if isinstance(layer, layers.SeparableConv2D)]
print(f"{len(convs)} convolutional layers in {len(modules)} modules")
print(*(layer.name for layer in base if layer.name.startswith("block5")), sep="\n")
separable = xception.get_layer("block5_sepconv1")
print("activation inside sepconv1:", separable.activation.__name__)

# Inception V3 as in the code of August 2016: three layers of fewer filters, a bias
# in each convolution, a learnt scale in each batch normalisation.
config = inception.get_config()
kinds = {kind: [] for kind in ("Conv2D", "BatchNormalization")}
for layer in config["layers"]:
    layer.pop("build_config", None)  # the shapes of before
    kinds.get(layer["class_name"], []).append(layer["config"])
kinds["Conv2D"].sort(key=lambda conv: int(f"0{conv['name'][7:]}"))  # as built
for place, filters in {18: 32, 25: 32, 64: 160}.items():
    kinds["Conv2D"][place]["filters"] = filters
for conv in kinds["Conv2D"]:
    conv["use_bias"] = True
for norm in kinds["BatchNormalization"]:
    norm["scale"] = True
of_2016 = keras.Model.from_config(config)

for name, model in {
    "Xception": xception,
    "Inception V3": inception,
    "Inception V3, 2016": of_2016,
}.items():
    print(f"{name:18} {model.count_params():11,} numbers,", end="")
    print(f" {trainable(model):11,} of them trained")
