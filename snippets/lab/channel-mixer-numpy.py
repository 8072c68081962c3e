import numpy as np

names = ["red", "green", "blue", "white", "orange"]
pixels = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [1, 0.5, 0]]
picture = np.array(pixels).reshape(1, 1, 5, 3)  # one row of five

weights, bias = np.array([[0.299], [0.587], [0.114]]), 0
grey = picture @ weights + bias

print("picture", picture.shape, "grey", grey.shape)
for name, value in zip(names, grey.ravel(), strict=True):
    print(f"{name:7}{value:.4f}")
