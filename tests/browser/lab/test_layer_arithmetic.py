"""The layer budget counts what Keras counts, and its script builds what it counts.

The page's own module runs in the browser, Keras in a process of its own. A stack is
generated as data: a layer is its kind and its options, or its kind and its branches.
From these Keras's side builds layers, and the page's side gets a line of text.
"""

import json
import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from project import ROOT, SNIPPETS, name, report
from sandbox import Session, run

MODULE = ROOT / "docs/assets/javascripts/stack.js"

HELPERS = """async () => {
    const {Refusal} = await import("/assets/javascripts/words.js")
    const stack = await import("/assets/javascripts/stack.js")
    globalThis.stack = stack
    globalThis.cost = text => {
        const {rows, total, refusal} = stack.analyse(stack.parse(text))
        return {
            rows: rows.map(row => [row.name, row.output, row.parameters, row.macs]),
            sums: [total.parameters, total.macs, total.memory],
            refused: refusal && refusal.layer,
            sentence: refusal && refusal.sentence,
        }
    }
    globalThis.refuse = text => {
        const began = performance.now()
        try {
            return {accepted: stack.format(stack.parse(text))}
        } catch (error) {
            const time = performance.now() - began
            return {time, refused: error instanceof Refusal, sentence: error.message}
        }
    }
}"""

# Builds a stack's layers one by one, and counts them by what Keras made of them.
BUILDER = """
import collections
import functools
import json
import re
from math import prod

import keras
import tensorflow as tf
from keras import layers

# The session lists every layer made since it began, after each run: not here.
keras.Layer.__init__ = keras.Layer.__init__.__wrapped__


class Refused(Exception):
    pass


def conv(n, k=1, s=1, padding="same", g=1, d=1, bias=True, **name):
    return layers.Conv2D(
        n, k, s, padding, dilation_rate=d, groups=g, use_bias=bias,
        kernel_initializer="zeros", **name,
    )


def depthwise(k=3, s=1, padding="same", d=1, m=1, bias=True, **name):
    return layers.DepthwiseConv2D(
        k, s, padding, depth_multiplier=m, dilation_rate=d, use_bias=bias,
        depthwise_initializer="zeros", **name,
    )


def pool(kind, k=2, s=None, padding="valid", **name):
    return kind(k, s, padding, **name)


LAYERS = {
    "conv": conv,
    "depthwise": depthwise,
    "max": functools.partial(pool, layers.MaxPooling2D),
    "avg": functools.partial(pool, layers.AveragePooling2D),
    "bn": layers.BatchNormalization,
    "relu": layers.ReLU,
    "concat": layers.Concatenate,
    "sum": layers.Add,
}


def build(shape, stack):
    rows, counts = [], collections.Counter()

    def add(x, one):
        kind, what = one
        options = what if isinstance(what, dict) else {}
        if isinstance(what, list):
            x = [functools.reduce(add, branch, x) for branch in what]
        counts[kind] += 1
        name = f"{kind}_{counts[kind]}"
        try:
            layer = LAYERS[kind](**options, name=name)
            x = layer(x)
        except ValueError as error:
            raise Refused(name) from error
        weights = prod(layer.kernel.shape) if hasattr(layer, "kernel") else 0
        macs = weights * prod(x.shape[1:3])  # each weight once for each position
        rows.append([name, list(x.shape[1:]), layer.count_params(), macs])
        return x

    inputs = keras.Input(shape)
    try:
        return rows, None, keras.Model(inputs, functools.reduce(add, stack, inputs))
    except Refused as error:
        return rows, str(error), None


def cost(shape, stack):
    rows, refused, model = build(shape, stack)
    parameters = model.count_params() if model else sum(row[2] for row in rows)
    memory = sum(4 * prod(row[1]) for row in rows)  # bytes of float32
    sums = [parameters, sum(row[3] for row in rows), memory]
    print(json.dumps({"rows": rows, "sums": sums, "refused": refused}))


def described(model):
    made = model.get_config()["layers"]
    for layer in made:
        layer["config"].pop("kernel_initializer", None)
        layer["config"].pop("depthwise_initializer", None)
    return re.sub(r"input_layer(_\\d+)?", "input", json.dumps(made))


def compare(shape, stack):
    print(json.dumps(described(model) == described(build(shape, stack)[2])))


def profile(shape, stack):
    model = build(shape, stack)[2]
    traced = tf.function(model).get_concrete_function(tf.TensorSpec((1, *shape)))
    profiler = tf.compat.v1.profiler
    options = profiler.ProfileOptionBuilder.float_operation()
    node = profiler.profile(
        traced.graph, cmd="op", options=options | {"output": "none"}
    )
    operations = 0
    while True:  # each operation holds the next
        if node.name in ("Conv2D", "DepthwiseConv2dNative"):
            operations += node.float_ops
        if not node.children:
            break
        (node,) = node.children
    print(operations)
"""

