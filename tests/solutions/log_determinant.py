"""Ways to write log_determinant, right and wrong."""

import math

import numpy as np


def right_slogdet(weights, height, width):
    """Ask NumPy."""
    return height * width * np.linalg.slogdet(weights)[1]


def right_singular_values(weights, height, width):
    """Add the logarithms of the singular values."""
    sizes = np.linalg.svd(weights, compute_uv=False)
    return float(height * width * np.log(sizes).sum())


def right_eigenvalues(weights, height, width):
    """Add the logarithms of the eigenvalues' sizes."""
    return sum(map(math.log, abs(np.linalg.eigvals(weights)))) * height * width


def right_qr(weights, height, width):
    """Read it off a triangle, in 32 bits."""
    triangle = np.linalg.qr(weights.astype("float32"))[1]
    return np.log(np.abs(np.diag(triangle))).sum() * (height * width)


def right_elimination(weights, height, width):
    """Eliminate, and add up the pivots."""
    rows, total = weights.tolist(), 0.0
    while rows:
        pivot = rows.pop(max(range(len(rows)), key=lambda i: abs(rows[i][0])))
        total += math.log(abs(pivot[0]))
        rows = [
            [x - row[0] / pivot[0] * p for x, p in zip(row, pivot, strict=True)][1:]
            for row in rows
        ]
    return total * height * width


def wrong_one_position(weights, height, width):
    """Forget the positions.

    Told: That is one position
    """
    return np.linalg.slogdet(weights)[1]


def wrong_sign(weights, height, width):
    """Take the logarithm of the determinant with its sign.

    Told: take |det| first
    """
    with np.errstate(all="ignore"):
        return height * width * np.log(np.linalg.det(weights))


def wrong_math(weights, height, width):
    """Take the logarithm of the determinant with its sign, in plain Python.

    Told: take |det| first
    """
    return height * width * math.log(np.linalg.det(weights))


def wrong_tiny(weights, height, width):
    """Multiply before taking the logarithm.

    Told: too small for a float
    """
    with np.errstate(all="ignore"):
        return height * width * np.log(abs(np.linalg.det(weights)))


def wrong_power(weights, height, width):
    """Raise the determinant to a power.

    Told: too small for a float
    """
    with np.errstate(all="ignore"):
        return np.log(abs(np.linalg.det(weights)) ** (height * width))


def wrong_determinant(weights, height, width):
    """Forget the logarithm.

    Told: its logarithm is asked
    """
    return abs(np.linalg.det(weights)) ** (height * width)


def wrong_base(weights, height, width):
    """Take logarithms of base 2, as bits.

    Told: natural logarithm
    """
    return height * width * np.linalg.slogdet(weights)[1] / np.log(2)


def wrong_base_10(weights, height, width):
    """Take logarithms of base 10.

    Told: natural logarithm
    """
    return height * width * np.log10(abs(np.linalg.det(weights)))


def wrong_sides_added(weights, height, width):
    """Add height and width.

    Told: Multiply, do not add
    """
    return (height + width) * np.linalg.slogdet(weights)[1]


def wrong_channels(weights, height, width):
    """Multiply by the channels too.

    Told: The channels are in the determinant
    """
    return height * width * len(weights) * np.linalg.slogdet(weights)[1]


def wrong_both(weights, height, width):
    """Return what slogdet returns.

    Told: take the second
    """
    return np.linalg.slogdet(weights)


def wrong_list(weights, height, width):
    """Return one for each position.

    Told: a number is asked
    """
    return [[np.linalg.slogdet(weights)[1]] * width, []] * height


def wrong_power_outside(weights, height, width):
    """Raise the logarithm to a power.

    Told: Multiply the logarithm
    """
    with np.errstate(all="ignore"):
        return np.log(abs(np.linalg.det(weights))) ** (height * width)
