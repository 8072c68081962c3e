import keras
import numpy as np
from keras import layers


def tents(depth):
    """Return h×w×1 → h×w×1: `depth` 1×1 layers of 2 filters, then a 1×1 of 1."""
    network = keras.Sequential([keras.Input((None, None, 1))])
    mix = np.ones((1, 2))  # the first layer has one map to read
    for _ in range(depth):
        layer = layers.Conv2D(2, 1, activation="relu")
        network.add(layer)
        layer.set_weights([mix.reshape(1, 1, -1, 2), np.array([0, -0.5])])
        # The next layer reads the tent 2a − 4b in place of the two maps.
        mix = np.array([[2, 2], [-4, -4]])
    last = layers.Conv2D(1, 1)
    network.add(last)
    last.set_weights([np.array([2, -4]).reshape(1, 1, 2, 1), np.zeros(1)])
    return network


line = np.linspace(0, 1, 1025, dtype="float32")  # one row, values from 0 to 1
for depth in (2, 3, 5, 8):
    network = tents(depth)
    y = keras.ops.convert_to_numpy(network(line.reshape(1, 1, -1, 1))).ravel()
    pieces = 1 + np.count_nonzero(np.diff(np.sign(np.diff(y))))
    print(f"{depth} layers of 2 filters: {pieces} pieces,", end=" ")
    print(f"{network.count_params()} parameters")
    filters = pieces - 1  # a filter bends the line once
    print(f"  one layer: at least {filters} filters, {3 * filters + 1} parameters")
