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
# # Train it
#
# On small pictures of digits, 1×1 convolutions cut a network to less than a third
# of its parameters, and it still reaches 97 % on validation.
#
# Read first: [Reduction](../../tutorial/reduction/). Next: the
# [exercises](../../exercises/), to see what stayed with you.
#
# Three networks get the same target: one of 3×3 layers alone, one with 1×1
# reductions before them, one with 1×1 projections after them as in Network in
# Network ([Lin et al., 2013](../../reference/bibliography/#lin2013)). Each is
# trained five times from other starting weights. What so small an experiment cannot
# show stands at the end.
#
# You need TensorFlow, Matplotlib and scikit-learn:
# `pip install tensorflow matplotlib scikit-learn jupyterlab`. It takes about a
# minute on two cores.
#
# *From One by One: 1×1 convolutions, explained and executed. Code: MIT. Text: CC BY
# 4.0.*

# %%
from io import StringIO
from math import prod

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from IPython.display import HTML, display
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

tf.config.experimental.enable_op_determinism()  # the same numbers at every run

# %% [markdown]
# ## The data
#
# scikit-learn ships 8×8 pictures of handwritten digits, so nothing is downloaded.
# They are split once, for all networks and seeds alike: to train on, to watch
# (validation), and to judge by at the end (test).

# %%
digits = load_digits()
pictures = digits.images[..., None].astype("float32") / 16  # values 0 to 1


def split(pictures, labels):
    """Take 360 pictures aside, each digit in its share."""
    return train_test_split(
        pictures, labels, test_size=360, stratify=labels, random_state=1
    )


x_rest, x_test, y_rest, y_test = split(pictures, digits.target)
x_train, x_val, y_train, y_val = split(x_rest, y_rest)
for name, part in {"train": x_train, "validation": x_val, "test": x_test}.items():
    print(f"{name:10} {part.shape}")

# %% [markdown]
# ## Three networks
#
# Every convolution is followed by batch normalisation and ReLU. The plain network
# has three 3×3 layers. The second puts a 1×1 before two of them, to give them 8 and
# 16 maps in place of 32 and 64. The third has two 3×3 layers, each followed by a
# 1×1, and ends in a 1×1 to ten maps, one a digit, whose means are the scores: no
# Dense layer.


# %%
def conv(filters, kernel_size):
    """Return a convolution with batch normalisation and ReLU."""
    return [
        layers.Conv2D(filters, kernel_size, padding="same", use_bias=False),
        layers.BatchNormalization(momentum=0.9),
        layers.ReLU(),
    ]


def head():
    """Return the mean of each map and a Dense layer from those to ten scores."""
    return [layers.GlobalAveragePooling2D(), layers.Dense(10)]


def half():
    """Return a layer that halves height and width."""
    return [layers.MaxPooling2D(2)]


# %%
def plain():
    """Return three 3×3 layers and the head."""
    return [*conv(32, 3), *conv(64, 3), *half(), *conv(64, 3), *head()]


def reduction():
    """Return the same, with a 1×1 to fewer maps before two of the 3×3 layers."""
    first = [*conv(32, 3), *conv(8, 1), *conv(64, 3), *half()]
    return [*first, *conv(16, 1), *conv(64, 3), *head()]


def projection():
    """Return two 3×3 layers, a 1×1 after each, and a 1×1 to ten maps."""
    first = [*conv(32, 3), *conv(32, 1), *half(), *conv(64, 3), *conv(64, 1)]
    return [*first, layers.Conv2D(10, 1), layers.GlobalAveragePooling2D()]


NETWORKS = {f.__name__: f for f in (plain, reduction, projection)}


# %%
def build(name):
    """Return a network, with weights drawn by the seed that is set."""
    return keras.Sequential([keras.Input((8, 8, 1)), *NETWORKS[name]()], name=name)


def count_macs(model):
    """Return weights times output positions, over all layers that have a kernel."""
    parts = [layer for layer in model.layers if hasattr(layer, "kernel")]
    return sum(prod(p.kernel.shape) * prod(p.output.shape[1:-1]) for p in parts)


sizes = {}
for name in NETWORKS:
    model = build(name)
    sizes[name] = model.count_params()
    print(f"{name:10} {sizes[name]:6,} parameters {count_macs(model):9,} MACs")
for name in "reduction", "projection":
    fewer = sizes["plain"] / sizes[name]
    print(f"{name} has {fewer:.1f} times fewer parameters than plain")

# %% [markdown]
# ## Training
#
# Target: 97 % of the validation pictures after eight passes over the training
# pictures. All networks share the optimiser, the falling learning rate and the
# batches' size. The seed decides the first weights and the order of the pictures.

# %%
EPOCHS, BATCH, TARGET = 8, 64, 0.97


def compiled(name):
    """Return a network that is ready to be trained."""
    model = build(name)
    steps = EPOCHS * -(-len(x_train) // BATCH)
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.01, steps)),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


# %%
def train(model, seed):
    """Train from new weights; return validation accuracy by epoch, test accuracy."""
    keras.utils.set_random_seed(seed)
    model.set_weights(build(model.name).get_weights())
    for state in model.optimizer.variables:
        state.assign(tf.zeros_like(state))  # forget the seed before
    given = {"batch_size": BATCH, "epochs": EPOCHS, "verbose": 0}
    seen = model.fit(x_train, y_train, validation_data=(x_val, y_val), **given)
    tested = model.evaluate(x_test, y_test, batch_size=BATCH, verbose=0)[1]
    return seen.history["val_accuracy"], tested