CHANNELS = st.sampled_from([12, 6, 24, 12, 8, 1, 5])
SIZES = st.sampled_from([33, 1, 28, 17, 9, 8, 5, 2])
KERNELS = st.sampled_from([3, 1, 2, 5, 4, 7])
STEPS = st.sampled_from([2, 3, 1])  # of stride, dilation, groups, multiplier
# What a layer must say, what it may, and what it may if height and width must stay.
PADDED = {"padding": st.just("same")}
EITHER = {"padding": st.sampled_from(["same", "valid"])}
BIAS = {"bias": st.just(False)}
OPTIONS = {
    "conv": (
        {"n": CHANNELS},
        {"k": KERNELS, "s": STEPS, "g": STEPS, "d": STEPS} | EITHER | BIAS,
        {"k": KERNELS, "g": STEPS, "d": STEPS} | PADDED | BIAS,
    ),
    "depthwise": (
        {},
        {"k": KERNELS, "s": STEPS, "d": STEPS, "m": STEPS} | EITHER | BIAS,
        {"k": KERNELS, "d": STEPS, "m": STEPS} | PADDED | BIAS,
    ),
    "max": ({}, {"k": KERNELS, "s": STEPS} | EITHER, {"k": KERNELS}),
    "avg": ({}, {"k": KERNELS, "s": STEPS} | EITHER, {"k": KERNELS}),
    "bn": ({}, {}, {}),
    "relu": ({}, {}, {}),
}
# The profiler does not look into the function that grouped convolutions are on a
# processor. Dilation is done by splitting and padding the maps, and it counts that.
UNSEEN = {"g", "d"}


@st.composite
def layers(draw, stay=False, nesting=0, plain=False):
    """Draw a layer; one that is to `stay` keeps height and width."""
    kinds = ["conv", "conv", *OPTIONS]
    if nesting < 3:
        kinds += ["concat", "sum"]
    kind = draw(st.sampled_from(kinds))
    if kind in OPTIONS:
        must, may, steady = OPTIONS[kind]
        if stay and kind in ("max", "avg"):
            must = {"s": st.just(1), "padding": st.just("same")}
        may = {
            option: values
            for option, values in (steady if stay else may).items()
            if not (plain and option in UNSEEN)
        }
        options = list(draw(st.fixed_dictionaries(must, optional=may)).items())
        return kind, dict(options[:: draw(st.sampled_from([1, -1]))])
    inside = layers(
        stay=draw(st.integers(0, 3)) > 0, nesting=nesting + 1, plain=plain
    )
    most = 2 if kind == "sum" else 3
    branches = draw(
        st.lists(st.lists(inside, max_size=2), min_size=2, max_size=most)
    )
    if kind == "sum" and draw(st.integers(0, 3)):
        depth = draw(CHANNELS)
        ends = draw(st.sampled_from([(depth, depth), (depth, 1), (1, depth)]))
        for branch, filters in zip(branches, ends, strict=True):
            branch.append(("conv", {"n": filters}))
    return kind, branches


