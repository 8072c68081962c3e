import keras
import numpy as np
from keras import layers

# Rows are channels that come in (red, green, blue), columns filters.
weights = np.array(
    [
        [0, 0, 1],  # red goes to the third place
        [1, 0, 0],  # green to the first
        [0, 1, 0],  # blue to the second
    ]
)
picture = np.array([[[10.0, 20.0, 30.0]]])  # one pixel

layer = layers.Conv2D(3, 1, use_bias=False, name="reorder")
layer.build((1, 1, 1, 3))
for name, matrix in {"weights": weights, "transposed": weights.T}.items():
    layer.set_weights([matrix[None, None]])
    pixel = keras.ops.convert_to_numpy(layer(picture[None]))[0, 0, 0]
    print(f"{name:10} {pixel.astype(int).tolist()}")
