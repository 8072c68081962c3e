import keras
from keras import layers

from _draw import SLANT, Drawing, face, size

d, y, side, said = Drawing(326), 96, 56, []
for x, words in ((82, "input"), (248, "one filter"), (360, "one map")):
    d.text(x, 15, words, "strong")
for channels in (1, 3, 64):
    maps = keras.Input((8, 8, channels))
    layer = layers.Conv2D(1, 3, padding="same")
    output = layer(maps)
    rows, kernel = maps.shape[1], layer.kernel.shape[:3]
    small = side * kernel[0] / rows
    for x, shape, high, hue, marked in (
        (82, maps.shape, side, "input", kernel[0]),
        (248, kernel, small, "weights", 0),
        (360, output.shape, side, "output", 1),
    ):
        deep = 1.6 * shape[-1]
        left, low = x - (deep + high * SLANT[0]) / 2, y - (side - high) / 2
        d.block((left, low), high, deep, hue, shape[1])
        if marked:  # where the filter lies, and the position that it gives
            first, last = (3.5 - marked / 2) / rows, (3.5 + marked / 2) / rows
            patch = face((left + deep, low), high, (first, first, last, last))
            d.path(f"{'weights' if marked > 1 else hue} patch", patch, end="z")
        d.text(x, y + 20, size(shape))
    d.text(167, y - 28, "∗")
    d.arrow((316, y - 34), (336, y - 34))
    said.append(f"{size(kernel)} over {size(maps.shape)}")
    y += 102
d.print(
    "A filter is as deep as its input and gives one map whatever that depth:"
    f" {', '.join(said)}, each to {size(output.shape)}."
)
