"""Exercises of One by One: write a function, run this file, read what it says.

    python exercises.py break_even    checks one
    python exercises.py               checks all that are written

Replace the `...` of a function by your own code. You need Python 3.11 or newer and
NumPy; for `bottleneck` and `dense_block` also Keras. Arrays are channels last. Leave
those that you are given as they are: return new ones.
"""

import ast
import contextlib
import copy
import difflib
import itertools
import os
import re
import sys
import textwrap
import traceback
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np

# Python's own messages go where they went; what TensorFlow says on starting does not.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

# Tutorial: Convolutions over channels


def count_parameters(kernel, channels, filters, groups, bias):
    """Return the number of parameters, an int, of a kernel×kernel convolution.

    `groups` divides channels and filters; `bias` is True or False.
    """
    ...


# Tutorial: Downsampling feature maps


def pointwise(maps, weights, biases):
    """Return the maps of a 1×1 convolution without activation.

    (height, width, channels), (channels, filters), (filters,)
    → (height, width, filters)
    """
    ...


# Tutorial: Projection


def merge(first, first_biases, second, second_biases):
    """Return (weights, biases) of the one 1×1 layer that equals two in a row.

    Neither has an activation. (channels, maps), (maps,), (maps, filters), (filters,)
    → (channels, filters), (filters,)
    """
    ...


# Tutorial: Reduction


def break_even(kernel, channels, filters):
    """Return the largest depth d, an int, at which reducing first has fewer weights.

    That is a 1×1 from `channels` to d and a kernel×kernel from d to `filters`,
    against the kernel×kernel from `channels`. No biases. 0 if no depth saves any.
    """
    ...


# Tutorial: Too many feature maps


def smallest_input(layers):
    """Return the smallest side, an int, of a square input that leaves one position.

    `layers` is a list of (kernel, stride), the first layer first, without padding.
    """
    ...


# Architectures: Residual bottleneck


def bottleneck(maps, reduced):
    """Return a Keras tensor of the shape of `maps`, which is one too.

    1×1 to `reduced` channels, 3×3 padded, 1×1 back; no biases. Batch normalisation
    after each; ReLU after the first two, and after the sum with `maps`.
    """
    ...


# Architectures: Fully convolutional networks


def dense_to_convolution(weights, height, width, channels):
    """Return the kernel that does what a Dense layer after a Flatten did.

    (height·width·channels, units) → (height, width, channels, units)
    """
    ...


# Architectures: Depthwise separable convolutions


def separate(kernel):
    """Return (depthwise, pointwise), which compose to the kernel; None if none do.

    (k, k, channels, filters) → (k, k, channels), (channels, filters)
    """
    ...


# Architectures: ShuffleNet


def channel_shuffle(maps, groups):
    """Return the maps reordered: one of each group in turn.

    All first channels of the groups, then all second ones, and so on.
    (height, width, channels) → the same shape
    """
    ...


# Architectures: Glow


def log_determinant(weights, height, width):
    """Return log |det|, a float, of a 1×1 layer on height·width positions.

    `weights` is (channels, channels).
    """
    ...


# Architectures: EfficientNet


def squeeze_excite(maps, reduce, reduce_biases, restore, restore_biases):
    """Return the maps, each multiplied by its gate.

    The mean of each map, a 1×1, SiLU, a 1×1, sigmoid: a gate for each channel.
    (height, width, channels), (channels, few), (few,), (few, channels), (channels,)
    → (height, width, channels)
    """
    ...


# Architectures: DenseNet


def dense_block(maps, growth, layers):
    """Return a Keras tensor of `maps`, a Keras tensor, and layers·growth maps more.

    Each layer: batch normalisation, ReLU, 1×1 to 4·growth, batch normalisation, ReLU,
    3×3 padded to growth. No biases. Its maps are concatenated behind what it read.
    (`layers` is a number here: write keras.layers.Conv2D.)
    """
    ...


# Nothing to change below this line.


TOLD = "came", "should be", "reason"


class WrongError(Exception):
    """What came, what should have come, and the likely reason."""


# Comparing what came with what should have come


def near(one, other, tolerance=1e-4):
    """Tell whether two arrays agree but for rounding; 32 bits will do."""
    one, other = np.asarray(one), np.asarray(other, float)
    scale = np.abs(other[np.isfinite(other)]).max(initial=1e-9)
    return one.shape == other.shape and np.allclose(
        one, other, rtol=0, atol=tolerance * scale, equal_nan=True
    )


def show(value):
    """Describe a value: a number by itself, an array by its shape."""
    if isinstance(value, int | float | np.number | None):
        return str(value)
    if isinstance(value, list | tuple):
        plain = all(isinstance(x, int | float | tuple) for x in value)
        return (
            str(value) if plain and len(value) < 9 else f"a {type(value).__name__}"
        )
    kind, shape = type(value).__name__, getattr(value, "shape", None)
    shape = f" of shape {shape}" if isinstance(shape, tuple) else ""
    return (
        f"{'an' if kind[0] in 'aeiou' or kind == 'ndarray' else 'a'} {kind}{shape}"
    )


