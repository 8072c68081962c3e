import keras
from keras import layers


def stack(name, *convolutions):
    """Return a model of (filters, kernel size) layers on a 32×32×3 picture."""
    model = keras.Sequential([keras.Input((32, 32, 3))], name=name)
    for filters, kernel_size in convolutions:
        model.add(layers.Conv2D(filters, kernel_size, padding="same"))
    return model


plain = stack("5×5", (96, 5))
mlpconv = stack("5×5, 1×1, 1×1", (192, 5), (160, 1), (96, 1))
all_5x5 = stack("5×5, 5×5, 5×5", (192, 5), (160, 5), (96, 5))

for model in (plain, mlpconv, all_5x5):
    parameters = model.count_params()
    print(f"{model.name:14} {parameters:9,} parameters", end="")
    print(f" {parameters / plain.count_params():6.1f} times the first")
