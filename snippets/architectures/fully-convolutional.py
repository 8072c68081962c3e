import keras
import numpy as np
from keras import layers


def convolutional(classifier):
    """Return a classifier with its Dense layers as convolutions of the same numbers.

    Its pictures may be larger: h×w×3 gives a grid of scores.
    """
    network, side = keras.Sequential([keras.Input((None, None, 3))]), 1
    for layer in classifier.layers:
        if isinstance(layer, layers.Flatten):
            side = layer.input.shape[1]
        elif isinstance(layer, layers.Dense):
            conv = layers.Conv2D(layer.units, side, activation=layer.activation)
            network.add(conv)
            kernel, bias = layer.get_weights()
            conv.set_weights([kernel.reshape(conv.kernel.shape), bias])
            side = 1
        else:
            network.add(layer)
    return network


picture = np.random.default_rng(0).random((64, 64, 3), "float32")
# Two poolings by 2: neighbours on the grid are 4 pixels apart.
crops = np.array(
    [
        picture[top : top + 32, left : left + 32]
        for top in range(0, 33, 4)
        for left in range(0, 33, 4)
    ]
)
classifiers, networks = {}, {}
for padding in ("valid", "same"):
    keras.utils.set_random_seed(0)
    classifier = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(16, 3, padding=padding, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, padding=padding, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(21),
        ]
    )
    network = convolutional(classifier)
    classifiers[padding], networks[padding] = classifier, network
    kernels = [conv.kernel.shape for conv in network.layers[-2:]]
    grid, slid = np.array(network(picture[None]))[0], np.array(classifier(crops))
    same = np.allclose(grid.reshape(slid.shape), slid, atol=1e-5)
    print(f"padding {padding}: kernels {kernels[0]} and {kernels[1]}")
    print(f"  scores {grid.shape}, equal to those of {len(crops)} crops: {same}")
