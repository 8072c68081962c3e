import numpy as np
from keras import layers

# Eight samples, each with one lit channel: outputs show which reach them.
one_channel_lit = np.eye(8).reshape(8, 1, 1, 8)

print("groups  kernel        weights  inputs that one output sees")
for groups in 1, 2, 4, 8:
    layer = layers.Conv2D(
        8, 1, groups=groups, use_bias=False, kernel_initializer="ones"
    )
    reached = np.asarray(layer(one_channel_lit)).reshape(8, 8)
    seen = int(reached[:, 0].sum())
    shape = tuple(layer.kernel.shape)
    print(f"{groups:>6}  {shape}  {layer.count_params():>7}  {seen}")
