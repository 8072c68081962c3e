"""The lab's photographs are made of the package's, and may be shown."""

import io
import re

import pytest
import skimage.data
from PIL import Image, ImageChops

from project import DOCS, name, report

FOLDER = DOCS / "assets/images"
RECORD = FOLDER / "pictures.txt"
HERE = "tests/test_pictures.py"
SIZE = 256  # pixels
# The square of the package's picture: left, top, right, bottom.
SQUARES = {
    "coffee": (80, 0, 480, 400),
    "chelsea": (90, 0, 390, 300),
    "astronaut": (0, 0, 512, 512),
}
NEEDED = ("What", "Who", "Licence")
NEEDED_OF_OTHERS = (*NEEDED, "Source", "Changed")


def picture(which: str) -> bytes:
    """Make a PNG file of 256×256 pixels and 256 colours of a picture of scikit-image.

    Few colours keep it below 60 kB. The page, its code and its tests read this file.
    """
    whole = Image.fromarray(getattr(skimage.data, which)())
    square = whole.resize(
        (SIZE, SIZE), Image.Resampling.LANCZOS, box=SQUARES[which]
    )
    few = square.quantize(256, kmeans=1, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


def entries() -> dict[str, dict[str, str]]:
    """Read pictures.txt: what is recorded of each file."""
    blocks = re.findall(
        r"^(\S+\.\w+)\n((?:  .+\n)+)", RECORD.read_text("utf-8"), re.M
    )
    return {
        file: dict(re.findall(r"^  (\w+): (.+)", lines, re.M))
        for file, lines in blocks
    }


def same_pixels(obtained, expected):
    """Raise an AssertionError unless two picture files show the same pixels."""
    now, kept = (Image.open(path).convert("RGB") for path in (obtained, expected))
    if now.size != kept.size or ImageChops.difference(now, kept).getbbox():
        raise AssertionError("the pixels differ")


@pytest.mark.parametrize("which", SQUARES)
def test_is_made_of_the_packages(which, file_regression):
    """A photograph has the pixels that its recipe makes of scikit-image's."""
    path = FOLDER / f"{which}.png"
    fault = []
    try:
        file_regression.check(
            picture(which),
            binary=True,
            extension="",
            fullpath=path,
            check_fn=same_pixels,
        )
    except AssertionError as error:
        fault = [
            f"{name(path)} is not what {HERE} makes of scikit-image's {which}: {error}."
            " Is the recipe right? Run `make outputs`. Is it wrong? Mend it."
        ]
    report(fault)


def test_are_small():
    """No picture keeps a reader waiting: none is above 60 kB."""
    report(
        f"{name(path)} has {path.stat().st_size:,} bytes, above 60,000. Take fewer"
        f" colours in {HERE}."
        for path in FOLDER.iterdir()
        if path.stat().st_size > 60_000
    )


def test_every_picture_is_recorded():
    """pictures.txt names every picture of its folder and no other, with all it must."""
    kept, there = (
        entries(),
        {path.name for path in FOLDER.iterdir()} - {RECORD.name},
    )
    complaints = [
        f"{file} is in {name(FOLDER)} or in {RECORD.name}, not in both."
        for file in kept.keys() ^ there
    ]
    for file, facts in kept.items():
        needed = NEEDED_OF_OTHERS if file.endswith(".png") else NEEDED
        complaints += [
            f"{name(RECORD)}: {file} lacks “{word}:”. Add it."
            for word in needed
            if not facts.get(word)
        ]
    report(complaints)


@pytest.mark.parametrize("which", SQUARES)
def test_licence_is_what_the_package_states(which):
    """Author and licence stand in scikit-image's own documentation of the picture."""
    facts = entries()[f"{which}.png"]
    stated = getattr(skimage.data, which).__doc__
    words = [
        re.split(r",", facts[word])[0].rstrip(".") for word in ("Who", "Licence")
    ]
    report(
        f"{name(RECORD)}: scikit-image does not say “{word}” of its {which}. Read"
        f" skimage.data.{which}.__doc__, and mend the record."
        for word in words
        if word not in stated
    )
