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
# # It is a matrix product
#
# A 1×1 convolution multiplies one matrix into every position. Conv2D, Dense, einsum
# and a plain loop agree to rounding, and so do the gradients.
#
# Read first: [Projection](../../tutorial/projection/). Next:
# [What it costs on your machine](../cost/), where counts meet the clock.
#
# What holds for a matrix holds for the layer. Two in a row are one, unless an
# activation stands between them. A reduction to r channels keeps what r weighted
# sums can hold, and for real feature maps you can compute how much that is.
#
# You need TensorFlow, Matplotlib and scikit-learn:
# `pip install tensorflow matplotlib scikit-learn jupyterlab`. It runs in under half
# a minute.
#
# *From One by One: 1×1 convolutions, explained and executed. Code: MIT. Text: CC BY
# 4.0.*

# %%
from io import StringIO

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from IPython.display import HTML, display
from keras import layers
from sklearn.datasets import load_sample_image

rng = np.random.default_rng(0)

# %% [markdown]
# ## Four ways to compute it
#
# Two pictures of 6 by 5 positions with 16 channels; 8 filters, each with 16 weights
# and a bias.

# %%
maps = rng.normal(size=(2, 6, 5, 16)).astype("float32")
kernel = rng.normal(size=(16, 8)).astype("float32")
bias = rng.normal(size=8).astype("float32")

conv = layers.Conv2D(8, kernel_size=1, name="conv")
dense = layers.Dense(8, name="dense")
conv.build(maps.shape)
dense.build(maps.shape)
conv.set_weights([kernel[None, None], bias])  # (1, 1, 16, 8): the same numbers
dense.set_weights([kernel, bias])

# %% [markdown]
# The loop says what the layer is: at each position, each filter takes one weighted
# sum over the channels. No neighbour takes part.

# %%
by_loop = np.empty((2, 6, 5, 8))
for picture, row, column in np.ndindex(2, 6, 5):
    for filter_ in range(8):
        total = bias[filter_]
        for channel in range(16):
            total += maps[picture, row, column, channel] * kernel[channel, filter_]
        by_loop[picture, row, column, filter_] = total

# %%
ways = {
    "Conv2D": conv(maps).numpy(),
    "Dense": dense(maps).numpy(),
    "einsum": np.einsum("nhwi,io->nhwo", maps, kernel) + bias,
    "one matrix product": (maps.reshape(-1, 16) @ kernel + bias).reshape(
        2, 6, 5, 8
    ),
}
for name, result in ways.items():
    print(f"{name:18} {result.shape}", end=" ")
    print("within 0.00001 of the loop:", np.abs(result - by_loop).max() < 1e-5)

# %% [markdown]
# They need not agree to the last bit: sixteen numbers added in another order round
# differently. [Is it bit for bit the same?](../../reference/questions/#bits)
#
# ## The gradients agree, too
#
# Write X for the maps with one row a position, W for the kernel, and G for the
# gradient that arrives from above. The matrix product then gives Xᵀ·G for the
# kernel and G·Wᵀ for the input. Keras's two layers return the same.

# %%
arriving = rng.normal(size=(2, 6, 5, 8)).astype("float32")
x, g = maps.reshape(-1, 16), arriving.reshape(-1, 8)
expected = x.T @ g, (g @ kernel.T).reshape(maps.shape)

for layer in conv, dense:
    inputs = tf.constant(maps)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        loss = tf.reduce_sum(layer(inputs) * arriving)
    gradients = tape.gradient(loss, [layer.kernel.value, inputs])
    for name, ours, theirs in zip(
        ("kernel", "input"), expected, gradients, strict=True
    ):
        close = np.abs(ours - np.reshape(theirs, ours.shape)).max() < 1e-4
        print(f"{layer.name:6} {name:7} {theirs.shape!s:15} within 0.0001: {close}")

# %% [markdown]
# ## Two in a row are one
#
# A product of two matrices is a matrix. So 16 → 32 → 8 channels without an
# activation is one layer of 16 → 8, with kernel W₁·W₂ and bias b₁·W₂ + b₂. The
# detour through 32 channels adds parameters and nothing else.

