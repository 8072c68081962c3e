"""The channel mixer computes what Keras computes, and its script gives its pixels.

The page's own module runs in the browser, Keras in a process of its own. Both round to
32 bits: a sum of at most nine terms and a bias may differ by ten roundings of 6·10⁻⁸,
so by 10⁻⁶ of the size of its terms, which is the sum of their absolute values.
"""

import base64
import itertools
import json
import shutil

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from project import DOCS, report
from sandbox import Session

MODULE = "docs/assets/javascripts/mix.js"
CURE = f"Mend {MODULE}."
PICTURES = DOCS / "assets/images"
ROUNDING = 1e-6  # of the size of the terms
PIXEL = 1e-5  # of values from 0 to 1
SINGULAR = 1e5  # the condition number from which mix.js calls a matrix singular

# Maps go to the module as lists, and come back as base64 of their 32-bit values.
HELPERS = """async () => {
    const mix = await import("/assets/javascripts/mix.js")
    const {Refusal} = await import("/assets/javascripts/words.js")
    const base64 = maps => new Promise(done => {
        const reader = new FileReader()
        reader.onload = () => done(reader.result.split(",")[1])
        reader.readAsDataURL(new Blob(maps))
    })
    const floats = one => one?.maps
        ? {...one, maps: one.maps.map(map => new Float32Array(map))} : one
    const picture = async name => {
        const file = await fetch(`/assets/images/${name}.png`)
        const bitmap = await createImageBitmap(await file.blob())
        const {height, width} = bitmap
        const canvas = new OffscreenCanvas(width, height).getContext("2d")
        canvas.drawImage(bitmap, 0, 0)
        const {data} = canvas.getImageData(0, 0, width, height)
        const maps = [0, 1, 2].map(colour => Float32Array.from(
            {length: height * width}, (_, i) => data[4 * i + colour] / 255))
        return {height, width, maps}
    }
    const more = {
        input: async text => {
            const {source, picture: name} = mix.parseMix(text)
            return mix.sourceMaps(source, await picture(name))
        },
        output: async text => {
            const setting = mix.parseMix(text)
            const {weights, biases, activation, undo} = setting
            const mixed = mix.pointwise(
                await more.input(text), weights, biases, activation)
            const back = undo && mix.undoing(setting)
            if (!back) return mixed
            return mix.pointwise(mixed, back.weights, back.biases, "none")
        },
        script: async text => {
            const setting = mix.parseMix(text)
            return mix.kerasMix(setting, await picture(setting.picture))
        },
        again: text => {
            const setting = mix.parseMix(text)
            const short = mix.formatMix(setting)
            const again = mix.parseMix(short)
            return {setting, short, again, shortest: mix.formatMix(again)}
        },
        refuse: texts => texts.map(text => {
            const began = performance.now()
            try {
                return {accepted: mix.parseMix(text)}
            } catch (error) {
                const time = performance.now() - began
                return {time, refusal: error.message, kind: error instanceof Refusal}
            }
        }),
    }
    globalThis.call = async ([name, args]) => {
        const named = more[name] ?? mix[name]
        const got = await (typeof named === "function"
            ? named(...args.map(floats)) : named)
        return got?.maps ? {...got, maps: await base64(got.maps)} : got
    }
}"""

# Applies a layer with some weights to maps, and prints the maps that it makes.
APPLY = """
import json
import numpy as np
from keras import layers

def apply(layer, maps, *weights):
    x = np.array(maps, "float32").transpose(1, 2, 0)[None]
    layer.build(x.shape)
    layer.set_weights([np.array(one) for one in weights])
    print(json.dumps(np.array(layer(x))[0].transpose(2, 0, 1).tolist()))
"""


@pytest.fixture(scope="module")
def mix(bare):
    """Return a function that calls what mix.js exports, by its name, in a page."""
    bare.evaluate(HELPERS)

    def call(name, *args):
        got = bare.evaluate("call", [name, args])
        if not isinstance(got, dict) or "maps" not in got:
            return got
        values = np.frombuffer(base64.b64decode(got["maps"]), "float32")
        return values.reshape(-1, got["height"], got["width"])

    return call


@pytest.fixture(scope="module")
def keras(tmp_path_factory):
    """Return a function that applies a layer of Keras, written as code, to maps."""
    session = Session(tmp_path_factory.mktemp("keras") / "apply.py")
    session.run(APPLY)

    def apply(layer, maps, *weights):
        lists = ", ".join(repr(np.array(one).tolist()) for one in (maps, *weights))
        ran = session.run(f"apply(layers.{layer}, {lists})")
        return np.array(json.loads(ran.stdout)) if not ran.error else ran.error

    yield apply
    session.close()


