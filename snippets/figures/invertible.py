import numpy as np

from _draw import Drawing, names_of, number, size

names = names_of("architectures/glow.py")
jacobian, log_det = names["jacobian"], names["log_det"]
values, channels = len(jacobian), names["channels"]
positions = values // channels
shape, weights = size(names["maps"].shape[1:]), size(names["weights"].shape)
one, many = (number(round(n * log_det, 3)) for n in (1, positions))
d = Drawing(412)

d.text(200, 18, f"{shape}, there and back", "strong")
for x, words, hue in (
    (62, "x", "input"),
    (200, "y", "output"),
    (338, "x", "input"),
):
    d.block((x - 29, 92), 44, 40, hue, cells=2)
    d.text(x, 116, words, "strong")
for x, words in ((131, "W"), (269, "W⁻¹ ")):
    d.arrow((x - 36, 66), (x + 33, 66))
    d.chip(x - 3, 66, words, "weights")
    d.text(x - 3, 100, "1×1", "muted")

left, top, cell = 6, 150, 18
end, below = left + values * cell, top + values * cell


def square(i, j, wide):
    """Return the corners of a square of cells whose upper left is row i, column j."""
    x, y, side = left + j * cell, top + i * cell, wide * cell
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


marks = [i * cell for i in range(1, values)]
rules = [[(left, top + mark), (end, top + mark)] for mark in marks]
rules += [[(left + mark, top), (left + mark, below)] for mark in marks]
d.path("rule", *rules)
d.path("rule", square(0, 0, values), end="z")
for i, j in np.argwhere(jacobian):
    shade = 0.15 + 0.8 * abs(jacobian[i, j]) / np.abs(jacobian).max()
    d.path("weights cell", square(i, j, 1), end="z", fill_opacity=f"{shade:.2f}")
for i in range(0, values, channels):
    d.path("weights chosen", square(i, i, channels), end="z", fill_opacity="0")
notes = {
    26: (f"Jacobian, {values}×{values}:", "strong"),
    46: ("every value of y", ""),
    64: ("by every value of x", ""),
    100: (f"W, {weights}, {positions} times,", ""),
    118: ("and 0 elsewhere", ""),
    154: (f"log|det| = {positions} · {one}", ""),
    174: (f"= {many}", "strong"),
}
for y, (words, kind) in notes.items():
    d.text(end + 14, top + y, words, f"{kind} start".strip())
d.text(left, below + 24, "stronger: larger, plus or minus", "muted start")
d.print(
    f"A 1×1 convolution with the {weights} matrix W takes maps x of {shape} to y; one"
    f" with the inverse matrix takes y back to x. Its Jacobian, {values}×{values}, has"
    f" W {positions} times along the diagonal and 0 elsewhere, so its log-determinant"
    f" is {positions} times that of W: {many}."
)
