import keras
from _draw import SLANT, Drawing, size
from keras import layers

maps = keras.Input((32, 32, 64))
pool, pointwise = layers.MaxPooling2D(2), layers.Conv2D(16, 1)
pooled, mixed = pool(maps).shape, pointwise(maps).shape
d = Drawing(300)


def draw(x, y, shape, hue):
    """Draw maps at 2.6 units a row and 1.1 a channel, and their shape below."""
    side, deep = shape[1] * 2.6, shape[-1] * 1.1
    d.block(x, y, side, deep, hue)
    d.text(x + (deep + side * SLANT[0]) / 2, y + 21, size(shape))


draw(10, 192, maps.shape, "input")
d.arrow((124, 138), (146, 138), (146, 66), (252, 66))
d.chip(198, 66, f"{size(pool.pool_size)} pool")
d.text(198, 38, "smaller maps", "muted")
draw(270, 90, pooled, "output")
d.arrow((124, 138), (146, 138), (146, 220), (252, 220))
d.chip(198, 220, size(pointwise.kernel_size), "weights")
d.text(198, 192, "fewer maps", "muted")
draw(290, 266, mixed, "output")
d.print(
    f"From {size(maps.shape)}, {size(pool.pool_size)} max pooling gives {size(pooled)}:"
    f" smaller maps, as many. A {size(pointwise.kernel_size)} convolution gives"
    f" {size(mixed)}: fewer maps, as large."
)