# %%
w1, b1 = rng.normal(size=(16, 32)) / 4, rng.normal(size=32)
w2, b2 = rng.normal(size=(32, 8)) / 6, rng.normal(size=8)
pixels = rng.normal(size=(20_000, 16))  # positions: neighbours play no part

two = (pixels @ w1 + b1) @ w2 + b2
one = pixels @ (w1 @ w2) + (b1 @ w2 + b2)
print("two layers:", f"{w1.size + b1.size + w2.size + b2.size:,} parameters")
print("one layer: ", f"{w1.shape[0] * w2.shape[1] + b2.size:,} parameters")
print("same result:", np.allclose(two, one))

# %% [markdown]
# ## ReLU stops that
#
# With ReLU after the first layer, no single 1×1 layer gives the same result. The
# best one, found by least squares, leaves part of the result unexplained. That is
# why [Lin et al., 2013](../../reference/bibliography/#lin2013), put one after each
# 1×1 layer.


# %%
def percent(share):
    """Write a share as a percentage, and tell little from nothing."""
    if share < 1e-9:
        return "nothing"
    return f"{100 * share:.2f} %" if share > 1e-4 else "under 0.01 %"


# %%
with_relu = np.maximum(pixels @ w1 + b1, 0) @ w2 + b2
columns = np.column_stack([pixels, np.ones(len(pixels))])  # weights and a bias


def left_over(target):
    """Return the share of the variance that the best 1×1 layer misses."""
    best = columns @ np.linalg.lstsq(columns, target)[0]
    return np.sum((target - best) ** 2) / np.sum((target - target.mean(0)) ** 2)


print("missed without ReLU:", percent(left_over(two)))
print("missed with ReLU:   ", percent(left_over(with_relu)))

# %% [markdown]
# A case small enough to do by hand is |v| = ReLU(v) + ReLU(−v): two channels, a
# ReLU, and a 1×1 that adds them. No straight line is |v|; the best one is flat.

# %%
v = np.array([[-2.0], [-1], [0], [1], [2]])
absolute = np.maximum(v @ [[1, -1]], 0) @ [[1], [1]]
slope, height = np.polyfit(v[:, 0], absolute[:, 0], 1)
print("v              ", *(f"{n:4.0f}" for n in v[:, 0]))
print("1×1, ReLU, 1×1 ", *(f"{n:4.0f}" for n in absolute[:, 0]))
print("best single 1×1", *(f"{n:4.1f}" for n in abs(slope) * v[:, 0] + height))

# %% [markdown]
# ## What a reduction can keep
#
# To see what is lost you need real maps. Here is a photograph that scikit-learn
# ships, and a bank of 16 filters of 3×3 with known names: averages, edges, lines
# and points. None is trained, and nothing is downloaded.

# %%
picture = load_sample_image("china.jpg")[120:376, 180:436].mean(2) / 255

flat, smooth = np.array([1, 1, 1]), np.array([1, 2, 1])
edge, line = np.array([-1, 0, 1]), np.array([-1, 2, -1])
centre = np.pad([[1]], 1)
slant = np.array([[0, 1, 2], [-1, 0, 1], [-2, -1, 0]])
cross = np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])

# %%
bank = {
    "identity": centre,
    "mean": np.outer(flat, flat) / 9,
    "Gaussian": np.outer(smooth, smooth) / 16,
    "sharpen": centre + cross,
    "Sobel x": np.outer(smooth, edge),
    "Sobel y": np.outer(edge, smooth),
    "Prewitt x": np.outer(flat, edge),
    "Prewitt y": np.outer(edge, flat),
}

