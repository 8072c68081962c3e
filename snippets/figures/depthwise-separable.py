import numpy as np
from keras import layers

from _draw import Drawing, weights

DEPTH, FILTERS, STEP, CELL = 4, 6, 24, 6  # units between kernels, and of a weight
rng = np.random.default_rng(0)
parts = {
    "full 3×3": layers.Conv2D(FILTERS, 3),
    "depthwise": layers.DepthwiseConv2D(3),
    "1×1": layers.Conv2D(FILTERS, 1),
}
d = Drawing(182)
for x, (name, layer) in zip((34, 212, 262), parts.items(), strict=True):
    layer.build((None, 8, 8, DEPTH))
    kernel = rng.normal(size=layer.kernel.shape)
    rows, columns = kernel.shape[0], kernel.shape[3]
    side, filled, outlines = rows * CELL, [], []
    margin = (3 * CELL - side) / 2
    for channel in range(DEPTH):
        for place in range(columns):
            left = x + place * STEP + margin
            top = 50 + channel * STEP + margin
            square = (0, 0), (side, 0), (side, side), (0, side)
            outlines.append([(left + a, top + b) for a, b in square])
            for row in range(rows):
                for column in range(rows):
                    if kernel[row, column, channel, place] > 0:
                        a, b = left + column * CELL, top + row * CELL
                        end, low = a + CELL, b + CELL
                        filled.append([(a, b), (end, b), (end, low), (a, low)])
    d.path("weights layer", *outlines, end="z")
    d.path("weights cell", *filled, end="z")
    middle = x + (columns * STEP - 6) / 2
    d.text(middle, 20, name, "strong")
    d.text(middle, 38, "filters" if columns > 1 else "", "muted")
for channel in range(DEPTH):
    d.text(24, 64 + channel * STEP, channel + 1, "muted end")
full, depthwise, pointwise = map(weights, parts.values())
d.text(103, 172, f"{full} weights")
d.text(306, 172, f"{depthwise} + {pointwise} = {depthwise + pointwise} weights")
d.print(
    f"Kernels from {DEPTH} channels, the rows, to {FILTERS} filters, the columns; a"
    f" filled square is a positive weight. A full 3×3 has a pattern of its own in each"
    f" of {DEPTH * FILTERS} places, {full} weights. Depthwise and 1×1 have one pattern"
    f" for each row and one number for each place, {depthwise} + {pointwise} weights."
)
