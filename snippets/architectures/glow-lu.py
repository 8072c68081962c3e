import numpy as np


def lu(matrix):
    """Return P, L and U, whose product is the matrix, by elimination."""
    packed, order = matrix.copy(), np.arange(len(matrix))
    for i in range(len(matrix)):
        largest = i + abs(packed[i:, i]).argmax()
        for rows in (packed, order):
            rows[[i, largest]] = rows[[largest, i]]
        packed[i + 1 :, i] /= packed[i, i]
        packed[i + 1 :, i + 1 :] -= np.outer(packed[i + 1 :, i], packed[i, i + 1 :])
    unit = np.eye(len(matrix))
    return unit[:, order], np.tril(packed, k=-1) + unit, np.triu(packed)


channels = 12  # a 2×2 patch of an RGB picture, stacked
rng = np.random.default_rng(0)
rotation, _ = np.linalg.qr(rng.normal(size=(channels, channels)))
start = abs(np.linalg.slogdet(rotation).logabsdet)

permutation, lower, upper = lu(rotation)
s = np.diag(upper).copy()
upper = np.triu(upper, k=1)  # what is left has zeros on the diagonal


def weights(s):
    """Return the channels×channels matrix of the 1×1 (equation 10)."""
    return permutation @ lower @ (upper + np.diag(s))


below = channels * (channels - 1) // 2
learnt = {"L": below, "U": below, "s": channels}
print("P · L · (U + diag(s)) is the rotation:", np.allclose(weights(s), rotation))
print("learnt numbers:", learnt, "in all", sum(learnt.values()))
print(f"log|det| of a rotation: 0 to within 1e-9 is {start < 1e-9}")

s *= np.exp(rng.normal(0, 0.1, channels))  # as if trained for a while
from_s = np.log(np.abs(s)).sum()
in_full = np.linalg.slogdet(weights(s)).logabsdet
print(f"sum of log|s|   {from_s:.6f}")
print(f"log|det| of all {in_full:.6f}")
