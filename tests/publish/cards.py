"""What a link to a page looks like elsewhere: a picture in the site's own look.

A card holds the page's section, title and description, and its first drawing if there
is one. The drawings know few elements and classes: see snippets/figures/_draw.py.
"""

import base64
import functools
import io
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import matplotlib
from PIL import Image, ImageColor, ImageDraw, ImageFont

from project import DOCS

WIDTH, HEIGHT = 1200, 630  # px, as Open Graph's consumers ask for
MARGIN, GAP = 72, 48  # px
BESIDE, ALONE = 520, 300  # px, of the drawing, or of the mark in its place
FINER = 3  # drawn so much larger, then scaled down: Pillow draws hard edges
COLOURS = 64  # of the palette
FONTS = Path(matplotlib.get_data_path()) / "fonts/ttf"
TITLES = (62, 56, 50, 45, 40)  # px: the first at which everything fits
TITLE_LINES = 3
TITLE_LEADING, LEADING = 1.16, 1.5  # heights of a line, in sizes of its type
SECTION = 24  # px, of the line above the title


@functools.cache
def colours() -> dict[str, tuple[int, int, int]]:
    """Read the light scheme's colours from the stylesheet, by their names there."""
    css = (DOCS / "assets/stylesheets/one-by-one.css").read_text("utf-8")
    found = re.findall(r"--obo-([\w-]+): light-dark\((#\w+),", css)
    return {name: ImageColor.getrgb(colour) for name, colour in found}


@functools.cache
def font(name: str, size: float) -> ImageFont.FreeTypeFont:
    """Return one of the fonts that come with Matplotlib, laid out the same anywhere."""
    file = FONTS / f"DejaVu{name}.ttf"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


def blend(colour: tuple, share: float) -> tuple[int, ...]:
    """Mix a colour with the paper: 1 is the colour alone."""
    paper = colours()["paper"]
    return tuple(
        round(share * a + (1 - share) * b)
        for a, b in zip(colour, paper, strict=True)
    )


# ---- A drawing of the site

# The share of its hue that fills an element, by its class, as figures.css has it.
FILLS = {
    "front": 0.3,
    "bar": 0.3,
    "unit": 0.3,
    "top": 0.12,
    "side": 0.18,
    "cell": 1,
    "chosen": 1,
    "patch": 1,
    "layer": 0.1,
    "mix": 0.36,
    "band": 0.2,
    "chip": 0.16,
    "solid": 1,
}
STROKES = {  # units: by class, the last that applies
    "rule": 0.6,
    "cell": 0.6,
    "chosen": 2.2,
    "layer": 0.8,
    "band": 0,
    "chip": 1.6,
    "arrow": 1.6,
    "beam": 2.2,
    "guide": 1.6,
    "links": 0.5,
}
FAINT = {"rule": 0.6, "links": 0.4}
DOTS = 1, 4  # units: drawn and left out


class Drawing:
    """Draws an SVG of the site with Pillow, `scale` pixels a unit."""

    def __init__(self, svg: str, scale: float):
        root = ET.fromstring(svg)  # noqa: S314 the site's own
        *_, self.wide, self.high = map(float, root.get("viewBox").split())
        self.scale = scale
        size = round(self.wide * scale), round(self.high * scale)
        self.canvas = Image.new("RGB", size, colours()["paper"])
        self.pen = ImageDraw.Draw(self.canvas)
        for element in root:
            kinds = (element.get("class") or "").split()
            getattr(self, element.tag.rpartition("}")[2])(element, kinds)

    def places(self, element, *names: str) -> list[float]:
        """Return an element's lengths in pixels."""
        return [float(element.get(name, 0)) * self.scale for name in names]

    def style(self, element, kinds: list[str]) -> tuple:
        """Return an element's fill, its stroke, and that line's width in pixels."""
        own = [kind for kind in kinds if kind in ("input", "weights", "output")]
        hue = colours()[own[0] if own else "muted"]
        stroke = colours()["ink"] if {"arrow", "beam", "chosen"} & {*kinds} else hue
        fill = next((FILLS[kind] for kind in FILLS if kind in kinds), None)
        for kind in kinds:
            fill = FILLS[kind] if kind in ("mix", "solid") else fill
            stroke = blend(stroke, FAINT[kind]) if kind in FAINT else stroke
        if fill:
            fill = blend(hue, fill * float(element.get("fill-opacity", 1)))
        wide = ([1.2] + [STROKES[kind] for kind in STROKES if kind in kinds])[-1]
        return fill, stroke, round(wide * self.scale)

    def path(self, element, kinds):
        """Draw straight lines, filled if they are closed."""
        fill, stroke, wide = self.style(element, kinds)
        for part in element.get("d").split("M")[1:]:
            numbers = re.findall(r"-?[\d.]+", part)
            points = [float(n) * self.scale for n in numbers]
            points = list(zip(points[::2], points[1::2], strict=True))
            if part.rstrip().endswith("z"):
                points.append(points[0])
                if fill:
                    self.pen.polygon(points, fill)
            if wide and "guide" in kinds:
                self.dots(points, stroke, wide)
            elif wide:
                self.pen.line(points, stroke, wide, joint="curve")

    def dots(self, points, stroke, wide):
        """Draw dotted lines."""
        drawn, period = DOTS[0] * self.scale, sum(DOTS) * self.scale
        for (x, y), (to_x, to_y) in pairwise(points):
            long = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5 or 1
            across, down = (to_x - x) / long, (to_y - y) / long
            for i in range(int(long / period) + 1):
                at = i * period
                end = min(at + drawn, long)
                ends = [(x + across * d, y + down * d) for d in (at, end)]
                self.pen.line(ends, stroke, wide)

    def rect(self, element, kinds):
        """Draw a box, its corners rounded if it says so."""
        fill, stroke, wide = self.style(element, kinds)
        x, y, width, height, round_by = self.places(
            element, "x", "y", "width", "height", "rx"
        )
        box = x, y, x + width, y + height
        self.pen.rounded_rectangle(
            box, round_by, fill, stroke if wide else None, wide
        )

    def circle(self, element, kinds):
        """Draw a circle."""
        fill, stroke, wide = self.style(element, kinds)
        x, y, radius = self.places(element, "cx", "cy", "r")
        self.pen.circle((x, y), radius, fill, stroke, wide)

    def image(self, element, _):
        """Place a picture that stands in the drawing itself."""
        data = base64.b64decode(element.get("href").partition(",")[2])
        x, y, *size = map(round, self.places(element, "x", "y", "width", "height"))
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        self.canvas.paste(picture.resize(size, Image.Resampling.NEAREST), (x, y))

    def text(self, element, kinds):
        """Write words around, from or up to a place on the base line."""
        small = {"small", "muted"} & {*kinds}
        size = (13 if small else 14) * self.scale
        write = font("Sans-Bold" if "strong" in kinds else "Sans", size)
        anchor = next((a for a in ("start", "end") if a in kinds), "middle")
        self.pen.text(
            self.places(element, "x", "y"),
            "".join(element.itertext()),
            colours()["muted" if "muted" in kinds else "ink"],
            write,
            {"start": "ls", "middle": "ms", "end": "rs"}[anchor],
        )


