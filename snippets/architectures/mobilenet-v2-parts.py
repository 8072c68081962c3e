import numpy as np
from keras import layers, ops

rng = np.random.default_rng(0)
SIDE, NARROW, WIDE = 14, 64, 384
maps = rng.normal(size=(1, SIDE, SIDE, NARROW)).astype("float32")
expand = rng.normal(0, 0.1, (NARROW, WIDE)).astype("float32")
filters = rng.normal(0, 0.3, (3, 3, WIDE, 1)).astype("float32")
project = rng.normal(0, 0.1, (WIDE, NARROW)).astype("float32")
relu6 = layers.ReLU(6)


def through(part):
    """Send 14×14×64 through some wide channels, to the same."""
    x = relu6(ops.matmul(maps, expand[:, part]))
    x = ops.depthwise_conv(x, filters[:, :, part], padding="same")
    x = relu6(x)
    return ops.matmul(x, project[part])


whole = maps + through(slice(WIDE))
for width in (96, 32, 1):
    total = maps
    for start in range(0, WIDE, width):
        total = total + through(slice(start, start + width))
    same = np.allclose(total, whole, atol=1e-4)
    held = f"{SIDE * SIDE * width:,} of {SIDE * SIDE * WIDE:,} wide values"
    print(f"{width:2} channels at a time: {held}, the same: {same}")