def array(came, wanted):
    """Return what came as an array of numbers, or say that it is none."""
    with contextlib.suppress(Exception):  # whatever came, it is no array
        found = np.asarray(came)
        if found.dtype.kind in "iuf":
            return found
    kind = "a number is" if np.ndim(wanted) == 0 else "numbers are"
    why = f"It returns {show(came)}; {kind} asked."
    if came is None:
        why = "Nothing came back. Does the function end with `return …`?"
    elif hasattr(came, "send"):
        why = "`yield` makes a generator: collect the numbers and `return` them."
    raise WrongError(show(came), show(wanted), why)


def two(came, first, second, names):
    """Return the two arrays that came, or say what they are not."""
    both = f"({', '.join(names)})"
    if not isinstance(came, tuple | list) or len(came) != 2:
        why = "Nothing came back. " if came is None else ""
        raise WrongError(show(came), both, f"{why}Return two arrays: return {both}")
    found = array(came[0], first), array(came[1], second)
    shapes, wanted = (
        [x.shape for x in found],
        [np.shape(x) for x in (first, second)],
    )
    if shapes != wanted:
        why = f"Return {both} in the shapes of the docstring."
        if shapes[::-1] == wanted:
            why = f"The two are in the other order: return {both}"
        raise WrongError(f"shapes {shapes}", f"shapes {wanted}", why)
    return found


def equal(came, wanted, slips=(), otherwise=None):
    """Raise WrongError unless what came is the whole number or the array wanted.

    Slips are pairs: what a usual slip gives, and how to mend it. `otherwise` makes
    the reason of a number that none of them gives.
    """
    found, whole = array(came, wanted), isinstance(wanted, int)
    same = partial(near, tolerance=1e-12 if whole else 1e-4)
    broken = whole and found.dtype.kind == "f"
    if same(found, wanted) and not broken:
        return
    why = [
        why for slip, why in slips if same(found, slip) and not same(slip, wanted)
    ]
    if broken and not why:
        why = ["A whole number is asked: divide with //, or compare whole numbers."]
    if otherwise and found.ndim == 0 and not broken:
        why += [otherwise(found)]
    wanted = np.asarray(wanted)
    why += [axes(found, wanted)]
    if found.shape != wanted.shape:
        raise WrongError(f"shape {found.shape}", f"shape {wanted.shape}", why[0])
    scale = np.abs(wanted).max(initial=1e-9)
    at = np.argwhere(~np.isclose(found, wanted, rtol=0, atol=1e-4 * scale))
    at = tuple(map(int, at[0])) if len(at) else ()
    at = at[:-1] if wanted.ndim and wanted.shape[-1] <= 12 else at
    shown = [np.array2string(x[at], precision=4, suppress_small=True, max_line_width=60)
             + (f" at {list(at)}" if at else "") for x in (found, wanted)]  # fmt: skip
    raise WrongError(*shown, why[0])


def axes(found, wanted):
    """Give the reason that the axes or the numbers of a wrong array show."""
    if found.ndim == 0 < wanted.ndim:
        return f"One number came, {found}; an array is asked."
    if not np.isfinite(found).all():
        return "Not a number: a division by zero, or a logarithm below zero?"
    if near(found.squeeze(), wanted.squeeze()):
        return "The numbers are right; an axis of length 1 is too many, or missing."
    if found.ndim == wanted.ndim <= 4:
        for order in itertools.permutations(range(found.ndim)):
            if near(np.transpose(found, order), wanted):
                return f"Its axes are swapped: np.transpose(it, {order}) is right."
    if found.size == wanted.size and found.ndim != wanted.ndim:
        return f"As many numbers as asked: the last step is .reshape{wanted.shape}"
    if found.ndim and near(np.sort(found, None), np.sort(wanted, None)):
        return "All the numbers are there, in another order."
    return ""


# Each exercise yields what it tries, what it gives, and how to judge what comes

rng = np.random.RandomState(0)  # the same numbers in every run


def whole(*shape):
    """Return random whole numbers of one digit, as floats."""
    return rng.randint(-4, 5, shape).astype(float)


