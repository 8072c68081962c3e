import numpy as np
from keras import layers

rng = np.random.default_rng(0)
maps = rng.normal(size=(1, 14, 14, 480)).astype("float32")
gates = rng.random(480, "float32")  # from 0 to 1
kernel = rng.normal(0, 0.1, (1, 1, 480, 80)).astype("float32")


def project(maps, kernel):
    """Run a 1×1 layer: height×width×480 → height×width×80."""
    layer = layers.Conv2D(80, 1, use_bias=False)
    layer.build(maps.shape)
    layer.set_weights([kernel])
    return layer(maps)


usual = project(maps * gates, kernel)
folded = project(maps, kernel * gates[:, None])
print("the same:", np.allclose(usual, folded, atol=1e-4))
print(f"multiplications by a gate: {maps.size:,} in the maps,", end="")
print(f" {kernel.size:,} in the kernel")