def stacks(plain=False):
    """Draw an input's shape and the layers on it."""
    chain = st.lists(layers(plain=plain), min_size=3, max_size=6)
    return st.tuples(st.tuples(SIZES, SIZES, CHANNELS), chain)


def written(stack):
    """Write a stack as the page's line of text."""

    def layer(kind, what):
        if isinstance(what, list):
            return f"{kind}({'/'.join(map(chain, what))})"
        words = [
            {"padding": str(value), "bias": "nobias"}.get(
                option, f"{option}{value}"
            )
            for option, value in what.items()
        ]
        return ".".join([kind, *words])

    def chain(all_of_them):
        return ";".join(layer(*one) for one in all_of_them)

    shape, trunk = stack
    return ";".join(filter(None, ["x".join(map(str, shape)), chain(trunk)]))


def wrong(text, what):
    """Say what is wrong about a stack, and what to do."""
    return f"{name(MODULE)}: {text}: {what} Mend {name(MODULE)}."


@pytest.fixture(scope="module")
def tab(bare):
    """Load the module into a page as the site's pages do."""
    bare.evaluate(HELPERS)
    return bare


@pytest.fixture(scope="module")
def presets(tab):
    """Return the stacks that the page offers."""
    return tab.evaluate("stack.PRESETS")


@pytest.fixture(scope="module")
def session():
    """Start a process with Keras."""
    process = Session(MODULE)
    yield process
    process.close()


@pytest.fixture(scope="module")
def builder(session):
    """Return a function that calls one of BUILDER's and reads what it prints."""
    session.run(BUILDER)

    def call(function, stack):
        shape, trunk = stack
        done = session.run(f"{function}({shape!r}, {trunk!r})")
        return json.loads(done.stdout) if not done.error else done.error

    return call


@settings(max_examples=500)
@given(stack=stacks())
@example(stack=((28, 28, 3), []))
@example(stack=((1, 9, 4), [("concat", [[("conv", {"n": 4, "s": 2})], []])]))
def test_costs_are_those_of_keras(tab, builder, stack):
    """Shapes, parameters and MACs are Keras's, and so is the layer it refuses."""
    text = written(stack)
    ours, theirs = tab.evaluate("cost", text), builder("cost", stack)
    sentence = ours.pop("sentence") or ""
    complaints = []
    if ours != theirs:
        complaints.append(wrong(text, f"gives {ours}, and Keras {theirs}."))
    if not sentence.startswith(f"{ours['refused']}: " if ours["refused"] else ""):
        complaints.append(wrong(text, f"“{sentence}” does not name the layer."))
    report(complaints)


@settings(max_examples=40)
@given(stack=stacks(plain=True))
def test_macs_are_those_of_the_profiler(tab, builder, stack):
    """MACs are half of the operations that TensorFlow's profiler finds.

    It counts 2 for each multiply–accumulate of the operations Conv2D and
    DepthwiseConv2dNative. Biases and all else are other operations, left out here.
    """
    text = written(stack)
    ours = tab.evaluate("cost", text)
    assume(not ours["refused"])
    operations = builder("profile", stack)
    report(
        [
            wrong(
                text,
                f"has {ours['sums'][1]} MACs, the profiler finds {operations}/2.",
            )
        ]
        if operations != 2 * ours["sums"][1]
        else []
    )


def misbuilt(tab, session, text):
    """Say how the model that the page's script builds differs from its sums."""
    parameters, *_ = tab.evaluate("cost", text)["sums"]
    made = session.run(
        tab.evaluate("text => stack.keras(stack.parse(text))", text),
        ["model.count_params()"],
    )
    built = made.error or made.values["model.count_params()"]
    if built != parameters:
        return [
            wrong(text, f"counts {parameters} parameters, its script: {built}.")
        ]
    printed = f"{parameters:,} parameters"
    if printed != made.stdout.strip().splitlines()[-1]:
        return [wrong(text, f"its script does not end by printing {printed}.")]
    return []


