import numpy as np
from keras import layers

# 64 pictures of 8×8, each with a single lit position.
pictures = np.eye(64).reshape(64, 8, 8, 1)

for size in 1, 3:
    layer = layers.Conv2D(
        1, size, strides=2, padding="same", kernel_initializer="ones"
    )
    output = np.asarray(layer(pictures))
    seen = output.any(axis=(1, 2, 3)).sum()
    shape = output.shape[1:3]
    print(f"{size}×{size}, stride 2: output {shape}, reads {seen} of 64")

mix = layers.Conv2D(5, 1)
fine, strided = mix(pictures), layers.Conv2D(5, 1, strides=2)
strided.build(pictures.shape)
strided.set_weights(mix.get_weights())
same = np.allclose(strided(pictures), np.asarray(fine)[:, ::2, ::2], atol=1e-6)
print("stride 2 is stride 1 with the rest thrown away:", same)
