import numpy as np

# One row is one position: its values in two feature maps.
maps = np.array([[5.0, 2.0], [2.0, 5.0], [3.0, 3.0], [0.0, 4.0]])
first = np.array([[1.0, -1.0], [-1.0, 1.0]])
second = np.array([[1.0], [1.0]])

with_relu = np.maximum(maps @ first, 0) @ second
without = (maps @ first) @ second

print("|a − b|, wanted:   ", np.abs(maps[:, 0] - maps[:, 1]).astype(int))
print("ReLU between:      ", np.ravel(with_relu).astype(int))
print("nothing between:   ", np.ravel(without).astype(int))
print("the merged weights:", np.ravel(first @ second).astype(int))