def check_count_parameters():
    """Count the entries of an array of the kernel's shape."""
    for label, k, c, n, groups, bias in [
        ("a 1×1 with biases", 1, 64, 32, 1, True),
        ("a 3×3 without biases", 3, 48, 64, 1, False),
        ("a 7×7 with biases", 7, 512, 64, 1, True),
        ("a 3×3 in 4 groups", 3, 64, 128, 4, True),
        ("a depthwise 3×3: as many groups as channels", 3, 32, 32, 32, False),
    ]:
        given = {"kernel": k, "channels": c, "filters": n, "groups": groups}
        weights, more = np.empty((k, k, c // groups, n)).size, bias * n
        group = f"A filter spans its group's channels: {c // groups} of {c}."
        slips = [
            (weights, "The biases are missing: one for each filter."),
            (weights + n, "There are no biases here: `bias` is False."),
            (weights + c, "A bias belongs to a filter, not to a channel."),
            (weights + 1, "Each filter has a bias of its own."),
            (weights // k + more, "A kernel has kernel·kernel positions."),
            (weights // n + bias, "That is one filter of `filters`."),
            (k * k * n + more, "A filter spans all channels; that has one."),
            (weights * groups + more, f"{group} That leaves the groups out."),
            (weights // groups + more, f"{group} That divides by groups twice."),
            ((weights * groups + more) // groups, "Groups do not share biases."),
        ]
        judge = partial(equal, wanted=weights + more, slips=slips)
        yield label, given | {"bias": bias}, judge


def check_pointwise():
    """Work out one position at a time, one filter at a time."""
    for label, height, width, c, n in [
        ("as many filters as channels", 2, 3, 4, 4),
        ("fewer filters than channels", 4, 2, 5, 3),
        ("one filter", 2, 3, 4, 1),
        ("one position", 1, 1, 3, 6),
    ]:
        maps, weights, biases = whole(height, width, c), whole(c, n), whole(n)
        wanted = np.empty((height, width, n))
        for at in np.ndindex(height, width):
            wanted[at] = [maps[at] @ weights[:, i] + biases[i] for i in range(n)]
        mixed, over = wanted - biases, maps.sum((0, 1)) @ weights + biases
        slips = [
            (mixed, "The biases are missing: add one to each map that comes out."),
            (np.maximum(wanted, 0), "No activation is asked: leave ReLU out."),
            (mixed / c + biases, "That is a mean over channels: only sum."),
            (mixed + biases.sum(), "Each map has its own bias, not their sum."),
            (mixed + c * biases, "A bias is added once, not with every channel."),
            (
                maps[..., -1:] * weights[-1] + biases,
                "Only the last channel: use +=.",
            ),
            (over, "Summed over positions: sum over channels only."),
            (over + 0 * wanted, "Summed over positions: sum over channels only."),
        ]
        if c == n:
            early, turned = (maps + biases) @ weights, maps @ weights.T + biases
            slips += [
                (early, "The biases are added to the result, not to the maps."),
                (turned, "The weights are transposed: (channels, filters)."),
            ]
        given = {"maps": maps, "weights": weights, "biases": biases}
        yield label, given, partial(equal, wanted=wanted, slips=slips)


def check_merge():
    """Send nothing, then each channel, through both layers."""
    for label, c, m, n in [
        ("channels, maps and filters alike", 3, 3, 3),
        ("a reduction between", 5, 2, 4),
        ("an expansion between", 2, 6, 3),
    ]:
        one, b1, two_, b2 = whole(c, m), whole(m), whole(m, n), whole(n)
        nothing = (np.zeros(c) @ one + b1) @ two_ + b2
        weights = (np.eye(c) @ one + b1) @ two_ + b2 - nothing
        mixed = "The first biases pass the second layer, which mixes them."
        usual = [
            (b2, "The first biases are missing: the second layer mixes them in."),
            (b1 @ two_, "The second layer's own biases are missing."),
            (np.maximum(b1, 0) @ two_ + b2, "There is no activation between them."),
        ]
        turned = []
        if c == m == n:
            turned = [
                (two_ @ one, "The other way round: maps meet `first` first."),
                (one * two_, "That multiplies entry by entry; @ composes."),
                (one + two_, "Layers in a row multiply; side by side they add."),
            ]
            usual += [
                (b1 + b2, mixed),
                (b1 @ one + b2, mixed),
                (two_ @ b1 + b2, "`second` is transposed: biases stand left of @."),
                ((b1 + b2) @ two_, "The second biases pass no layer: add last."),
            ]
        given = {
            "first": one,
            "first_biases": b1,
            "second": two_,
            "second_biases": b2,
        }
        yield label, given, partial(merges, weights, nothing, turned, usual)


def merges(weights, biases, turned, usual, came):
    """Raise WrongError unless weights and biases came."""
    found = two(came, weights, biases, ("weights", "biases"))
    equal(found[0], weights, turned)
    equal(found[1], biases, usual)


def check_break_even():
    """Try every depth."""
    for label, k, c, n in [
        ("the page's 7×7, 512 channels to 64", 7, 512, 64),
        ("a 5×5, 100 channels to 24", 5, 100, 24),
        ("a 3×3, 192 channels to 32", 3, 192, 32),
        ("a 3×3 for which one depth costs just the same", 3, 72, 8),
        ("one channel, which no depth makes cheaper", 3, 1, 8),
    ]:
        straight, each = k * k * c * n, c + k * k * n
        saving = [d for d in range(1, c) if d * each < straight]
        slips = [
            (c - 1, "The 1×1 in front has weights too: channels·d of them."),
            ((straight - 1) // (each + 1), "That counts biases; leave them out."),
            (n - 1, "Compare weights, not how many maps come out."),
            (
                (k * c * n - 1) // (c + k * n),
                "A kernel is kernel·kernel positions.",
            ),
        ]
        if straight % each:
            exact = "There both cost the same. Return the last whole depth below."
            slips += [(straight / each, exact)]

        def cost(depth, straight=straight, each=each):
            """Compare a pair's cost with that of the layer straight on."""
            less = depth * each < straight
            sign = "less, but a deeper one saves too" if less else "not less"
            return (f"At depth {depth} the two layers have {depth * each} weights, the"
                    f" one straight on {straight}: {sign}.")  # fmt: skip

        judge = partial(equal, wanted=max(saving, default=0), slips=slips)
        given = {"kernel": k, "channels": c, "filters": n}
        yield label, given, partial(judge, otherwise=cost)


def check_smallest_input():
    """Walk forward from every side until one leaves one position."""

    def forward(side, layers):
        walk = [side]
        for kernel, stride in layers:
            walk.append(max(0, (walk[-1] - kernel) // stride + 1))
        return walk

    def back(rule, layers, side=1):
        for kernel, stride in layers[::-1]:
            side = rule(side, kernel, stride)
        return side

    def step(n, kernel, stride):
        return (n - 1) * stride + kernel

    for label, layers in [
        ("one 3×3", [(3, 1)]),
        ("three 3×3", [(3, 1)] * 3),
        ("a 7×7 and a 3×3, each with stride 2", [(7, 2), (3, 2)]),
        ("a 1×1 with stride 2, then a 3×3", [(1, 2), (3, 1)]),
        ("five layers", [(5, 2), (2, 2), (3, 1), (3, 2), (4, 1)]),
        ("no layer", []),
    ]:
        own = back(lambda n, k, s: n * s + (k - 1) * s, layers, 0) + 1
        n_steps = "n positions are n − 1 steps apart: (n − 1)·stride + kernel."
        slips = [
            (back(step, layers[::-1]), "Begin at the last layer."),
            (1 + sum(k - 1 for k, _ in layers), "The strides are left out."),
            (back(lambda n, k, s: n * s + k, layers), n_steps),
            (back(lambda n, k, s: n * s + k - 1, layers), n_steps),
            (back(lambda n, k, s: n * s, layers), "That is with padding."),
            (back(step, layers, 0), "Begin with one position."),
            (own, "The strides before a kernel stretch it, not its own."),
            (sum(k for k, _ in layers), "Kernels overlap: do not add them up."),
        ]

        def walk(side, layers=layers):
            """Tell what a side becomes, layer by layer."""
            sides = forward(int(min(side, 10**9)), layers)[1:]
            most = "A smaller one will do" if all(sides) else "Nothing is left"
            return f"A side of {side} becomes {', '.join(map(str, sides))}. {most}."

        wanted = next(n for n in itertools.count(1) if forward(n, layers)[-1] == 1)
        judge = partial(equal, wanted=wanted, slips=slips, otherwise=walk)
        yield label, {"layers": layers}, judge


def check_dense_to_convolution():
    """Send each position's each channel alone through Flatten and Dense."""
    for label, height, width, c, units in [
        ("a square: 3×3 of 2 maps to 4 units", 3, 3, 2, 4),
        ("higher than wide: 4×2 of 3 maps to 5 units", 4, 2, 3, 5),
        ("one position: a 1×1", 1, 1, 6, 3),
    ]:
        weights, shape = whole(height * width * c, units), (height, width, c, units)
        wanted = np.empty(shape)
        for at in np.ndindex(height, width, c):
            alone = np.zeros((height, width, c))
            alone[at] = 1
            wanted[at] = alone.ravel() @ weights
        first = weights.reshape(c, height, width, units).transpose(1, 2, 0, 3)
        columns = weights.reshape(width, height, c, units).swapaxes(0, 1)
        fortran = weights.reshape(shape, order="F")
        slips = [
            (first, "Channels last: Flatten takes a position's channels in a row."),
            (columns, "Flatten goes row by row: height is the slower of the two."),
            (fortran, "Flatten runs along the last axis first: no order='F'."),
            (weights.T.reshape(shape), "A unit is a column: leave out the .T"),
            (wanted[::-1, ::-1], "Do not flip: no layer does."),
        ]
        given = {
            "weights": weights,
            "height": height,
            "width": width,
            "channels": c,
        }
        yield label, given, partial(equal, wanted=wanted, slips=slips)


def check_separate():
    """Try kernels with a pair and without."""
    patterns, mixture = 1.0 + rng.randint(0, 4, (3, 3, 4, 1)), whole(4, 5) + 0.5
    kernel = patterns * mixture
    holed, silent, almost = kernel.copy(), kernel.copy(), kernel.copy()
    holed[0], silent[:, :, 1] = 0, 0
    almost[1, 1, 2, 3] += 0.5
    rounded = (kernel / 7).astype("float32")
    for label, given, hint in [
        ("a kernel composed of two", kernel, "Look at one channel at a time."),
        ("a kernel of random numbers", rng.normal(size=(3, 3, 4, 5)), ""),
        ("one weight off at one channel", almost, ""),
        ("zeros in its first row", holed, "Divide by a weight that is not zero."),
        ("zeros at one channel", silent, "Zeros are separable: a pattern times 0."),
        ("numbers of 32 bits", rounded, "Rounded: compare with a tolerance."),
        ("one filter", rng.normal(size=(3, 3, 4, 1)), "One pattern a channel."),
        ("a 1×1", rng.normal(size=(1, 1, 4, 5)), "It is pointwise already."),
    ]:
        yield label, {"kernel": given}, partial(composes, given, hint)


def composes(kernel, hint, came):
    """Raise WrongError unless a pair composes to the kernel, or rightly is None.

    There is a pair where the matrix of each channel has rank 1, or 0.
    """
    k, _, c, n = kernel.shape
    matrices = kernel.reshape(k * k, c, n).swapaxes(0, 1).astype(float)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    ranks = (sizes > 1e-5 * sizes.max()).sum(1)
    names = "depthwise", "pointwise"
    if came is None and ranks.max() > 1:
        return
    if came is None:
        why = f"None says that there is no pair, but there is. {hint}"
        raise WrongError("None", f"({', '.join(names)})", why)
    depthwise, pointwise = two(came, kernel[..., 0], kernel[0, 0], names)
    if ranks.max() > 1:
        i = ranks.argmax()
        why = f"Channel {i} has rank {ranks[i]}: its filters share no pattern."
        raise WrongError("a pair", "None", why)
    pattern = left[:, :, :1].swapaxes(0, 1).reshape(k, k, c, 1)
    row, size = right[:, 0], sizes[:, :1]
    composed = depthwise[..., None] * pointwise
    slips = [
        (pattern * row * size**2, "The singular values are in both parts."),
        (pattern * row, "The singular values are missing."),
    ]
    factor = (composed * kernel).sum((0, 1, 3)) / (kernel**2).sum((0, 1, 3)).clip(
        1e-9
    )
    why = "Only the size is off: at each channel, divide one part by a factor."
    slips += [(kernel * factor[:, None], why)]
    if c > 1 and near(depthwise, depthwise[..., :1] + np.zeros(c)):
        slips += [(composed, "Each channel has a pattern of its own.")]
    if not np.isfinite(composed).all():
        slips = [(composed, hint)]
    slips += [(composed, "“Came” is what your two arrays compose to.")]
    equal(composed, kernel, slips)


def check_channel_shuffle():
    """Take the first channel of each group, then the second of each."""
    for label, groups, c in [
        ("3 groups of 4", 3, 12),
        ("4 groups of 2", 4, 8),
        ("one group: nothing changes", 1, 5),
        ("groups of one: nothing changes", 5, 5),
    ]:
        maps = np.arange(c) + 100.0 * np.arange(6).reshape(2, 3, 1)
        each, size = c // groups, maps.shape
        order = [group * each + i for i in range(each) for group in range(groups)]
        split = maps.reshape(2, 3, groups, each)
        undone = maps.reshape(2, 3, each, groups).swapaxes(2, 3).reshape(size)
        far = maps.reshape(groups, each, -1).swapaxes(0, 1).reshape(size)
        mixed = "Positions were mixed too: reshape the last axis only."
        slips = [
            (maps, "Nothing moved: swap the two axes between the two reshapes."),
            (undone, "That undoes a shuffle: split into groups first."),
            (maps[..., ::-1], "That turns the order round."),
            (split[:, :, ::-1].reshape(size), "The groups changed places."),
            (split[..., ::-1].reshape(size), "Each group was turned round."),
            (maps.reshape(groups, -1).T.reshape(size), mixed),
            (far, mixed),
        ]
        judge = partial(equal, wanted=maps[:, :, order], slips=slips)
        yield label, {"maps": maps, "groups": groups}, judge


def check_log_determinant():
    """Build the matrix of all positions where it is small."""
    for label, height, width, rows in [
        ("one position", 1, 1, [[2, 1, 0], [0, 3, 1], [0, 0, 1]]),
        ("a picture of 2×3", 2, 3, [[2, 1, 0], [0, 3, 1], [1, 0, 1]]),
        ("a negative determinant", 2, 2, [[1, 3], [2, 1]]),
        ("64 channels, a tiny determinant", 2, 2, np.eye(64) * 1e-6),
        ("a large picture", 256, 256, [[0.5, 0], [1, 0.25]]),
    ]:
        weights, places = np.array(rows, float), height * width
        sign, log = np.linalg.slogdet(weights)
        wanted = places * log
        if places < 9:
            wanted = np.linalg.slogdet(np.kron(np.eye(places), weights))[1]
        natural = "The natural logarithm is asked: np.log."
        small = "for a float: np.linalg.slogdet gives its logarithm at once."
        each = "each of the height·width positions brings a factor."
        slips = [
            (log, f"That is one position; {each}"),
            ((height + width) * log, f"Multiply, do not add: {each}"),
            (log**places if places < 9 else 0, f"Multiply the logarithm: {each}"),
            (log / places, f"Multiply, do not divide: {each}"),
            (wanted / np.log(10), natural),
            (wanted / np.log(2), natural),
            (wanted * len(weights), "The channels are in the determinant already."),
            ([sign, log], "slogdet gives a sign and a logarithm: take the second."),
            (np.exp(min(wanted, 99)), "The determinant: its logarithm is asked."),
            (np.nan, "The logarithm of a negative number: take |det| first."),
            (-np.inf, f"The determinant is too small {small}"),
            (np.inf, f"The determinant is too large {small}"),
        ]
        given = {"weights": weights, "height": height, "width": width}
        yield label, given, partial(equal, wanted=wanted, slips=slips)


def check_squeeze_excite():
    """Work out the gates, and those of every usual slip."""

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def silu(x):
        return x * sigmoid(x)

    def relu(x):
        return np.maximum(x, 0)

    def softmax(x):
        return np.exp(x) / np.exp(x).sum()

    for label, height, width, c, few in [
        ("two channels between", 3, 4, 6, 2),
        ("one channel between", 2, 5, 4, 1),
    ]:
        maps, reduce, restore = (
            whole(height, width, c) + 0.5,
            whole(c, few),
            whole(few, c),
        )
        b1, b2 = whole(few) / 2 + 0.25, whole(c) / 4
        mean = np.array([maps[:, :, i].sum() for i in range(c)]) / height / width

        def gates(x, between=silu, last=sigmoid, b1=b1, b2=b2, w=(reduce, restore)):
            return last(between(x @ w[0] + b1) @ w[1] + b2)

        gate, plain = gates(mean), partial(gates, mean)
        slips = [
            (gates(maps.sum((0, 1))), "That squeezes by a sum: take a mean."),
            (gates(maps.max((0, 1))), "Squeeze by the mean, not the maximum."),
            (gates(maps), "Not squeezed: take the mean over positions first."),
            (plain(relu), "SiLU, not ReLU, stands between the layers."),
            (plain(lambda x: x), "The SiLU is missing between the layers."),
            (plain(sigmoid), "SiLU is x·sigmoid(x), not sigmoid(x)."),
            (plain(sigmoid, silu), "SiLU and sigmoid are exchanged."),
            (plain(last=lambda x: x), "The sigmoid is missing."),
            (plain(last=silu), "A sigmoid makes the gates, not SiLU."),
            (plain(last=softmax), "Gates do not share 1: sigmoid, not softmax."),
            (plain(b1=0, b2=0), "Both layers' biases are missing."),
            (plain(b1=0), "The first layer's biases are missing."),
            (plain(b2=0), "The second layer's biases are missing."),
        ]
        slips = [(maps * slip, why) for slip, why in slips] + [
            (maps + gate, "Multiply by the gates, do not add them."),
            (gate, "Those are the gates: multiply the maps by them."),
            (gate + 0 * maps, "Those are the gates: multiply the maps by them."),
        ]
        names = "maps", "reduce", "reduce_biases", "restore", "restore_biases"
        given = dict(zip(names, (maps, reduce, b1, restore, b2), strict=True))
        yield label, given, partial(equal, wanted=maps * gate, slips=slips)


# Blocks in Keras: set every weight, and compare with the same arithmetic in NumPy


def follow(steps, x, kernels):
    """Take maps through c(onvolution), n(orm), r(elu), s(um), j(oin), f(ront join)."""
    y, kernels = x, iter(kernels)
    for step in steps:
        if step == "c":
            kernel = next(kernels)
            k, (height, width) = len(kernel), y.shape[:2]
            padded = np.pad(y, [(k // 2, k // 2), (k // 2, k // 2), (0, 0)])
            y = sum(padded[i : i + height, j : j + width] @ kernel[i, j]
                    for i in range(k) for j in range(k))  # fmt: skip
        elif step == "n":
            y = 1.5 * (y - 0.5) + 0.25  # what `model` sets comes to this
        elif step == "r":
            y = np.maximum(y, 0)
        elif step == "s":
            y = x + y
        else:
            y = np.concatenate([x, y] if step == "j" else [y, x], -1)
    return y


def numbers(shape):
    """Return a kernel of this shape, always the same one."""
    random = np.random.default_rng(shape).normal(size=shape)
    return random / np.sqrt(np.prod(shape[:3]))


def model(came, maps):
    """Return the model from `maps` to what came, with known weights."""
    import keras  # noqa: PLC0415

    if not isinstance(came, keras.KerasTensor):
        why = "Nothing came back" if came is None else f"It is {show(came)}"
        why += ": return the Keras tensor that the last layer gives."
        raise WrongError(show(came), "a KerasTensor", why)
    try:
        made = keras.Model(maps, came)
    except Exception:
        why = "It is not made from `maps`: call the first layer on `maps`."
        raise WrongError("a tensor of other maps", "one of `maps`", why) from None
    known = {"gamma": 15, "beta": 0.25, "moving_mean": 0.5, "moving_variance": 100}
    for weight in made.weights:
        shape = tuple(weight.shape)
        if weight.name == "kernel":
            weight.assign(numbers((1, 1, *shape)[-4:]).reshape(shape))
        elif weight.name in known:
            weight.assign(np.full(shape, known[weight.name]))
    return made


PARTS = "shape", "convolutions", "no biases", "batch normalisation", "values", "all"


def block(parts, given, stages, norms, steps, slips, reasons):
    """Yield one check for each thing that a block of layers must have right."""
    maps = given["maps"]
    picture = rng.normal(size=maps.shape[1:]).astype("float32")

    def values(steps):
        x = picture
        for stage in stages:
            x = follow(steps, x, map(numbers, stage))
        return x

    def named(kernels):
        each = sorted(kernels.elements())
        return ", ".join(f"{h}×{w} {c}→{n}" for h, w, c, n in each) or "none"

    def judge(part, came):
        made, right = model(came, maps), values(steps)
        sizes = {"kernel": [], "bias": [], "moving_variance": []}
        for weight in made.weights:
            sizes.setdefault(weight.name, []).append(tuple(weight.shape))
        kernels = Counter((1, 1, *shape)[-4:] for shape in sizes["kernel"])
        wanted = Counter(itertools.chain(*stages))
        missing, surplus = named(wanted - kernels), named(kernels - wanted)
        depths = sorted(n for (n,) in sizes["moving_variance"])

        def must(name, came, wanted, why):
            if part in (name, PARTS[-1]) and came != wanted:
                raise WrongError(str(came), str(wanted), why)

        pad = 'padding="same" keeps height and width.'
        why = reasons.get(came.shape[-1], pad)
        must(PARTS[0], tuple(came.shape[1:]), right.shape, why)
        why = f"Missing: {missing}. Not asked: {surplus}."
        must(PARTS[1], named(kernels), named(wanted), why)
        why = "use_bias=False: the batch normalisation that follows has its own."
        must(PARTS[2], f"{len(sizes['bias'])} layers have biases",
             "0 layers have biases", why)  # fmt: skip
        must(PARTS[3], f"on {depths} channels", f"on {sorted(norms)} channels",
             reasons["norm"])  # fmt: skip
        if part in PARTS[4:]:
            from keras import ops  # noqa: PLC0415

            usual = [(values(other), why) for other, why in slips.items()]
            equal(ops.convert_to_numpy(made(picture[None]))[0], right, usual)

    for part in parts:
        label = f"{part}, from {maps.shape[-1]} channels"
        yield label, given, partial(judge, part)


def check_bottleneck():
    """Compare two blocks."""
    from keras import Input  # noqa: PLC0415

    early = "ReLU comes before the batch normalisation: exchange them."
    before = "Batch normalisation and ReLU come after each convolution, not before."
    slips = {
        "cnrcnrcns": "The last ReLU is missing: it stands after the sum.",
        "cnrcnrcnrs": "The last ReLU stands before the sum: it belongs after it.",
        "cnrcnrcnrsr": "ReLU stands before the sum too: there only after it.",
        "cnrcnrcnr": "The sum with `maps` is missing.",
        "cnrcnrcn": "The sum with `maps` is missing, and the ReLU after it.",
        "cncnrcnsr": "The ReLU after the first 1×1 is missing.",
        "cnrcncnsr": "The ReLU after the 3×3 is missing.",
        "cncncnsr": "The ReLUs between the convolutions are missing.",
        **dict.fromkeys(("crncrncnsr", "crncrncrnsr", "crncrncrns"), early),
        **dict.fromkeys(("nrcnrcnrcs", "nrcnrcnrcsr"), before),
    }
    for parts, (height, width, c), r in [
        (PARTS[:-1], (6, 5, 8), 2),
        (PARTS[-1:], (4, 4, 6), 3),
    ]:
        reasons = {
            "norm": "One after each convolution, on the channels that it puts out.",
            r: "The 1×1 that restores the depth is missing.",
            2 * c: "Add what comes to `maps`; do not concatenate.",
        }
        given = {"maps": Input((height, width, c)), "reduced": r}
        kernels = [(1, 1, c, r), (3, 3, r, r), (1, 1, r, c)]
        norms = [r, r, c]
        yield from block(
            parts, given, [kernels], norms, "cnrcnrcnsr", slips, reasons
        )


def check_dense_block():
    """Compare a block of three layers, and one of one."""
    from keras import Input  # noqa: PLC0415

    slips = {
        "nrcnrcf": "New maps go behind what a layer read, not in front of it.",
        "ncnrcj": "The ReLU before the 1×1 is missing.",
        "nrcncj": "The ReLU before the 3×3 is missing.",
        "ncncj": "Both ReLUs are missing.",
        "nrcnrcrj": "A ReLU after the 3×3 is not asked.",
        "nrcrnrcrj": "ReLU belongs before a convolution, not right after it.",
        "rncrncj": "ReLU comes before the batch normalisation: exchange them.",
    }
    for parts, (height, width, c), growth, count in [
        (PARTS[:-1], (4, 4, 8), 2, 3),
        (PARTS[-1:], (5, 4, 7), 3, 1),
    ]:
        wide, depths = 4 * growth, [c + i * growth for i in range(count)]
        reasons = {
            "norm": "One before each convolution, on the channels that it reads.",
            c: "Maps are concatenated, not added.",
            growth: "Those are the last layer's maps: all belong there.",
            count * growth: "Only the new maps: those given belong there too.",
        }
        maps = Input((height, width, c))
        given = {"maps": maps, "growth": growth, "layers": count}
        stages = [[(1, 1, d, wide), (3, 3, wide, growth)] for d in depths]
        norms = [n for d in depths for n in (d, wide)]
        yield from block(parts, given, stages, norms, "nrcnrcj", slips, reasons)


# Calling your functions, and saying what came of it

HINTS = {  # what an exception says, and what that means here
    r"name '(keras|math)' is not": r"Write `import \1` at the top of this file.",
    r"name '(layers|ops)' is not": r"Write `from keras import \1` at the top.",
    r"'int' object has no attribute '[A-Z]": "`layers` is a number here: write"
    " keras.layers, and `import keras` at the top.",
    r"positional argument": "It is called with what is given, in that order.",
    r"incompatible shapes|matching shapes": 'padding="same" keeps height and width.',
    r"math domain|positive input": "A logarithm of less than zero: take |det| first.",
    r"'float' object cannot be interpreted": "A size is whole: divide with //.",
    r"index out of range|out of bounds": "Places are counted from 0, to len(…) − 1.",
    r"mismatch|broadcast|not aligned|reshape|[Ss]hapes|dimensions": "The shapes do"
    " not fit. Print them, and see which axis should meet which.",
}  # fmt: skip


def empty():
    """Stand for any function that is not written."""
    ...


def unwritten(name):
    """Tell whether a function is still its stub: a docstring and nothing else."""
    code, none = getattr(globals().get(name), "__code__", None), empty.__code__
    return bool(code) and (code.co_code, code.co_consts[1:]) == (
        none.co_code, none.co_consts[1:])  # fmt: skip


def call(function, given):
    """Return what the reader's function gives; raise WrongError if it does not."""
    kept = {n: v for n, v in given.items() if isinstance(v, np.ndarray | list)}
    mine = given | copy.deepcopy(kept)
    try:
        came = function(*mine.values())
    except BaseException as error:  # of whatever kind, and Ctrl-C too
        here = call.__code__.co_filename
        trace = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in trace if frame.filename == here]
        if not lines[1:]:  # it was not even entered
            lines += [getattr(function, "__code__", call.__code__).co_firstlineno]
        text = " ".join(re.sub(r"\x1b\[\d*m", "", str(error)).split())[:240]
        found = ((re.search(pattern, text), why) for pattern, why in HINTS.items())
        why = next((match.expand(why) for match, why in found if match), "")
        what = f"line {lines[-1]}: {type(error).__name__}: {text}"
        raise WrongError(what, "a result", why) from error
    for name, value in kept.items():
        if not np.array_equal(value, mine[name]):
            why = "Make a new one: no +=, .sort() or assignment into what is given."
            raise WrongError(f"{name} changed", f"{name} as given", why)
    return came


def say(label, text):
    """Print a labelled text, its further lines below its first."""
    first, more = f"    {label:11}", " " * 15
    print(textwrap.fill(text, 76, initial_indent=first, subsequent_indent=more))


def check(name):
    """Print line by line what is right of an exercise; tell whether all is."""
    print(name)
    function, told = globals().get(name), False
    rng.seed(0)
    if not callable(function):
        say("", f"`{name}` is no function any more: write `def {name}(…):`")
        return False
    try:
        for label, given, judge in globals()[f"check_{name}"]():
            try:
                judge(call(function, given))
                print(f"  right  {label}")
                continue
            except WrongError as error:
                wrong = error
            except Exception as error:
                text = f"something beyond this checker ({type(error).__name__})"
                wrong = WrongError(text, "a usual result", "")
            print(f"  WRONG  {label}")
            if not told:
                told = True
                shapes = [f"{n} {getattr(v, 'shape', v)}" for n, v in given.items()]
                say("given", ", ".join(shapes))
                for part, text in zip(TOLD, wrong.args, strict=True):
                    if text:
                        say(part, text)
            if wrong.__cause__:
                break  # it would raise again and again
    except ImportError as error:
        say("", f"This one needs Keras: pip install tensorflow ({error})")
        return False
    return not told


def main(asked):
    """Check the functions asked for, or all that are written."""
    names = [name for name in globals() if f"check_{name}" in globals()]
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # for terminals without × and →
    for name in asked:
        if name not in names:
            close = difflib.get_close_matches(name, names, 1)
            close = "".join(f" Did you mean {n}?" for n in close)
            print(f"No exercise is called {name}.{close}")
            say("all are", ", ".join(names))
            return False
    names = asked or names
    stubs = [name for name in names if unwritten(name)]
    results = [check(name) for name in names if name not in stubs]
    for node in ast.parse(Path(__file__).read_text("utf-8")).body:
        name = getattr(node, "name", "")
        if name in stubs and node.lineno != globals()[name].__code__.co_firstlineno:
            print(name)
            text = "does not count: another `def`, still empty, does. Replace it."
            say("", f"What stands at line {node.lineno} {text}")
            results += [False]
    if stubs:
        say("", f"Not written yet: {', '.join(stubs)}.")
    return all(results) and not (asked and stubs)


if __name__ == "__main__" and not main(sys.argv[1:]):
    sys.exit(1)
