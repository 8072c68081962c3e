import base64
import zlib

import numpy as np
from keras import layers
from skimage import data

from _draw import Drawing

SIDE, STEP = 86, 101  # units: a map, and from one map to the next
photograph = data.coffee()[:, 100:500] / 255
picture = photograph.reshape(40, 10, 40, 10, 3).mean(axis=(1, 3))
layer = layers.Conv2D(1, 1, use_bias=False)
layer.build((None, *picture.shape))
layer.set_weights([np.array([0.299, 0.587, 0.114]).reshape(1, 1, 3, 1)])
grey = np.array(layer(picture[None].astype("float32")))[0]
kernel = layer.get_weights()[0].ravel()
i, j = 17, 17  # the position that is followed


def png(values) -> bytes:
    """Return a map as a picture of 16 greys, not packed: the same bytes everywhere."""
    greys = np.uint8(15 * values + 0.5)
    pairs = greys[:, ::2] * 16 + greys[:, 1::2]  # two positions a byte
    rows = b"".join(b"\0" + bytes(row) for row in pairs)
    size = b"".join(n.to_bytes(4) for n in values.shape[::-1])
    written = b"\x89PNG\r\n\x1a\n"
    for kind, content in {
        b"IHDR": size + bytes([4, 0, 0, 0, 0]),
        b"IDAT": zlib.compress(rows, 0),
        b"IEND": b"",
    }.items():
        written += len(content).to_bytes(4) + kind + content
        written += zlib.crc32(kind + content).to_bytes(4)
    return written


def draw(x, values, name, hue):
    """Draw one map face on, and mark the position; return its middle."""
    d.text(x + SIDE / 2, 16, name, "strong")
    d.bar((x, 26), SIDE, SIDE, hue)
    places = {"x": x + 2, "y": 28, "width": SIDE - 4, "height": SIDE - 4}
    code = base64.b64encode(png(values)).decode()
    d.add("image", "", **places, href=f"data:image/png;base64,{code}")
    cell = (SIDE - 4) / len(values)
    left, top = x + 2 + j * cell - 2, 28 + i * cell - 2
    d.add("rect", f"{hue} chosen", x=left, y=top, width=6, height=6)
    d.path("guide", [(x + SIDE / 2, 118), (x + SIDE / 2, 132)])
    return x + SIDE / 2


d, terms = Drawing(250), []
for channel, name in enumerate(("red", "green", "blue")):
    x = draw(4 + channel * STEP, picture[:, :, channel], name, "input")
    pixel, weight = f"{picture[i, j, channel]:.3f}", f"{kernel[channel]:.3f}"
    d.chip(x, 150, pixel, "input")
    d.text(x - 37, 191, "×")
    d.chip(x, 186, weight, "weights")
    d.text(x, 233, f"{picture[i, j, channel] * kernel[channel]:.3f}")
    d.text(x + STEP / 2, 233, "+" if channel < 2 else "=")
    terms.append(f"{pixel} × {weight}")
x = draw(4 + 3 * STEP + 3, grey[:, :, 0], "grey", "output")
d.path("guide", [(x, 132), (x, 210)])
value = f"{grey[i, j, 0]:.3f}"
d.chip(x, 228, value, "output")
d.print(
    "The red, green and blue map of a photograph of a cup of coffee, and the grey map"
    f" that one filter makes of them. At the marked position: {' + '.join(terms)}"
    f" = {value}."
)
