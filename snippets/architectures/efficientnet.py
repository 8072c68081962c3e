from math import prod

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.Input((14, 14, 80), name="maps")  # stage 5 of B0, second block
x = layers.Conv2D(480, 1, use_bias=False, name="expand_1x1")(maps)
x = layers.Activation("silu")(layers.BatchNormalization()(x))
x = layers.DepthwiseConv2D(3, padding="same", use_bias=False, name="depthwise")(x)
x = layers.Activation("silu")(layers.BatchNormalization()(x))
mean = layers.GlobalAveragePooling2D(keepdims=True, name="squeeze")(x)
few = layers.Conv2D(20, 1, activation="silu", name="excite_1x1_a")(mean)
gate = layers.Conv2D(480, 1, activation="sigmoid", name="excite_1x1_b")(few)
x = layers.Multiply(name="gated")([x, gate])
x = layers.Conv2D(80, 1, use_bias=False, name="project_1x1")(x)
x = layers.BatchNormalization()(x)  # no activation: a linear bottleneck
block = keras.Model(maps, layers.Add(name="sum")([maps, x]), name="mbconv")

weights, macs = {}, {}
for layer in block.layers:
    if hasattr(layer, "kernel"):
        _, height, width, depth = layer.output.shape
        weights[layer.name] = prod(layer.kernel.shape)
        macs[layer.name] = weights[layer.name] * height * width
        print(f"{layer.name:13} {height:2}×{width}×{depth:<4}", end="")
        print(f"{weights[layer.name]:7,} weights {macs[layer.name]:10,} MACs")
for name, count in {"weights": weights, "MACs": macs}.items():
    share = (count["excite_1x1_a"] + count["excite_1x1_b"]) / sum(count.values())
    print(f"{name:7} {sum(count.values()):11,}, of the gate {share:6.2%}")

vector, gates = keras.Model(maps, [mean, gate])(
    keras.random.normal((1, 14, 14, 80))
)
for name in ("excite_1x1_a", "excite_1x1_b"):
    kernel, bias = block.get_layer(name).get_weights()
    dense = layers.Dense(len(bias), block.get_layer(name).activation)
    dense.build((1, len(kernel[0, 0])))
    dense.set_weights([kernel[0, 0], bias])
    vector = dense(vector)
print(
    f"gate {gates.shape}, two Dense layers:", np.allclose(gates, vector, atol=1e-5)
)
