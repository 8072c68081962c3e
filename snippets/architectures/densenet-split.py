import numpy as np
from keras import layers

rng = np.random.default_rng(0)
old = rng.normal(size=(1, 8, 8, 64)).astype("float32")
new = rng.normal(size=(1, 8, 8, 32)).astype("float32")
scale = rng.random(96, "float32")  # batch normalisation, once trained
offset = rng.normal(size=96).astype("float32")
kernel = rng.normal(size=(1, 1, 96, 128)).astype("float32")


def layer(maps, part):
    """Normalise, rectify and mix maps, a part of the 96."""
    reduce = layers.Conv2D(128, 1, use_bias=False)
    reduce.build(maps.shape)
    reduce.set_weights([kernel[:, :, part]])
    return reduce(layers.ReLU()(maps * scale[part] + offset[part]))


together = layer(np.concatenate([old, new], axis=-1), slice(None))
apart = layer(old, slice(0, 64)) + layer(new, slice(64, 96))
same = np.allclose(together, apart, atol=1e-4)
print("the same without the concatenation:", same)