def test_scripts_of_presets_build_what_is_counted(tab, session, presets):
    """Each preset's script builds a model of as many parameters as the page counts."""
    report(
        complaint
        for preset in presets
        for complaint in misbuilt(tab, session, preset["text"])
    )


@settings(max_examples=100)
@given(stack=stacks())
def test_scripts_build_the_layers_that_are_listed(tab, session, builder, stack):
    """A script builds the stack's layers, set and named and joined as they are."""
    text = written(stack)
    assume(not tab.evaluate("cost", text)["refused"])
    complaints = misbuilt(tab, session, text)
    if not complaints and builder("compare", stack) is not True:
        complaints = [wrong(text, "its script builds other layers.")]
    report(complaints)


# Where the pages' own examples count each preset's parameters.
COUNTED = {
    "baseline": ("tutorial/baseline.py", "model.count_params()"),
    "projection": ("tutorial/projection.py", "model.count_params()"),
    "reduction": ("tutorial/reduction.py", "model.count_params()"),
    "expansion": ("tutorial/expansion.py", "model.count_params()"),
    "seven": ("tutorial/reduction-before-7x7.py", "straight.count_params()"),
    "seven-reduced": ("tutorial/reduction-before-7x7.py", "reduced.count_params()"),
    "inception-naive": ("architectures/inception.py", "naive.count_params()"),
    "inception": ("architectures/inception.py", "reduced.count_params()"),
    "basic": ("architectures/residual-bottleneck.py", "basic.count_params()"),
    "bottleneck": (
        "architectures/residual-bottleneck.py",
        "bottleneck.count_params()",
    ),
    "full": ("reference/questions-separable.py", "free.count_params()"),
    "separable": ("reference/questions-separable.py", "parts"),
}


def test_presets_are_the_examples_of_the_pages(tab, presets):
    """Each preset has as many parameters as the example that it is taken from."""
    published = {}
    for script in {script for script, _ in COUNTED.values()}:
        asked = [what for where, what in COUNTED.values() if where == script]
        values = run(SNIPPETS / script, asked).values
        published |= {(script, what): values.get(what) for what in asked}
    ours = {
        preset["id"]: tab.evaluate("cost", preset["text"])["sums"][0]
        for preset in presets
    }
    theirs = {preset: published[where] for preset, where in COUNTED.items()}
    report(
        f"{name(MODULE)}: the preset {preset} has {ours.get(preset)} parameters, and"
        f" {COUNTED.get(preset, 'COUNTED in this test')} has {theirs.get(preset)}."
        " Mend what is wrong."
        for preset in ours.keys() | theirs.keys()
        if ours.get(preset) != theirs.get(preset)
    )


@settings(max_examples=100)
@given(
    st.tuples(SIZES, SIZES, CHANNELS),
    st.integers(1, 30),
    st.sampled_from(["", "relu;", "bn;relu;"]),
    st.tuples(CHANNELS, KERNELS, STEPS, st.sampled_from(["", ".nobias"])),
)
def test_pair_breaks_even_where_it_is_marked(tab, shape, depth, between, last):
    """Up to the marked depth, and no further, a 1×1 saves parameters or MACs."""
    start = "x".join(map(str, shape))
    alone = "conv.n{}.k{}.s{}{}".format(*last)

    def costs(*layers):
        parameters, macs, _ = tab.evaluate("cost", ";".join([start, *layers]))[
            "sums"
        ]
        return {"parameters": parameters, "macs": macs}

    def pair(depth):
        return costs(f"conv.n{depth}", between + alone) if depth else {}

    direct, text = costs(alone), f"{start};conv.n{depth};{between}{alone}"
    found = tab.evaluate(
        "([text, path]) => stack.reduction(stack.parse(text), [path])",
        [text, 1 + between.count(";")],
    )
    complaints = []
    for cost, now in pair(depth).items():
        marked = int(found[cost]["breakEven"])
        if (found[cost]["direct"], found[cost]["reduced"]) != (direct[cost], now):
            complaints.append(
                wrong(text, f"compares {found[cost]}, not its {cost}.")
            )
        elif not pair(marked).get(cost, 0) <= direct[cost] < pair(marked + 1)[cost]:
            complaints.append(
                wrong(text, f"marks {marked} wrongly for its {cost}.")
            )
    report(complaints)


