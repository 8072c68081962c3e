import keras
from _draw import SLANT, Drawing, size
from keras import layers

d, y, side, said = Drawing(326), 96, 56, []
for x, words in ((82, "input"), (248, "one filter"), (360, "one map")):
    d.text(x, 15, words, "strong")
for channels in (1, 3, 64):
    maps = keras.Input((8, 8, channels))
    layer = layers.Conv2D(1, 3, padding="same")
    output = layer(maps)
    rows, kernel = maps.shape[1], layer.kernel.shape
    for x, high, hue, shape, marked in (
        (82, side, "input", maps.shape, kernel[0]),
        (248, side * kernel[0] / rows, "weights", kernel[:3], 0),
        (360, side, "output", output.shape, 1),
    ):
        deep = 1.6 * shape[-1]
        left, low = x - (deep + high * SLANT[0]) / 2, y - (side - high) / 2
        d.block(
            left, low, high, deep, hue, kernel[0] if hue == "weights" else rows
        )
        first, last = (3.5 - marked / 2) / rows, (3.5 + marked / 2) / rows
        patch = d.face(left + deep, low, high, (first, first, last, last))
        if marked:
            d.path(
                "weights patch" if marked > 1 else "output patch",
                patch,
                closed=True,
            )
        d.text(x, y + 20, size(shape))
    d.text(167, y - 28, "∗")
    d.arrow((316, y - 34), (336, y - 34))
    said.append(f"{size(kernel[:3])} over {size(maps.shape)}")
    y += 102
d.print(
    "A filter is as deep as its input and gives one map whatever that depth:"
    f" {', '.join(said)}, each to {size(output.shape)}."
)
