import numpy as np


def log_determinant(weights, height, width):
    """Return log|det| of a (channels, channels) 1×1 on height×width."""
    return height * width * np.linalg.slogdet(weights).logabsdet


doubling = 2 * np.eye(4)
print(f"8×8×4, doubled: {log_determinant(doubling, 8, 8):.4f}")

rng = np.random.default_rng(0)
rotation, _ = np.linalg.qr(rng.normal(size=(384, 384)))
tenth = 0.1 * rotation
print("384 channels, a tenth of a rotation:")
print("det of the weights:", abs(np.linalg.det(tenth)))
print(f"log|det| on 4×4: {log_determinant(tenth, 4, 4):,.3f}")
