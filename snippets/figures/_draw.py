"""Draw feature maps and layers as SVG: lengths are units of a box 400 wide."""

import contextlib
import io
import runpy
from math import prod
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

SLANT = 0.42, -0.28  # where the width of a map points, per unit of its height
SNIPPETS = Path(__file__).parents[1]


def names_of(snippet: str) -> dict:
    """Run a script of snippets/ silently and return its top-level names."""
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(str(SNIPPETS / snippet))


def size(shape) -> str:
    """Write a shape as 256×256×512, without its batch axis (None)."""
    return "×".join(number(n) for n in shape if n is not None)


def number(value: float) -> str:
    """Write a number with thousands commas and a true minus sign."""
    return f"{value:,.9g}".replace("-", "−")


def weights(layer) -> int:
    """Count a layer's weights, its biases left out."""
    return prod(layer.kernel.shape)


def face(corner, side: float, part=(0, 0, 1, 1)) -> list:
    """Return the corners of a part of a map with its lower left corner at (x, y).

    `part` is its left, top, right and bottom, in fractions of the map.
    """
    (x, y), (left, top, right, bottom) = corner, part
    ends = (left, top), (right, top), (right, bottom), (left, bottom)
    return [
        (x + side * a * SLANT[0], y + side * (b - 1 + a * SLANT[1]))
        for a, b in ends
    ]


class Drawing:
    """An SVG 400 units wide and `height` units high; y grows downwards."""

    def __init__(self, height: float):
        self.height, self.parts = height, []

    def add(self, tag: str, kind: str, words="", **places):
        """Add an element of the classes `kind`; a number is rounded to 0.1 unit."""
        start = f'{tag} class="{kind}"' if kind else tag
        for name, value in places.items():
            short = value if isinstance(value, str) else f"{round(value, 1):g}"
            start += f' {name.replace("_", "-")}="{short}"'
        self.parts.append(f"<{start}>{escape(str(words))}</{tag}>")

    def path(self, kind: str, *lines, end="", **places):
        """Draw lines, each a list of (x, y); closed when `end` is z."""
        points = (
            " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in n)
            for n in lines
        )
        self.add(
            "path",
            kind,
            d="".join(f"M{line}{end}" for line in points),
            **places,
        )

    def text(self, x: float, y: float, words, kind=""):
        """Write words around x, or with start or end in `kind` from or up to it."""
        self.add("text", kind, words, x=x, y=y)

    def label(self, x: float, y: float, words: str, room: float):
        """Write words in the middle of `room` units around x, or beside it."""
        if room > 8 * len(words):
            self.text(x, y, words, "small")
        else:
            self.text(x + room / 2 + 5, y, words, "small start")

    def chip(self, x: float, y: float, words: str, hue: str):
        """Write words in a rounded box around (x, y), 26 units high."""
        wide = 12 + 8 * len(words) if "×" in words or len(words) > 3 else 30
        self.add(
            "rect",
            f"{hue} chip".strip(),
            x=x - wide / 2,
            y=y - 13,
            width=wide,
            height=26,
            rx=7,
        )
        self.text(x, y + 5, words)

    def arrow(self, *points):
        """Draw an arrow through points (x, y); its last stretch runs to the right."""
        x, y = points[-1]
        self.path("arrow", points, [(x - 5, y - 4), (x, y), (x - 5, y + 4)])

    def bar(self, corner, wide: float, high: float, hue: str):
        """Draw a bar from its upper left corner (x, y)."""
        self.add(
            "rect",
            f"{hue} bar",
            x=corner[0],
            y=corner[1],
            width=wide,
            height=high,
        )

    def block(self, corner, side: float, deep: float, hue: str, cells=1):
        """Draw maps one behind the other: depth runs right, width into the page.

        `corner` is (x, y) of the lower left; `cells` the rows ruled on the last map.
        """
        end = corner[0] + deep, corner[1]
        near, far = face(corner, side), face(end, side)
        if deep:
            self.path(f"{hue} front", (near[0], far[0], far[3], near[3]), end="z")
            self.path(f"{hue} top", (near[0], near[1], far[1], far[0]), end="z")
        self.path(f"{hue} side", far, end="z")
        marks = [i / cells for i in range(1, cells)]
        rules = [face(end, side, (0, i, 1, i))[:2] for i in marks]
        rules += [face(end, side, (i, 0, i, 1))[1:3] for i in marks]
        if rules:
            self.path(f"{hue} rule", *rules)

    def profile(self, top, widths, layers, scale: float, step=52.0) -> float:
        """Draw numbers of maps as bars from the top down, and the layers between.

        `top` is (x of the middle, y), a map `scale` wide, `layers` the words between
        bars (a pool has no weights). Returns the y of the end.
        """
        x, y = top
        for i, width in enumerate(widths):
            wide, last = width * scale, i == len(layers)
            self.bar((x - wide / 2, y), wide, 20, "output" if last else "input")
            self.label(x, y + 15, number(width), wide)
            if last:
                return y + 20
            to = widths[i + 1] * scale
            funnel = [(x - wide / 2, y + 22), (x + wide / 2, y + 22)]
            funnel += [(x + to / 2, y + step - 2), (x - to / 2, y + step - 2)]
            kind = "layer" if "pool" in layers[i] else "weights layer"
            kind += " mix" if layers[i] == "1×1" else ""
            self.path(kind, funnel, end="z")
            self.label(x, y + step / 2 + 15, layers[i], (wide + to) / 2)
            y += step

    def print(self, says: str):
        """Print the drawing; `says` is its text alternative."""
        box = f'viewBox="0 0 400 {self.height:g}"'
        print(
            f'<svg class="drawing" {box} role="img" aria-label={quoteattr(says)}>'
        )
        print(*self.parts, "</svg>", sep="\n")