def drawn(svg: str, width: int, height: int) -> Image.Image:
    """Return a drawing as large as fits the space."""
    *_, wide, high = map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split())
    scale = min(width / wide, height / high)
    large = Drawing(svg, scale * FINER).canvas
    return large.resize(
        (round(wide * scale), round(high * scale)), Image.Resampling.BOX
    )


@functools.cache
def mark(size: int) -> Image.Image:
    """Return the site's mark, as partials/logo.html draws it."""
    unit = size * FINER / 32
    image = Image.new("RGB", (size * FINER, size * FINER), colours()["paper"])
    pen = ImageDraw.Draw(image)
    for y in (25, 16, 7):
        for wide, high, fill, stroke in (
            (14, 5.5, "paper", "input"),
            (4, 1.6, "weights", "weights"),
        ):
            corners = (
                (16, y - high),
                (16 + wide, y),
                (16, y + high),
                (16 - wide, y),
            )
            points = [(a * unit, b * unit) for a, b in corners]
            pen.polygon(points, colours()[fill])
            pen.line(
                [*points, *points[:2]],
                colours()[stroke],
                round(2 * unit),
                joint="curve",
            )
    return image.resize((size, size), Image.Resampling.BOX)


# ---- The card


def wrapped(words: str, write: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Break words into lines that fit."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and write.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def text(
    title: str, description: str, room: float, high: int, small: int
) -> tuple[int, list[str], list[str]]:
    """Return the size of the title, its lines and the description's, to fit a space."""
    for size in TITLES:
        lines = wrapped(title, font("Serif-Bold", size), room)
        said = wrapped(description, font("Sans", small), room)
        wide = max(font("Serif-Bold", size).getlength(line) for line in lines)
        fits = int((high - tall(size, lines, small, [])) // (LEADING * small))
        if wide <= room and len(lines) <= TITLE_LINES and len(said) <= fits:
            return size, lines, said
    return size, lines, [*said[: fits - 1], f"{said[fits - 1]} …"][:fits]


def tall(size: int, lines: list[str], small: int, said: list[str]) -> float:
    """Return how high a title and a description are, with the space between."""
    return len(lines) * TITLE_LEADING * size + small + len(said) * LEADING * small


def card(site: str, section: str, title: str, description: str, svg: str) -> bytes:
    """Return a page's card as a PNG; `svg` is its drawing, or empty."""
    palette = colours()
    image = Image.new("RGB", (WIDTH, HEIGHT), palette["paper"])
    pen = ImageDraw.Draw(image)
    right = drawn(svg, BESIDE, HEIGHT - 2 * MARGIN) if svg else mark(ALONE)
    room = WIDTH - 2 * MARGIN - GAP - (BESIDE if svg else ALONE)
    image.paste(right, (WIDTH - MARGIN - right.width, (HEIGHT - right.height) // 2))
    image.paste(mark(56), (MARGIN, MARGIN - 24))
    place = MARGIN + 72, MARGIN + 17
    pen.text(place, site, palette["ink"], font("Serif-Bold", 32), "ls")

    small = 25 if svg else 29
    top, bottom = MARGIN + 56, HEIGHT - MARGIN + 24
    high = bottom - top - SECTION
    size, lines, said = text(title, description, room, high, small)
    y = top + (high - tall(size, lines, small, said)) / 2
    if section:
        y += SECTION
        place = MARGIN, y
        pen.text(place, section, palette["weights"], font("Sans-Bold", 24), "ls")
    for line in lines:
        y += TITLE_LEADING * size
        pen.text((MARGIN, y), line, palette["ink"], font("Serif-Bold", size), "ls")
    y += small
    for line in said:
        y += LEADING * small
        pen.text((MARGIN, y), line, palette["muted"], font("Sans", small), "ls")
    pen.rectangle((0, HEIGHT - 12, WIDTH, HEIGHT), palette["input"])

    file = io.BytesIO()
    few = image.quantize(
        COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    few.save(file, "PNG")
    return file.getvalue()
