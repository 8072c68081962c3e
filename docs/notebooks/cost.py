# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What it costs on your machine
#
# A 7×7 layer behind a 1×1 reduction takes 6.9 times fewer multiply–accumulates.
# Here you see how much of that arrives as time.
#
# Read first: [It is a matrix product](../matrix-product/). Next:
# [Train it](../training/), since a network that is cheap must also learn.
#
# The same is done for a depthwise separable layer
# ([Howard et al., 2017](../../reference/bibliography/#howard2017)) and for three
# claims about speed from widely read texts. Counts are the same everywhere. Times
# are those of the machine that ran the notebook last, so run it on yours: it takes
# about a minute on two cores.
#
# You need TensorFlow and Matplotlib:
# `pip install tensorflow matplotlib jupyterlab`.
#
# *From One by One: 1×1 convolutions, explained and executed. Code: MIT. Text: CC BY
# 4.0.*

# %%
import os
import platform
import time
from io import StringIO
from math import prod

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from IPython.display import HTML, display
from keras import layers

# %% tags=["measured"]
try:
    cores = len(os.sched_getaffinity(0))  # those that this process may use
except AttributeError:
    cores = os.cpu_count()
print(f"processor   {platform.machine()}, {cores} logical cores")
print("graphics   ", len(tf.config.list_physical_devices("GPU")), "devices")
print("TensorFlow ", tf.__version__)
print("Keras      ", keras.__version__)

# %% [markdown]
# ## How it counts
#
# A layer's MACs are its weights times the positions of its output, biases left out.
# Its traffic is what must be read or written at least once: the maps in, the maps
# out, the parameters, 4 bytes each. MACs ÷ bytes is called *arithmetic intensity*.
# Where it is low, the arithmetic units wait for memory.


# %%
def count(model):
    """Return a model's MACs and the bytes it moves, each value of a layer once."""
    macs = moved = 0
    for layer in model.layers:
        if isinstance(layer, (layers.InputLayer, layers.Activation)):
            continue  # an activation can be applied where its input is written
        given = layer.input if isinstance(layer.input, list) else [layer.input]
        values = sum(prod(maps.shape[1:]) for maps in [*given, layer.output])
        moved += 4 * (values + layer.count_params())
        if hasattr(layer, "kernel"):
            macs += prod(layer.kernel.shape) * prod(layer.output.shape[1:3])
    return macs, moved


# %%
MODELS = {}


def add(name, model):
    """Keep a model under a name and print what it costs."""
    MODELS[name] = model
    macs, moved = count(model)
    print(f"{name:18} {macs:13,} MACs {moved / 1e6:6.1f} MB", end="")
    print(f" {macs / moved:6.1f} MACs/byte")


# %%
def conv(filters, kernel_size, activation="relu"):
    """Return a convolution that keeps height and width."""
    return layers.Conv2D(
        filters, kernel_size, padding="same", activation=activation
    )


def stack(shape, *parts):
    """Return a model of layers one after the other."""
    return keras.Sequential([keras.Input(shape), *parts])


def predicted(slow, fast):
    """Return how many times as many MACs the first model takes."""
    return count(MODELS[slow])[0] / count(MODELS[fast])[0]


# %% [markdown]
# ## How it measures
#
# Each model is compiled with `tf.function` and called three times before the clock
# starts. Then the models of a comparison take turns, so that whatever else the
# machine does hits all of them. Every turn gives one time for each model, and so
# one ratio. Shown are the median and, in brackets, the quartiles: half of the turns
# lie between them. Each call takes one picture, with random values.


# %%
def compiled(model):
    """Return a function that runs a model and waits for the result."""
    maps = tf.random.normal((1, *model.input_shape[1:]))
    run = tf.function(lambda maps: model(maps)[0, 0, 0, 0])  # one number to fetch
    run = run.get_concrete_function(maps)
    return lambda: run(maps).numpy()


# %%
TIMES = {}


