import numpy as np
from keras import layers

rng = np.random.default_rng(0)
maps = rng.normal(size=(1, 8, 8, 6)).astype("float32")


def pointwise(matrix, maps):
    """Run a 1×1 convolution that turns each pixel x into matrix · x."""
    layer = layers.Conv2D(matrix.shape[0], 1, use_bias=False)
    layer.build(maps.shape)
    layer.set_weights([matrix.T[None, None]])
    return np.array(layer(maps))


reverse = np.eye(6)[::-1]
same = np.array_equal(pointwise(reverse, maps), maps[..., ::-1])
print("1×1 with a permutation matrix reverses the channels:", same)
print("its |det|:", round(abs(np.linalg.det(reverse))))

reduction = rng.normal(size=(4, 6))
_, _, directions = np.linalg.svd(reduction)
lost = directions[-1].astype("float32")  # of length 1; the reduction sends it to 0
moved = maps + 5 * lost
change = np.abs(pointwise(reduction, moved) - pointwise(reduction, maps)).max()
print("rank of a reduction 6 → 4:", np.linalg.matrix_rank(reduction))
print(
    "distance between two inputs, at each pixel:", round(np.linalg.norm(5 * lost))
)
print("their outputs differ by less than 1e-4:", change < 1e-4)