@settings(max_examples=200)
@given(stack=stacks())
def test_text_is_written_as_it_is_read(tab, stack):
    """A stack, written and read again, is the same stack and the same text."""
    text = written(stack)
    first, again, same = tab.evaluate(
        """text => {
            const read = stack.parse(text), first = stack.format(read)
            const second = stack.parse(first)
            return [first, stack.format(second),
                JSON.stringify(read) === JSON.stringify(second)]
        }""",
        text,
    )
    report(
        [wrong(text, f"is written {first}, then {again}.")]
        if first != again or not same or len(first) > len(text)
        else []
    )


HOSTILE = [
    *("NaN", "undefined", "Infinity", "null", "-1", "0", "1.5", "1e9", "0x10"),
    *("65537", "9" * 20, "9" * 400, "٣", "²", "", " ", "\n", "\0", "\u202e", "%00"),
    *(
        "🙂",
        "__proto__",
        "constructor",
        "<script>alert(1)</script>",
        "javascript:x",
    ),
]
LONG = 1_000_000  # characters


@st.composite
def malformed(draw, texts):
    """Draw a text that is no stack, most often a preset with a fault."""
    text = draw(st.sampled_from(texts))
    fault = draw(st.integers(0, 5))
    if fault == 0:
        return draw(
            st.text().filter(lambda text: not re.match(r"\d+x\d+x\d+", text))
        )
    if fault == 1:  # a number of it is another
        number = draw(st.sampled_from(list(re.finditer(r"\d+", text))))
        hostile = draw(st.sampled_from(HOSTILE))
        return text[: number.start()] + hostile + text[number.end() :]
    if fault == 2:  # something stands in it
        at = draw(st.integers(0, len(text)))
        words = [word for word in HOSTILE if word and not word.isdecimal()]
        return text[:at] + draw(st.sampled_from(words)) + text[at:]
    if fault == 3:  # cut off where more must follow
        cuts = [i for i in range(len(text)) if text[:i][-1:] in (*"x.;(/", "")]
        return text[: draw(st.sampled_from(cuts))]
    if fault == 4:  # without a bracket, or with one too many
        return draw(
            st.sampled_from([text + ")", "28x28x3;sum(" + text, text + ";("])
        )
    return draw(
        st.sampled_from(
            [
                "9" * LONG,
                text + ";relu" * (LONG // 5),
                text + ";relu" * 60,
                "1x1x1;" + "sum(" * 500,
                "1x1x1;" + "sum(" * 4 + "/)" * 4,
                "1x1x1;" + "(" * 2900,
                "1x1x1;concat(" + "/" * 2900,
                "1x1x1;conv.n64.n64",
                "1x1x1;conv.n64.same.valid",
                "1x1x1;bn.n64",
                "1x1x1;conv",
                "1x1x1;sum(//)",
                "1x1x1;concat(relu)",
                "4097x1x1",
                "1x1x65537",
            ]
        )
    )


def test_malformed_texts_are_refused(tab, presets):
    """What is no stack is refused at once, in a sentence fit for a reader."""
    complaints = []

    @settings(max_examples=200)
    @given(text=malformed([preset["text"] for preset in presets]))
    def refuse(text):
        got = tab.evaluate("refuse", text)
        if not got.get("refused"):
            complaints.append(
                wrong(repr(text[:200]), f"is taken for a stack: {got}.")
            )
        elif re.search(r"NaN|undefined|Infinity|\[object", got["sentence"]):
            complaints.append(wrong(repr(text[:200]), f"is answered {got}."))
        elif got["time"] > 100:  # ms; it takes far less
            complaints.append(
                wrong(repr(text[:200]), f"takes {got['time']:.0f} ms.")
            )

    refuse()
    report(complaints)