def race(*names, seconds=4):
    """Time models in turns; keep the times, in milliseconds, in TIMES."""
    calls = [compiled(MODELS[name]) for name in names]
    for call in 3 * calls:
        call()
    turns, end = [], time.perf_counter() + seconds
    while len(turns) < 9 or time.perf_counter() < end:
        turns.append([])
        for call in calls:
            start = time.perf_counter()
            call()
            turns[-1].append(1000 * (time.perf_counter() - start))
    TIMES.update(zip(names, np.array(turns).T, strict=True))
    for name in names:
        low, median, high = np.percentile(TIMES[name], [25, 50, 75])
        print(f"{name:18} {median:7.2f} ms ({low:.2f} to {high:.2f})", end="")
        print(f"  {len(turns)} turns", flush=True)
        if high - low > 0.2 * median:
            print("  (a wide spread: is something else running?)")


# %%
MEASURED = {}


def compare(slow, fast):
    """Print and keep how much faster the second model was, beside the prediction."""
    ratios = TIMES[slow] / TIMES[fast]
    low, median, high = MEASURED[slow, fast] = np.percentile(ratios, [25, 50, 75])
    print(f"{fast} against {slow}: predicted by MACs {predicted(slow, fast):.2f}×,")
    verdict = "faster" if low > 1 else "slower" if high < 1 else "too close to call"
    print(f"  measured {median:.2f}× ({low:.2f} to {high:.2f}): {verdict} here")


# %% [markdown]
# One more thing to know before you read a time: a call costs something even if the
# model does nothing. Times close to this one say little about the layer.

# %% tags=["measured"]
MODELS["nothing"] = stack((1, 1, 1), layers.Activation("linear"))
race("nothing", seconds=1)

# %% [markdown]
# ## A 7×7 layer, with and without a reduction
#
# 512 maps of 56×56 go into 64 filters of 7×7: directly, or through a 1×1 that
# reduces them to 64 first. [Reduction](../../tutorial/reduction/) counts the
# weights.

# %%
add("7×7", stack((56, 56, 512), conv(64, 7)))
add("1×1, 7×7", stack((56, 56, 512), conv(64, 1), conv(64, 7)))
print(f"MACs fall {predicted('7×7', '1×1, 7×7'):.2f}×")

# %% tags=["measured"]
race("7×7", "1×1, 7×7")
compare("7×7", "1×1, 7×7")

# %% [markdown]
# ## A full 3×3 against a depthwise separable one
#
# A depthwise 3×3 looks around in each map alone, a 1×1 then mixes the maps: see
# [Xception and MobileNet](../../architectures/depthwise-separable/). The two parts
# are timed alone as well. The depthwise part has almost none of the MACs.

# %%
shape = 56, 56, 256
add("3×3", stack(shape, conv(256, 3)))
add("depthwise", stack(shape, layers.DepthwiseConv2D(3, padding="same")))
add("1×1", stack(shape, conv(256, 1)))
both = layers.DepthwiseConv2D(3, padding="same"), conv(256, 1)
add("separable", stack(shape, *both))
print(f"MACs fall {predicted('3×3', 'separable'):.2f}×")
share = 1 / predicted("separable", "depthwise")
print(f"of the separable layer's MACs, the depthwise part has {share:.1%}")

# %% tags=["measured"]
race("3×3", "separable", "depthwise", "1×1")
compare("3×3", "separable")
share = np.median(TIMES["depthwise"] / (TIMES["depthwise"] + TIMES["1×1"]))
print(f"of the time of its two parts, the depthwise part takes {share:.0%}")

# %% [markdown]
# ## Claim: a bottleneck block executes faster
#
# Chapter 14 of
# [fastbook](https://github.com/fastai/fastbook/blob/master/14_resnet.ipynb) says
# that a [bottleneck](../../architectures/residual-bottleneck/) executes faster than
# a block of two 3×3, because 1×1 convolutions are much faster, and so affords 256
# channels in place of 64. By MACs those two are close, and the bottleneck moves
# over three times as many bytes. At equal channels it is another matter.