def as_maps(maps) -> dict:
    """Give an array of maps × height × width the form that mix.js takes."""
    count, height, width = maps.shape
    flat = maps.reshape(count, height * width).tolist()
    return {"height": height, "width": width, "maps": flat}


def within(ours, theirs, terms) -> bool:
    """Tell whether two results have one shape, and differ by rounding alone."""
    return (
        np.shape(ours) == np.shape(theirs)
        and (np.abs(ours - theirs) <= ROUNDING * terms + 1e-30).all()
    )


NUMBERS = st.integers(-100_000, 100_000).map(lambda number: number / 1e4)


@st.composite
def random_maps(draw, count=None):
    """Draw maps of −1 to 1, of 1 to 9 rows and columns, one of them perhaps all 0."""
    shape = [draw(st.integers(1, most)) for most in (8, 9, 9)]
    shape[0] = count or shape[0]
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    maps = chance.uniform(-1, 1, shape).astype("float32")
    maps[0] *= draw(st.sampled_from([1, 1, 1, 0]))
    return maps


def matrices(rows, columns):
    """Return a strategy for the weights of a layer, filters × channels."""
    row = st.lists(NUMBERS, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def mixes(draw):
    """Draw maps, weights, biases and an activation."""
    maps, filters = draw(random_maps()), draw(st.integers(1, 8))
    weights = draw(matrices(filters, len(maps)))
    biases = draw(matrices(1, filters))[0]
    return maps, weights, biases, draw(st.sampled_from(["none", "relu"]))


def size(maps, weights, biases=0):
    """Return the size of the terms of a 1×1 convolution, filters × height × width."""
    terms = np.einsum("fc,chw->fhw", np.abs(weights), np.abs(maps))
    return terms + np.reshape(np.abs(biases), (-1, 1, 1))


@settings(max_examples=200)
@given(drawn=mixes())
def test_mix_is_what_keras_computes(mix, keras, drawn):
    """A 1×1 convolution of any maps by any weights is Keras's, with ReLU or without."""
    maps, weights, biases, activation = drawn
    ours = mix("pointwise", as_maps(maps), weights, biases, activation)
    named = "linear" if activation == "none" else activation
    layer = f"Conv2D({len(weights)}, 1, activation={named!r})"
    theirs = keras(layer, maps, np.transpose(weights)[None, None], biases)
    terms = size(maps, weights, biases)
    assert within(ours, theirs, terms), f"{ours}\nis not Keras's\n{theirs}\n{CURE}"


@settings(max_examples=50)
@given(drawn=mixes(), chance=st.randoms(use_true_random=False))
def test_sum_written_out_is_the_output(mix, drawn, chance):
    """A sum written out has each weight with its value, and gives the map's value."""
    maps, weights, biases, activation = drawn
    filters = mix("pointwise", as_maps(maps), weights, biases, activation)
    filter_, at = chance.randrange(len(weights)), chance.randrange(maps[0].size)
    row, bias = weights[filter_], biases[filter_]
    got = mix("sumAt", as_maps(maps), row, bias, activation, at)
    values = maps.reshape(len(maps), -1)[:, at].tolist()
    total = bias + np.dot(row, values)
    expected = {
        "terms": [list(term) for term in zip(row, values, strict=True)],
        "bias": bias,
        "sum": pytest.approx(total, abs=1e-12),
        "output": pytest.approx(filters[filter_].flat[at], abs=1e-5),
    }
    assert got == expected, f"sumAt gives {got}, not {expected}. {CURE}"


@settings(max_examples=50)
@given(rgb=random_maps(3))
def test_first_layer_is_what_keras_computes(mix, keras, rgb):
    """The eight maps are those of a 3×3 layer of Keras's: stencils times colours."""
    ours, first = mix("firstLayer", as_maps(rgb)), mix("FIRST")
    stencils, colours = ([one[k] for one in first] for k in ("stencil", "colours"))
    kernel = np.einsum("fp,fc->pcf", stencils, colours).reshape(3, 3, 3, 8)
    layer = 'Conv2D(8, 3, padding="same", activation="relu")'
    theirs = keras(layer, rgb, kernel, np.zeros(8))
    terms = 3 * np.abs(kernel).sum()  # 27 terms, of up to 1
    assert within(ours, theirs, terms), f"{ours}\nis not Keras's\n{theirs}\n{CURE}"


@settings(max_examples=50)
@given(maps=random_maps(), stencil=matrices(1, 9))
def test_neighbours_are_what_keras_computes(mix, keras, maps, stencil):
    """The same 3×3 weights on each map are a depthwise convolution of Keras's."""
    ours = mix("neighbours", as_maps(maps), stencil[0])
    kernel = np.repeat(np.reshape(stencil, (3, 3, 1, 1)), len(maps), axis=2)
    layer = 'DepthwiseConv2D(3, padding="same", use_bias=False)'
    theirs = keras(layer, maps, kernel)
    terms = np.abs(stencil).sum()
    assert within(ours, theirs, terms), f"{ours}\nis not Keras's\n{theirs}\n{CURE}"


@settings(max_examples=50)
@given(maps=random_maps(), kind=st.sampled_from(["max", "average"]))
def test_pooling_is_what_keras_computes(mix, keras, maps, kind):
    """Pooling 2×2 is Keras's with padding same, for odd sizes too."""
    ours = mix("pool", as_maps(maps), kind)
    theirs = keras(f'{kind.title()}Pooling2D(2, padding="same")', maps)
    assert within(ours, theirs, 1), f"{ours}\nis not Keras's\n{theirs}\n{CURE}"


# ---- Undo


@st.composite
def square_matrices(draw):
    """Draw a square matrix; half have a last row that is half the first, or nearly."""
    rows = draw(st.integers(1, 8))
    matrix = draw(matrices(rows, rows))
    if draw(st.booleans()):
        matrix[-1] = [value / 2 for value in matrix[0]] if rows > 1 else [0.0]
        matrix[-1][-1] += draw(st.sampled_from([0, 1e-5, 1e-4, 1e-3]))
    return matrix


def inverted(matrix) -> np.ndarray | None:
    """Return numpy's inverse of a matrix, or None if that is far too inexact."""
    try:
        inverse = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return None
    condition = np.linalg.cond(matrix, np.inf)
    assume(not 0.9 < condition / SINGULAR < 1.1)  # rounding decides between them
    return inverse if condition < SINGULAR else None


@settings(max_examples=200)
@given(matrix=square_matrices())
def test_inverse_is_numpys(mix, matrix):
    """A matrix has numpy's inverse; a singular or nearly singular one has none."""
    ours, theirs = mix("inverse", matrix), inverted(matrix)
    same = (
        ours is theirs
        if ours is None or theirs is None
        else np.allclose(ours, theirs, rtol=1e-9, atol=1e-9 * np.abs(theirs).max())
    )
    assert same, f"the inverse of {matrix} is {ours}, and not {theirs}. {CURE}"


@pytest.mark.parametrize("matrix", [[[1, 0]], [[1], [0]], [[1, 0], [0, 1, 2]]])
def test_only_square_matrices_have_an_inverse(mix, matrix):
    """More or fewer filters than channels cannot be undone."""
    inverse = mix("inverse", matrix)
    assert inverse is None, f"{matrix} has the inverse {inverse}. {CURE}"


@st.composite
def undone(draw):
    """Draw as many filters as maps, with biases."""
    weights = draw(square_matrices())
    biases = draw(matrices(1, len(weights)))[0]
    return draw(random_maps(len(weights))), weights, biases


@settings(max_examples=50)
@given(drawn=undone())
def test_undoing_brings_back(mix, drawn):
    """A layer with the inverse matrix and its biases brings back what was mixed."""
    maps, weights, biases = drawn
    back = mix("undoing", {"weights": weights, "biases": biases})
    assume(back is not None)
    mixed = mix("pointwise", as_maps(maps), weights, biases, "none")
    again = mix(
        "pointwise", as_maps(mixed), back["weights"], back["biases"], "none"
    )
    terms = size(size(maps, weights, biases), back["weights"], back["biases"])
    assert within(again, maps, terms), f"{again}\nis not\n{maps}\n{CURE}"


# ---- The settings' text

CHANNELS = {"rgb": 3, "maps": 8, "two": 2}


def written(number):
    """Return a strategy for ways to write a number that a reader may type."""
    return st.sampled_from([f"{number:.4f}", f"{number:g}"])


@st.composite
def texts(draw):
    """Draw a setting's text, in its shortest form or not."""
    source, filters = (
        draw(st.sampled_from(sorted(CHANNELS))),
        draw(st.integers(1, 8)),
    )
    picture = draw(st.sampled_from(["coffee", "chelsea", "astronaut"]))
    activation = draw(st.sampled_from(["none", "relu", "none.undo", "relu.undo"]))
    square = draw(st.booleans())
    rows = CHANNELS[source] if square else filters
    drawn = draw(matrices(rows, CHANNELS[source])) + draw(matrices(1, rows))
    *weights, biases = (",".join(draw(written(n)) for n in row) for row in drawn)
    place = draw(st.tuples(st.integers(0, 255), st.integers(0, 255)))
    at = draw(st.sampled_from(["", ";128,128", f";{place[0]},{place[1]}"]))
    return f"{source}.{picture}.{activation};{'/'.join(weights)};{biases}{at}"


@settings(max_examples=200)
@given(text=texts())
def test_text_keeps_its_meaning(mix, text):
    """A setting written again means the same, and is then in its shortest form."""
    got = mix("again", text)
    same = got["again"] == got["setting"] and got["shortest"] == got["short"]
    assert same and len(got["short"]) <= len(text), f"{text} becomes {got}. {CURE}"


SLOTS = (
    "{}.coffee.relu.undo;1,2,3/4,5,6/7,8,9;1,2,3;4,5",
    "rgb.{}.relu.undo;1,2,3/4,5,6/7,8,9;1,2,3;4,5",
    "rgb.coffee.{}.undo;1,2,3/4,5,6/7,8,9;1,2,3;4,5",
    "rgb.coffee.relu.{};1,2,3/4,5,6/7,8,9;1,2,3;4,5",
    "rgb.coffee.relu.undo;1,2,3/4,{},6/7,8,9;1,2,3;4,5",
    "rgb.coffee.relu.undo;1,2,3/4,5,6/7,8,9/{};1,2,3,4;4,5",
    "rgb.coffee.relu.undo;1,2,3/4,5,6/7,8,9;1,{},3;4,5",
    "rgb.coffee.relu.undo;1,2,3/4,5,6/7,8,9;{};4,5",
    "rgb.coffee.relu.undo;1,2,3/4,5,6/7,8,9;1,2,3;{},5",
    "rgb.coffee.relu.undo;1,2,3/4,5,6/7,8,9;1,2,3;4,{}",
    "rgb.coffee.relu.undo;1,2,3/4,5,6/7,8,9;1,2,3;4,5;{}",
    "{}",
)
WRONG = (
    *("", " ", "NaN", "Infinity", "-Infinity", "undefined", "null", "1e1", "0x1"),
    *("--1", "+1", ".5", "1.", "-10.0001", "10.00001", "0.00001", "256", "٣", "−1"),
    *("<script>alert(1)</script>", "%3B", "\0", "toString", "__proto__"),
    *("1,2,3/" * 9, "9" * 5000),
)
UNSPEAKABLE = ("NaN", "undefined", "Infinity", "null", "[object", "<")
FOREVER = 2000  # ms: who goes over a million signs again and again takes far longer


def test_malformed_texts_are_refused(mix):
    """Each of 200 wrong texts is refused at once, in a sentence fit for a reader."""
    wrong = [slot.format(value) for slot, value in itertools.product(SLOTS, WRONG)]
    wrong.append(wrong[0] + "1," * 500_000)
    report(
        f"{text[:80]!r} gives {answer}. {CURE}"
        for text, answer in zip(wrong, mix("refuse", wrong), strict=True)
        if len(wrong) < 200
        or not answer.get("kind")
        or not 20 < len(answer["refusal"]) < 200
        or not answer["refusal"].endswith(".")
        or any(word in answer["refusal"] for word in UNSPEAKABLE)
        or answer["time"] > FOREVER
    )


# ---- The script


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Return a function that runs a script where the pictures are saved, or are not."""
    sessions = {}
    for saved in (True, False):
        folder = tmp_path_factory.mktemp("reader")
        sessions[saved] = Session(folder / "mix.py"), folder / "output.npy"
        for picture in PICTURES.glob("*.png") if saved else ():
            shutil.copy(picture, folder)

    def ran(script, saved=True):
        """Run a script without the names of those before; return it and its output."""
        session, output = sessions[saved]
        session.run(
            "for _ in set(globals()): _.startswith('_') or globals().pop(_)"
        )
        result = session.run(script + "\nnp.save('output.npy', output[:])")
        return result, None if result.error else np.load(output).transpose(2, 0, 1)

    yield ran
    for session, _ in sessions.values():
        session.close()


@pytest.fixture(scope="module")
def presets(mix) -> dict[str, str]:
    """Return the text of each preset, by its name."""
    return {preset["id"]: preset["text"] for preset in mix("PRESETS")}


def scale(setting: dict, back: dict | None) -> float:
    """Return how large the terms of a setting's sums can be, at least 1."""
    largest = (
        1 if setting["source"] == "rgb" else 8
    )  # of the maps' values, and terms
    for layer in filter(None, [setting, setting["undo"] and back]):
        rows = np.abs(layer["weights"]).sum(axis=1) * largest
        largest = (rows + np.abs(layer["biases"])).max()
    return max(1, largest)


def differs(mix, reader, text: str, allowed: float = PIXEL) -> str:
    """Tell how the picture that a setting's script makes differs from the page's."""
    result, theirs = reader(mix("script", text))
    if result.error:
        return f"the script of {text} fails: {result.error}. {CURE}"
    ours = mix("output", text)
    shape = str((*ours.shape[1:], len(ours)))
    if ours.shape != theirs.shape or shape not in result.stdout:
        return f"{text} makes {shape}, its script {result.stdout!r}. {CURE}"
    apart = np.abs(ours - theirs).max()
    return f"the script of {text} is {apart:g} off. {CURE}" * (not apart <= allowed)


def test_scripts_of_presets_give_the_pages_pixels(mix, reader, presets):
    """Each preset's script makes the page's whole picture, to 1e-5."""
    report(filter(None, [differs(mix, reader, text) for text in presets.values()]))


@settings(max_examples=10)
@given(text=texts())
def test_scripts_give_the_pages_pixels(mix, reader, text):
    """Any setting's script makes the page's whole picture, to 1e-5 of its terms."""
    setting = mix("parseMix", text)
    allowed = PIXEL * scale(setting, mix("undoing", setting))
    difference = differs(mix, reader, text, allowed)
    assert not difference, difference


@pytest.mark.parametrize("place", [(0, 0), (255, 17), (100, 255)])
@pytest.mark.parametrize("preset", ["grey", "reduction", "expansion", "undo-relu"])
def test_script_without_the_picture(mix, reader, presets, preset, place):
    """Without the picture, a script says so, and computes the position alone."""
    row, column = place
    text = f"{presets[preset]};{row},{column}"
    result, theirs = reader(mix("script", text), saved=False)
    at = 0 if theirs is None else theirs.shape[1] // 2
    ours = mix("output", text)[:, row, column]
    well = (
        not result.error
        and "No " in result.stdout
        and np.allclose(theirs[:, at, at], ours, rtol=0, atol=PIXEL)
    )
    assert well, f"{text} makes {ours}, its script {result}. {CURE}"


# ---- What the presets say


def rank(maps) -> int:
    """Return of how many maps all others are mixes, with a bias."""
    flat = maps.reshape(len(maps), -1)
    return np.linalg.matrix_rank(flat - flat.mean(axis=1, keepdims=True), tol=0.1)


def colour(maps) -> float:
    """Return how far red, green and blue are apart on the astronaut's suit."""
    return np.ptp(maps[:, 160, 40])


# What x becomes, the maps that come in, in y, those that go out.
CLAIMS = {
    "grey": lambda x, y: np.allclose(y, np.tensordot([0.299, 0.587, 0.114], x, 1)),
    "swap": lambda x, y: (y == x[::-1]).all(),
    "identity": lambda x, y: (y == x).all(),
    "reduction": lambda x, y: (
        (len(x), len(y)) == (8, 2) and y[0].shape == x[0].shape
    ),
    "expansion": lambda x, y: (
        (len(x), len(y)) == (2, 8) and rank(x) == rank(y) == 2
    ),
    "undo": lambda x, y: np.abs(y - x).max() < 1e-6,
    "undo-relu": lambda x, y: colour(x) > 0.5 and colour(y) < 0.01,
    "edges": lambda x, y: len(y) == 1 and 0.5 < np.median(y) <= y.max() == 1,
}


def test_presets_do_what_they_say(mix, presets):
    """Each preset's picture has what its sentence says of it."""
    report(
        f"the preset {preset} does not do what it says. {CURE}"
        for preset in presets | CLAIMS
        if not CLAIMS[preset](
            mix("input", presets[preset]), mix("output", presets[preset])
        )
    )
