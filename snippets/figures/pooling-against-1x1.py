from _draw import SLANT, Drawing, names_of, size

names = names_of("introduction.py")
maps, compared = names["maps"], names["compared"]
pool, pointwise = compared["2×2 max pooling"], compared["1×1, 16 filters"]
pooled, mixed = pool(maps).shape, pointwise(maps).shape
window, kernel = size(pool.pool_size), size(pointwise.kernel_size)
d = Drawing(296)


def draw(x, y, shape, hue):
    """Draw maps at 2.6 units a row and 1.1 a channel, and their shape below."""
    side, deep = shape[1] * 2.6, shape[-1] * 1.1
    d.block((x, y), side, deep, hue)
    d.text(x + (deep + side * SLANT[0]) / 2, y + 21, size(shape))


draw(10, 190, maps.shape, "input")
draw(270, 88, pooled, "output")
draw(290, 264, mixed, "output")
for y, words, effect, hue in (
    (64, f"{window} pool", "smaller maps", ""),
    (218, kernel, "fewer maps", "weights"),
):
    d.arrow((124, 136), (146, 136), (146, y), (252, y))
    d.chip(198, y, words, hue)
    d.text(198, y - 28, effect, "muted")
d.print(
    f"From {size(maps.shape)}, {window} max pooling gives {size(pooled)}: smaller maps,"
    f" as many. A {kernel} convolution gives {size(mixed)}: fewer maps, as large."
)
