import math

import keras
from keras import layers


def weights(*sizes_and_filters, c_in):
    """Count a chain's weights, from its (kernel size, filters) pairs."""
    model = keras.Sequential([keras.Input((8, 8, c_in))])
    for size, filters in sizes_and_filters:
        model.add(layers.Conv2D(filters, size, padding="same", use_bias=False))
    return model.count_params()


print("layer            weights  limit  chain at limit  one deeper")
for k, c_in, c_out in [(3, 192, 128), (5, 192, 32), (7, 512, 64), (3, 512, 8)]:
    direct = weights((k, c_out), c_in=c_in)
    limit = math.ceil(direct / (c_in + k * k * c_out)) - 1
    at = weights((1, limit), (k, c_out), c_in=c_in)
    above = weights((1, limit + 1), (k, c_out), c_in=c_in)
    name = f"{k}×{k}, {c_in} → {c_out}"
    print(f"{name:<15} {direct:>9,}  {limit:>5}  {at:>14,}  {above:>10,}")
