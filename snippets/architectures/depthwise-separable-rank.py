import numpy as np
from keras import layers, ops

rng = np.random.default_rng(0)
depth, filters = 16, 32
maps = rng.normal(size=(1, 8, 8, depth))
full = layers.Conv2D(filters, 3, padding="same", use_bias=False)
full.build(maps.shape)
full.set_weights([rng.normal(size=full.kernel.shape)])
wanted = ops.convert_to_numpy(full(maps))

# At each input channel the kernel is a matrix of 9 positions and 32 filters.
matrices = ops.convert_to_numpy(full.kernel).reshape(9, depth, filters)
left, sizes, right = np.linalg.svd(matrices.swapaxes(0, 1), full_matrices=False)

print(f"full 3×3: {full.count_params():,} weights")
print("patterns a channel  weights  missed")
for patterns in (1, 2, 4, 9):
    separable = layers.SeparableConv2D(
        filters, 3, padding="same", depth_multiplier=patterns, use_bias=False
    )
    separable.build(maps.shape)
    depthwise = (left * sizes[:, None])[:, :, :patterns].swapaxes(0, 1)
    pointwise = right[:, :patterns]
    separable.set_weights(
        [
            depthwise.reshape(3, 3, depth, patterns),
            pointwise.reshape(1, 1, depth * patterns, filters),
        ]
    )
    missed = np.linalg.norm(separable(maps) - wanted) / np.linalg.norm(wanted)
    print(f"{patterns:18} {separable.count_params():8,} {missed:7.0%}")