# %%
bank |= {
    "Sobel /": slant,
    "Sobel \\": slant[:, ::-1],
    "line x": np.outer(smooth, line),
    "line y": np.outer(line, smooth),
    "line /": 3 * np.eye(3)[::-1] - flat,
    "line \\": 3 * np.eye(3) - flat,
    "Laplace 4": cross,
    "Laplace 8": 9 * centre - np.outer(flat, flat),
}
stencils = np.stack(list(bank.values()), axis=-1)[:, :, None, :]
maps = tf.nn.conv2d(picture[None, :, :, None], stencils, 1, "VALID")[0].numpy()
print("picture", picture.shape, "→ maps", maps.shape)

# %% [markdown]
# Each map is shifted to mean 0 and scaled to variance 1, as batch normalisation
# would do, so that each counts the same. The second set of maps passes a ReLU
# first.


# %%
def standardise(maps):
    """Return maps (height, width, channels) as rows, each column mean 0, variance 1."""
    rows = maps.reshape(-1, maps.shape[-1])
    return (rows - rows.mean(0)) / rows.std(0)


rows = {
    "linear maps": standardise(maps),
    "maps after ReLU": standardise(np.maximum(maps - maps.mean((0, 1)), 0)),
}
for name, table in rows.items():
    print(f"{name:15} 16 channels, rank {np.linalg.matrix_rank(table)}")

# %% [markdown]
# The 16 linear maps have rank 9: a 3×3 filter on one channel has nine weights, so
# only nine can be independent. A 1×1 reduction from 16 channels to 9 loses
# *nothing* here. After ReLU the rank is full: every reduction loses something. How
# much?
#
# The singular value decomposition answers it. Of all ways to reduce 16 channels to
# r with a 1×1 and to restore 16 with another, the first r singular vectors leave
# the smallest squared error; that is the theorem of Eckart and Young. The error is
# the sum of the squares of the singular values that were dropped.


# %%
def errors(table):
    """Return the share of the variance lost by the best reduction to 0, 1, … 16."""
    squares = np.linalg.svd(table, compute_uv=False) ** 2
    return 1 - np.append(0, squares.cumsum()) / squares.sum()


# %%
lost = {name: errors(table) for name, table in rows.items()}
print("channels kept", "".join(f"{name:>18}" for name in lost))
for r in range(1, 17):
    print(f"{r:13}", "".join(f"{percent(lost[name][r]):>18}" for name in lost))

# %% [markdown]
# ## The two layers that do it
#
# Build it in Keras: the first r singular vectors are the kernel of the reduction,
# their transpose that of the restoration. The error is the one predicted.

# %%
table, r = rows["maps after ReLU"], 4
vectors = np.linalg.svd(table, full_matrices=False)[2][:r]

pair = keras.Sequential(
    [
        keras.Input((254, 254, 16), name="maps"),
        layers.Conv2D(r, 1, use_bias=False, name="reduce"),
        layers.Conv2D(16, 1, use_bias=False, name="restore"),
    ]
)
pair.set_weights([vectors.T[None, None], vectors[None, None]])
restored = pair(table.reshape(1, 254, 254, 16)).numpy().reshape(-1, 16)
error = np.mean((table - restored) ** 2)  # each map has variance 1
print(f"to {r} maps and back, Keras: {percent(error)} lost")
print(f"predicted by the SVD:      {percent(lost['maps after ReLU'][r])} lost")

# %% [markdown]
# Searching for something better ends in the same place. Start from a random
# reduction, find the best restoration for it, then the best reduction for that, and
# so on.

# %%
reduce = rng.normal(size=(16, r))
for step in range(1, 51):
    restore = np.linalg.lstsq(table @ reduce, table)[0]  # (r, 16)
    if step in (1, 10, 50):
        miss = np.mean((table - table @ reduce @ restore) ** 2)
        print(f"after {step:2} rounds: {percent(miss)} lost")
    reduce = np.linalg.pinv(restore)

# %% [markdown]
# ## What is lost, map by map
#
# The loss is not shared out evenly. Reduced to four channels, some maps come back
# almost whole and others hardly at all: the reduction keeps what many maps have in
# common.

# %%
shares = np.mean((table - restored) ** 2, axis=0)
for number in np.argsort(shares):
    name = list(bank)[number]
    print(
        f"{name:10} {percent(shares[number]):>8} lost",
        "▪" * round(40 * shares[number]),
    )

