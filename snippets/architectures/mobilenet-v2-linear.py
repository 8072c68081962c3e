from math import comb

import numpy as np

rng = np.random.default_rng(0)
POSITIONS = 1000


def found_again(numbers, channels):
    """Return the share of positions whose numbers survive a random 1×1 and a ReLU.

    Each position holds `numbers` normal values; each gets a 1×1 of its own.
    """
    values = rng.normal(size=(POSITIONS, 1, numbers))
    kernels = rng.normal(size=(POSITIONS, numbers, channels))
    mapped = values @ kernels
    # Above zero a channel is a linear equation in the values; below, it is lost.
    equations = kernels * (mapped > 0)
    undone = np.maximum(mapped, 0) @ np.linalg.pinv(equations)
    return np.mean(np.isclose(undone, values, atol=1e-4).all(axis=(1, 2)))


def expected(numbers, channels):
    """Return the chance that at least `numbers` of the channels are above zero."""
    enough = range(numbers, channels + 1)
    return sum(comb(channels, n) for n in enough) / 2**channels


print("channels for each number:  1 (expected)      2 (expected)      6 (expected)")
for numbers in (2, 4, 8, 16):
    line = f"{numbers:3} numbers found again"
    for times in (1, 2, 6):
        share = found_again(numbers, times * numbers)
        chance = f"({expected(numbers, times * numbers):.1%})"
        line += f"{share:7.1%} {chance:10}"
    print(line.rstrip())