# %% tags=["seeded"]
SEEDS = range(5)
runs = {}
for name in NETWORKS:
    model = compiled(name)  # once: compiling takes longer than training
    for seed in SEEDS:
        runs[name, seed] = train(model, seed)
        validation, tested = runs[name, seed]
        print(
            f"{name:10} seed {seed}: validation {100 * validation[-1]:.1f} %,",
            end="",
        )
        print(f" test {100 * tested:.1f} %", flush=True)

# %% [markdown]
# ## Mean and spread
#
# The mean over the five seeds, and in brackets the lowest and the highest.

# %% tags=["seeded"]
tests = {n: [100 * runs[n, seed][1] for seed in SEEDS] for n in NETWORKS}
ends = {n: [runs[n, seed][0][-1] for seed in SEEDS] for n in NETWORKS}
for name, found in tests.items():
    reached = sum(end >= TARGET for end in ends[name])
    print(
        f"{name:10} {TARGET:.0%} reached {reached} of {len(SEEDS)} times,", end=""
    )
    print(
        f" test {np.mean(found):.1f} % ({min(found):.1f} % to {max(found):.1f} %)"
    )

# %% [markdown]
# How finely can 360 pictures tell networks apart? One picture more or less moves
# the accuracy by the first number. The second is the standard error of an accuracy
# near 99 %: had other pictures been drawn for the test, it would move by about that
# much.

# %%
print(f"one picture of 360:        {100 / 360:.2f} points")
print(f"standard error at 99 %:    {100 * (0.99 * 0.01 / 360) ** 0.5:.2f} points")

# %% [markdown]
# The means lie within two such errors of each other. So this experiment does not
# tell which of the three is the most accurate. It does tell that all of them reach
# the target, and that they do so with very different numbers of parameters.

# %% [markdown]
# ## While they learn
#
# The plot shows the share of validation pictures that are wrong after each pass, as
# the mean over the seeds, with the lowest and highest as a bar. Its axis is
# logarithmic, so that the small shares at the end can be told apart. The dotted
# line is the target.

# %%
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
GREY, BLUE, PLUM, AMBER = "#808080", "#3f87c8", "#c0608a", "#b07d1a"
STYLE = {"font.size": 12, "svg.fonttype": "none", "text.color": GREY}
for part in "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color":
    STYLE[part] = GREY
plt.rcParams.update(STYLE)
LOOKS = dict(zip(NETWORKS, ((BLUE, "o"), (PLUM, "s"), (AMBER, "^")), strict=True))


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


# %% tags=["seeded"]
figure, axes = plt.subplots(figsize=(5, 3.8), layout="constrained")
for shift, (name, (colour, mark)) in enumerate(LOOKS.items(), -1):
    wrong = 100 - 100 * np.array([runs[name, seed][0] for seed in SEEDS])
    mean, epochs = wrong.mean(0), np.arange(1, EPOCHS + 1) + 0.1 * shift
    ends_of_bar = mean - wrong.min(0), wrong.max(0) - mean
    axes.errorbar(epochs, mean, ends_of_bar, color=colour, marker=mark, label=name)
axes.axhline(100 - 100 * TARGET, color=GREY, ls=":")
axes.set(xlabel="passes over the training pictures")
axes.set(yscale="log", ylim=(0.2, 120))
axes.set(ylabel="validation pictures wrong, %", yticks=[1, 10, 100])
axes.set_yticklabels(["1", "10", "100"])
axes.legend(frameon=False)
last = ", ".join(
    f"{n} {100 - 100 * np.mean(ends[n]):.1f} percent" for n in NETWORKS
)
caption = "Mean over five seeds, with the lowest and highest; logarithmic axis."
show(figure, caption, f"Three falling lines. Wrong at the end: {last}.")

# %% [markdown]
# ## Accuracy and parameters
#
# Each mark is one seed, moved a little sideways so that equal ones can be seen; the
# line is the mean. The axis of parameters starts at zero, that of accuracy at 96.

# %% tags=["seeded"]
figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
for name, (colour, mark) in LOOKS.items():
    size, found = sizes[name], tests[name]
    aside = size + 800 * (np.array(SEEDS) - 2)
    axes.plot(aside, found, mark, color=colour, fillstyle="none", clip_on=False)
    axes.hlines(np.mean(found), size - 2500, size + 2500, color=colour)
    edge = {"reduction": "right", "projection": "left"}.get(name, "center")
    axes.annotate(name, (size, 96.3), color=GREY, ha=edge)
axes.set(xlabel="parameters", ylabel="test accuracy, %")
axes.set(xlim=(0, 65_000), ylim=(96, 100), xticks=range(0, 60_001, 20_000))
axes.xaxis.set_major_formatter("{x:,.0f}")
means = ", ".join(f"{n} {np.mean(tests[n]):.1f} percent" for n in NETWORKS)
caption = "Test accuracy of five seeds a network, by parameters."
show(figure, caption, f"Marks in three columns. Mean test accuracy: {means}.")

# %% [markdown]
# ## What this does not show
#
# - That 1×1 layers make a network better. The three do not differ beyond chance
#   here.
# - That it holds for large pictures, many classes or deep networks. Digits of 8×8
#   are easy: much smaller networks than these do well, and without any convolution.
# - That the saving is always this large, or this small. The sizes were chosen by
#   hand; others give other ratios.
# - How far the accuracy depends on the split. It was split once; five seeds vary
#   the start and the order of training, not the pictures.
# - That it trains faster. Fewer parameters and MACs
#   [need not mean less time](../../reference/questions/#not-faster): see
#   [What it costs on your machine](../cost/).
#
# For networks of full size, see what
# [ResNet](../../architectures/residual-bottleneck/) and
# [Inception](../../architectures/inception/) do with reductions, and
# [Network in Network](../../architectures/network-in-network/) with projections.
