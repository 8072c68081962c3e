"""How much of a network is 1×1: each layer is counted as the page says."""

import csv
import io

import pytest

from blocks import run_of
from project import DOCS, SNIPPETS, name
from sandbox import Session

SCRIPT = SNIPPETS / "architectures/share.py"
PAGE = DOCS / "architectures/share.md"
# The columns of the download; a change of their meaning needs a new name.
COLUMNS = (
    *("network", "macs_1x1_percent", "parameters_1x1_percent", "convolutions"),
    *("convolutions_1x1", "macs", "parameters", "input_side"),
)
SAME = 'padding="same"'
# A layer on 14×14 maps of 32 channels, and what each of its kernels counts as.
MAPS = {
    "Conv2D(64, 1)": [("1×1", 32 * 64 + 64, 14 * 14 * 32 * 64)],
    "Conv2D(64, 1, strides=2)": [("1×1", 32 * 64 + 64, 7 * 7 * 32 * 64)],
    "Conv2D(64, 1, use_bias=False)": [("1×1", 32 * 64, 14 * 14 * 32 * 64)],
    "Conv2D(64, 1, groups=4)": [("1×1", 32 // 4 * 64 + 64, 14 * 14 * 32 // 4 * 64)],
    "Dense(64)": [("1×1", 32 * 64 + 64, 14 * 14 * 32 * 64)],
    f"Conv2D(64, 3, {SAME})": [
        ("larger", 3 * 3 * 32 * 64 + 64, 14 * 14 * 3 * 3 * 32 * 64)
    ],
    "Conv2D(64, 3)": [("larger", 3 * 3 * 32 * 64 + 64, 12 * 12 * 3 * 3 * 32 * 64)],
    f"Conv2D(64, (1, 7), {SAME})": [
        ("larger", 7 * 32 * 64 + 64, 14 * 14 * 7 * 32 * 64)
    ],
    f"Conv2D(32, 7, groups=32, {SAME})": [
        ("larger", 7 * 7 * 32 + 32, 14 * 14 * 7 * 7 * 32)
    ],
    f"DepthwiseConv2D(3, {SAME})": [
        ("larger", 3 * 3 * 32 + 32, 14 * 14 * 3 * 3 * 32)
    ],
    f"SeparableConv2D(64, 3, strides=2, {SAME})": [
        ("larger", 3 * 3 * 32, 7 * 7 * 3 * 3 * 32),
        ("1×1", 32 * 64 + 64, 7 * 7 * 32 * 64),
    ],
    "BatchNormalization()": [],
    "MaxPooling2D()": [],
}
VECTOR = {"Dense(64)": [("dense", 32 * 64 + 64, 32 * 64)]}
SINGLE = {"Conv2D(8, 1)": [("1×1", 32 * 8 + 8, 32 * 8)]}
CASES = [
    pytest.param(shape, layer, counted, id=f"{layer} on {shape}")
    for shape, layers in (
        ((14, 14, 32), MAPS),
        ((32,), VECTOR),
        ((1, 1, 32), SINGLE),
    )
    for layer, counted in layers.items()
]
# Its first part is a model of its own, as in ConvNeXt; its classifier is written as a
# 1×1 convolution, as in MobileNet.
NETWORK = """
stem = keras.Sequential([keras.layers.Conv2D(4, 2, strides=2)])
maps = keras.Input((8, 8, 3))
features = keras.layers.BatchNormalization()(stem(maps))
features = keras.layers.SeparableConv2D(5, 3, padding="same")(features)
features = keras.layers.Dense(6)(features)
pooled = keras.layers.GlobalAveragePooling2D(keepdims=True)(features)
tiny = keras.Model(maps, keras.layers.Conv2D(10, 1)(pooled))
"""
STEM = 2 * 2 * 3 * 4 + 4
SEPARABLE = 3 * 3 * 4, 4 * 5 + 5
DENSE = 5 * 6 + 6
CLASSIFIER = 6 * 10 + 10
ONE_MACS = 4 * 4 * (4 * 5 + 5 * 6)
WHOLE = STEM + 4 * 4 + sum(SEPARABLE) + DENSE + CLASSIFIER  # 4·4: batch norm
ALL_MACS = 4 * 4 * (2 * 2 * 3 * 4 + 3 * 3 * 4) + ONE_MACS + 6 * 10
TINY = {
    "1×1, % of MACs": 100 * ONE_MACS / ALL_MACS,
    "1×1, % of parameters": 100 * (SEPARABLE[1] + DENSE) / WHOLE,
    "convolutions": 4,
    "1×1": 2,
    "MACs": ALL_MACS,
    "parameters": WHOLE,
    "input": 8,
}


@pytest.fixture(scope="module")
def session():
    """Run the script for one small network, to have its functions."""
    one = Session(SCRIPT)
    one.run("import sys\nsys.argv.append('VGG16')\n" + SCRIPT.read_text("utf-8"))
    yield one
    one.close()


@pytest.mark.parametrize(("shape", "layer", "counted"), CASES)
def test_layer_is_counted_as_by_hand(session, shape, layer, counted):
    """A layer's kinds, parameters and MACs are those worked out by hand."""
    printed = session.run(
        f"layer = keras.layers.{layer}\nlayer(keras.Input({shape}))\n"
        "print(list(count(layer)))"
    )
    assert printed.stdout.strip() == str(counted), printed.error


def test_network_is_counted_as_by_hand(session):
    """A small network's row is that worked out by hand, its classifier left out."""
    printed = session.run(f"{NETWORK}\nprint(measure(tiny))")
    assert printed.stdout.strip() == str(TINY), printed.error


UNCOUNTED = """
names = "ConvNeXtTiny", "DenseNet121", "EfficientNetB0", "MobileNetV3Small", "Xception"
kinds = set()
for name in names:
    size = {"input_shape": (224, 224, 3)} if "MobileNetV3" in name else {}
    with keras.StatelessScope(initialize_variables=False):
        model = getattr(keras.applications, name)(weights=None, **size)
    for layer in leaves(model):
        if layer.weights and not list(count(layer)):
            kinds.add(type(layer).__name__)
print(sorted(kinds))
"""


def test_only_normalisation_is_left_out(session):
    """A layer with weights that is not counted normalises or scales, and no more."""
    printed = session.run(UNCOUNTED)
    kinds = [
        "BatchNormalization",
        "LayerNormalization",
        "LayerScale",
        "Normalization",
    ]
    assert printed.stdout.strip() == str(kinds), printed.error


def test_download_has_what_the_table_shows(keep):
    """share.csv has the rows and numbers of the table, without thousands commas."""
    _, _, *rows = run_of(SCRIPT).stdout.partition("\n\n")[0].splitlines()
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(row.replace(",", "").strip("| ").split(" | "))
    keep(lines.getvalue(), DOCS / "assets/data/share.csv", name(SCRIPT))


def test_first_sentence_is_what_was_counted():
    """The sentence that the page opens with has the script's own two numbers."""
    *_, most, _, whole, _ = run_of(SCRIPT).stdout.split()
    claim = f"**In {most} of the {whole} networks that Keras ships, more than half"
    assert claim in PAGE.read_text("utf-8")
