import numpy as np
from keras import layers

names = ["red", "green", "blue", "white", "orange"]
pixels = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [1, 0.5, 0]]
picture = np.array(pixels, "float32").reshape(1, 1, 5, 3)  # one row of five

layer = layers.Conv2D(1, 1)
layer.build(picture.shape)
weights = np.array([0.299, 0.587, 0.114]).reshape(1, 1, 3, 1)
layer.set_weights([weights, np.array([0])])
grey = np.array(layer(picture))

print("picture", picture.shape, "grey", grey.shape)
for name, value in zip(names, grey.ravel(), strict=True):
    print(f"{name:7}{value:.4f}")