# %%
def block(channels, *parts):
    """Return a residual block, its batch normalisation merged into its layers."""
    maps = out = keras.Input((56, 56, channels))
    for part in parts:
        out = part(out)
    out = layers.Activation("relu")(layers.Add()([maps, out]))
    return keras.Model(maps, out)


add("plain, 64", block(64, conv(64, 3), conv(64, 3, None)))
add("bottleneck, 256", block(256, conv(64, 1), conv(64, 3), conv(256, 1, None)))
add("plain, 256", block(256, conv(256, 3), conv(256, 3, None)))
for plain in "plain, 64", "plain, 256":
    ratio = predicted(plain, "bottleneck, 256")
    print(f"from {plain} to bottleneck, 256, MACs fall {ratio:.2f}×")

# %% tags=["measured"]
race("plain, 64", "bottleneck, 256", "plain, 256")
compare("plain, 64", "bottleneck, 256")
compare("plain, 256", "bottleneck, 256")

# %% [markdown]
# ## Claim: about 3.7 times slower
#
# An answer about 1×1 layers, copied from Stack Overflow, says so of a 4×4 layer from
# 256 maps to 256, compared with a 1×1 to 64 and then a 4×4. It names neither the
# size of the maps nor a machine. Counted, the factor is 3.76.

# %%
add("4×4", stack((56, 56, 256), conv(256, 4)))
add("1×1, 4×4", stack((56, 56, 256), conv(64, 1), conv(256, 4)))
print(f"MACs fall {predicted('4×4', '1×1, 4×4'):.2f}×")

# %% tags=["measured"]
race("4×4", "1×1, 4×4")
compare("4×4", "1×1, 4×4")

# %% [markdown]
# ## Claim: Dense is faster than Conv2D
#
# Reports differ. A user of one project takes the linear layer to be
# [about ten times as fast](https://github.com/openspeech-team/openspeech/issues/163);
# the maintainer of another found the convolution
# [slightly faster](https://github.com/OpenNMT/OpenNMT-tf/issues/305), with one of
# TensorFlow's optimisations turned off. Both were in one dimension. The two do
# [the same arithmetic](../../reference/questions/#faster), so MACs predict a draw. What
# differs is the routine that the library picks, and that depends on the sizes. Three
# are tried.

# %%
for side, before, after in (56, 64, 256), (14, 1024, 256), (7, 512, 2048):
    shape = side, side, before
    add(f"Conv2D, side {side}", stack(shape, layers.Conv2D(after, 1)))
    add(f"Dense, side {side}", stack(shape, layers.Dense(after)))

# %% tags=["measured"]
for side in 56, 14, 7:
    race(f"Dense, side {side}", f"Conv2D, side {side}", seconds=3)
    compare(f"Dense, side {side}", f"Conv2D, side {side}")

# %% [markdown]
# ## Predicted and measured
#
# The bars show how many times as fast the second of two models is: as the MACs
# predict, and as measured, with a line from quartile to quartile. Where the lower
# bar is the shorter one, the saving in MACs did not arrive in full.

# %%
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
GREY, BLUE, PLUM = "#808080", "#3f87c8", "#c0608a"
STYLE = {"font.size": 12, "svg.fonttype": "none"}
for part in "text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color":
    STYLE[part] = GREY
plt.rcParams.update(STYLE | {"ytick.color": GREY})


def show(figure, caption, words):
    """Show a plot as SVG with a caption and a text alternative, and close it."""
    figure.gca().spines[["top", "right"]].set_visible(False)
    file = StringIO()
    figure.savefig(file, format="svg", metadata=NO_METADATA, transparent=True)
    plt.close(figure)
    svg = file.getvalue().partition("<svg")[2]
    label = f'<svg role="img" aria-label="{words}"'
    display(
        HTML(f"<figure>{label}{svg}<figcaption>{caption}</figcaption></figure>")
    )