# %% [markdown]
# A following 1×1 cannot get it back. And if a ReLU stands between the two, more is
# lost here: what it sets to zero is gone. A bias, or other signs, would change how
# much. This is why the narrow layers of
# [MobileNetV2](../../architectures/mobilenet-v2/) have no activation
# ([Sandler et al., 2018](../../reference/bibliography/#sandler2018)).

# %%
reduced = np.maximum(table @ vectors.T, 0)  # the same four channels, through a ReLU
columns = np.column_stack([reduced, np.ones(len(reduced))])
best = columns @ np.linalg.lstsq(columns, table)[0]
print(f"without ReLU {percent(error)} lost")
lost_with = percent(np.mean((table - best) ** 2))
print(f"with ReLU    {lost_with} lost, with the best restoration")

# %% [markdown]
# ## Error against r
#
# The plot shows the share of the variance that is lost when 16 maps are reduced to
# r and restored. The linear maps reach nothing at 9, the maps after ReLU only at
# 16. The third line is the mean of 20 random reductions of the maps after ReLU,
# each with its best restoration: *which* sums you take matters as much as how many.


# %%
def at_random(table, r):
    """Return the share lost by a random reduction to r with its best restoration."""
    reduce, products = rng.normal(size=(16, r)), table.T @ table
    seen = products @ reduce
    kept = np.linalg.solve(reduce.T @ seen, seen.T @ seen)  # by least squares
    return 1 - np.trace(kept) / np.trace(products)


lost["after ReLU, at random"] = [1.0] + [
    np.mean([at_random(rows["maps after ReLU"], r) for _ in range(20)])
    for r in range(1, 17)
]
for r in 2, 4, 8:
    best, random = lost["maps after ReLU"][r], lost["after ReLU, at random"][r]
    print(
        f"after ReLU, {r} kept: best {percent(best)}, at random {percent(random)}"
    )

# %%
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
GREY, BLUE, PLUM = "#808080", "#3f87c8", "#c0608a"
STYLE = {"font.size": 12, "svg.fonttype": "none", "text.color": GREY}
for part in "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color":
    STYLE[part] = GREY
plt.rcParams.update(STYLE)


def show(figure, caption, words):
    """Show a plot as SVG with a caption and a text alternative, and close it."""
    file = StringIO()
    figure.savefig(file, format="svg", metadata=NO_METADATA, transparent=True)
    plt.close(figure)
    svg = file.getvalue().partition("<svg")[2]
    label = f'<svg role="img" aria-label="{words}"'
    display(
        HTML(f"<figure>{label}{svg}<figcaption>{caption}</figcaption></figure>")
    )


# %%
figure, axes = plt.subplots(figsize=(5, 3.8), layout="constrained")
marks = zip(lost.items(), (BLUE, PLUM, GREY), ("o-", "s--", "^:"), strict=True)
for (name, shares), colour, mark in marks:
    axes.plot(
        100 * np.array(shares), mark, color=colour, label=name, ms=5, clip_on=False
    )
axes.set(xlabel="channels kept, r", ylabel="variance lost, %")
axes.set(xlim=(0, 16), ylim=(0, 100), xticks=range(0, 17, 2))
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False)
words = "; ".join(
    f"{name}, {100 * shares[4]:.0f} percent at r = 4, {100 * shares[8]:.0f} at r = 8"
    for name, shares in lost.items()
)
caption = "Variance lost when 16 maps are reduced to r channels and restored."
show(figure, caption, f"Three falling lines. {words}.")

# %% [markdown]
# ## What this does not show
#
# One photograph and filters that nobody trained. The maps of a trained network are
# other maps, and a network does not ask for the least squared error: it keeps what
# its task needs, which may be a part with little variance. What carries over is the
# theorem: r channels hold at most rank r, and no 1×1 after them adds to it without
# an activation between. See
# [what is lost when you reduce](../../reference/questions/#loss).