# %% tags=["measured"]
low, median, high = np.array(list(MEASURED.values())).T
guess = [predicted(*pair) for pair in MEASURED]
words = "; ".join(
    f"{fast} against {slow}, predicted {g:.1f}, measured {m:.1f}"
    for (slow, fast), g, m in zip(MEASURED, guess, median, strict=True)
)

# %% tags=["measured"]
y = np.arange(len(MEASURED))
figure, axes = plt.subplots(figsize=(5, 6), layout="constrained")
axes.barh(y - 0.2, guess, 0.36, color=BLUE, label="predicted")
hatched = {"fill": False, "edgecolor": PLUM, "hatch": "///"}
axes.barh(y + 0.2, median, 0.36, **hatched, label="measured")
axes.hlines(y + 0.2, low, high, color=GREY, lw=3, label="quartiles")
axes.set_yticks(y, [f"{fast}\nagainst {slow}" for slow, fast in MEASURED])
axes.set(xlabel="times as fast", xlim=(0, None))
axes.invert_yaxis()
axes.legend(frameon=False, loc="lower right")
caption = "How many times as fast: predicted by counting, and measured."
show(figure, caption, f"Bars. Times as fast: {words}.")

# %% [markdown]
# ## Why not in proportion
#
# The last plot shows single layers: how many MACs a second each one reached, by its
# arithmetic intensity. Both axes are logarithmic. If MACs alone set the time, all
# points would lie at one height. A layer that does little with each byte stands far
# to the left, and can go no faster than its bytes arrive.

# %% tags=["measured"]
single = ["7×7", "4×4", "3×3", "1×1", "depthwise"]
rates, intensities = [], []
for name in single:
    macs, moved = count(MODELS[name])
    rates.append(macs / np.median(TIMES[name]) / 1e6)  # thousand million a second
    intensities.append(macs / moved)
    print(f"{name:10} {intensities[-1]:6.1f} MACs/byte {rates[-1]:7.1f} G MACs/s")
words = ", ".join(
    f"{name} {rate:.0f} at {intensity:.0f}"
    for name, rate, intensity in zip(single, rates, intensities, strict=True)
)

# %% tags=["measured"]
figure, axes = plt.subplots(figsize=(5, 3.6), layout="constrained")
axes.loglog(intensities, rates, "o", color=PLUM)
sides = {"7×7": "left", "3×3": "right", "depthwise": "left"}
for name, *point in zip(single, intensities, rates, strict=True):
    offset = 0, 8 if name in ("7×7", "3×3") else -16
    side = sides.get(name, "center")
    axes.annotate(name, point, offset, textcoords="offset points", ha=side)
axes.set(xlabel="MACs per byte moved", ylabel="G MACs per second")
axes.set(xlim=(0.5, 1500), ylim=(min(rates) / 3, max(rates) * 3))
axes.xaxis.set_major_formatter("{x:g}")
axes.yaxis.set_major_formatter("{x:g}")
caption = "Work done a second by arithmetic intensity; both axes are logarithmic."
show(figure, caption, f"Points. G MACs per second at MACs per byte: {words}.")

# %% tags=["measured"]
pairs = [pair for pair in MEASURED if predicted(*pair) > 1.5]
short = [pair for pair in pairs if MEASURED[pair][1] < 0.95 * predicted(*pair)]
print(f"{len(pairs)} comparisons save a third of the MACs or more.")
print(f"In {len(short)} of them the time fell clearly less than the MACs, here:")
for slow, fast in short:
    part = MEASURED[slow, fast][1] / predicted(slow, fast)
    print(f"  {fast} against {slow}: {part:.0%} of the factor predicted")

# %% [markdown]
# ## What this does not show
#
# One picture at a time, on one machine, in single precision, with one library,
# running forwards only. A graphics card, a larger batch, another compiler or
# training can turn an order round. So
# [measure your own network](../../reference/questions/#not-faster) before you
# change it for speed.
