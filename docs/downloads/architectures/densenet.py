# %% [markdown]
# # DenseNet
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# In a dense block every layer reads the maps of *all* layers before it and adds k of
# its own, so depth grows by k a layer and never shrinks. Two kinds of 1×1 layer keep
# that affordable: one before each 3×3, and one between the blocks that halves the
# depth. In DenseNet-121 the first kind and the halving bring 20.8 million parameters
# down to 8.0 million. The network is that of Huang et al., 2016.
#
# *Read first: Residual bottleneck. Next: Xception and MobileNet, where only the 1×1
# still mixes channels.*
#
# *Figure: Dense block on 64 maps, widths to scale: its layers read 64, 96, 128, 160,
# 192, 224 maps and each adds 32, so 256 leave it. The transition halves them to 128.
# The first dense block of DenseNet-121 and the transition after it, widths to scale.*
#
# ## The dense block
#
# A residual block adds what it computes to what it was given. A dense block puts it
# beside, by concatenation: what was there stays there.

# %%
from math import prod

import keras
import numpy as np
from keras import layers


def dense_block(side, depth, count, growth, bottleneck=True):
    """Return side×side×depth → side×side×(depth + count·growth) as a model.

    Each layer reads all maps before it (Huang et al., 2016, equation 2).
    """
    maps = keras.Input((side, side, depth))
    seen = [maps]
    for i in range(1, count + 1):
        x = layers.Concatenate(name=f"read_{i}")(seen)
        if bottleneck:
            x = layers.ReLU()(layers.BatchNormalization()(x))
            x = layers.Conv2D(4 * growth, 1, use_bias=False, name=f"reduce_{i}")(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
        conv = layers.Conv2D(growth, 3, padding="same", use_bias=False)
        seen.append(conv(x))
    return keras.Model(maps, layers.Concatenate(name="all")(seen))


def weights(block):
    return sum(prod(w.shape) for w in block.weights if w.name == "kernel")


figure_1 = dense_block(8, 6, 5, 4, bottleneck=False)
reads = [n for n in figure_1.layers if n.name.startswith("read")]
connections = sum(len(keras.tree.flatten(n.input)) for n in reads)
print("5 layers, k = 4: maps read", *(n.output.shape[-1] for n in reads), end="")
print(f", given on {figure_1.output.shape[-1]}; {connections} connections")
picture = np.random.default_rng(0).random((1, 8, 8, 6), "float32")
kept = np.array_equal(figure_1(picture)[..., :6], picture)
print("the input is still among them, bit for bit:", kept)

# The first and the third block of DenseNet-121, k = 32.
pairs = {}
for side, depth, count in ((56, 64, 6), (14, 256, 24)):
    plain = dense_block(side, depth, count, 32, bottleneck=False)
    block = dense_block(side, depth, count, 32)
    pairs[count] = plain, block
    print(f"{count} layers, {depth} → {block.output.shape[-1]} maps:", end=" ")
    print(f"{weights(plain):,} weights, with 1×1 {weights(block):,}")

# %% [markdown]
# With L layers there are 1 + 2 + … + L = L(L + 1)/2 connections: 15 for the five
# layers of the paper's first figure.
#
# ## The 1×1 before the 3×3
#
# A layer late in a block reads many maps to write only k, the *growth rate*. So a 1×1
# first mixes whatever has been collected down to 4k. For a layer that reads d maps,
# with k = 32:
#
# | layer | arithmetic | weights |
# |---|---|--:|
# | 3×3 alone, d = 64 | 3·3·64·32 | 18,432 |
# | 1×1, then 3×3, d = 64 | 64·128 + 3·3·128·32 | 45,056 |
# | 3×3 alone, d = 992 | 3·3·992·32 | 285,696 |
# | 1×1, then 3×3, d = 992 | 992·128 + 3·3·128·32 | 163,840 |
#
# The 3×3 after the 1×1 costs the same for every d. Without it a layer costs $9dk$,
# with it $4dk + 36k^2$. The 1×1 pays once $5dk$ exceeds $36k^2$, that is above a
# depth of 36 ÷ 5 = 7.2 times k, here 230 maps. In the first block of DenseNet-121 the
# deepest layer reads 224. There the 1×1 layers *add* weights, 248,832 becoming
# 331,776. In the third block, of 24 layers, they save a third. Below which depth does
# reducing pay?
#
# ## The 1×1 between the blocks
#
# A block hands on all it was given and all it added. The transition halves that with
# a 1×1, then averages 2×2 positions.

# %%
from math import prod

import keras
import numpy as np
from keras import layers


def transition(side, depth):
    """Return side×side×depth → (side ÷ 2)²×(depth ÷ 2), in two orders.

    The layers are shared: 1×1 then pooling (Huang et al., 2016), or the reverse.
    Batch normalisation and ReLU come before either.
    """
    maps = keras.Input((side, side, depth))
    halve = layers.Conv2D(depth // 2, 1, use_bias=False, name="halve_depth")
    pool = layers.AveragePooling2D(2)
    return keras.Model(maps, pool(halve(maps))), keras.Model(
        maps, halve(pool(maps))
    )


published, swapped = transition(14, 1024)
maps = np.random.default_rng(0).random((1, 14, 14, 1024), "float32")
same = np.allclose(published(maps), swapped(maps), atol=1e-5)
print("14×14×1024 →", "×".join(map(str, published.output.shape[1:])), end="; ")
print("the same with the pooling first:", same)

macs = {"1×1 first": 0, "pooling first": 0}
for side, depth in ((56, 256), (28, 512), (14, 1024)):  # DenseNet-121
    for order, model in zip(macs, transition(side, depth), strict=True):
        layer = model.get_layer("halve_depth")
        height, width = {"1×1 first": (side, side)}.get(
            order, model.output.shape[1:3]
        )
        macs[order] += height * width * prod(layer.kernel.shape)
for order, count in macs.items():
    print(f"{order}: {count:,} MACs in the three transitions of DenseNet-121")

# %% [markdown]
# A 1×1 without activation commutes with average pooling. So the order is free in its
# result and not in its price: with the pooling first, the three transitions of
# DenseNet-121 would take a quarter of their multiply–accumulates, and the whole
# network 8 % fewer.
#
# ## What each saves
#
# The last three rows take DenseNet-121 and leave out the 1×1 before the 3×3, the
# halving, or both. The three 1×1 between the blocks stay in all rows; without the
# halving they keep the depth.
#
# **The code that counts: DenseNet in all its sizes**

# %%
from collections import Counter
from functools import cache
from math import prod

from keras import layers


@cache
def conv(side, depth, filters, kernel_size, stride=1):
    """Count a layer without bias on side×side×depth."""
    layer = layers.Conv2D(
        filters, kernel_size, stride, use_bias=False, kernel_initializer="zeros"
    )
    layer.build((None, side, side, depth))
    size = layer.count_params()
    return Counter(layers=1, parameters=size, macs=size * (side // stride) ** 2)


@cache
def norm(depth):
    """Count the scale and the offset of each channel in batch normalisation."""
    layer = layers.BatchNormalization()
    layer.build((None, 1, 1, depth))
    return Counter(parameters=sum(prod(w.shape) for w in layer.trainable_weights))


def densenet(k, *blocks, first=0, imagenet=False, reduce=True, theta=0.5):
    """Count a DenseNet of growth rate k (Huang et al., 2016, section 3)."""
    depth = first or 2 * k
    if imagenet:
        side, total = 56, conv(224, 3, depth, 7, 2) + norm(depth)
    else:
        side, total = 32, Counter() + conv(32, 3, depth, 3)
    for i, count in enumerate(blocks):
        if i > 0:  # transition: 1×1, then average pooling
            total += norm(depth) + conv(side, depth, int(depth * theta), 1)
            depth, side = int(depth * theta), side // 2
        for _ in range(count):
            read = 4 * k if reduce else depth
            if reduce:
                total += norm(depth) + conv(side, depth, read, 1)
            total += norm(read) + conv(side, read, k, 3)
            depth += k
    scores = layers.Dense(1000 if imagenet else 10)
    scores.build((None, depth))
    total += Counter(layers=1, parameters=scores.count_params())
    return total + norm(depth) + Counter(macs=prod(scores.kernel.shape))


basic = {"first": 16, "reduce": False, "theta": 1}
networks = {
    "DenseNet, L = 40, k = 12": densenet(12, 12, 12, 12, **basic),
    "DenseNet, L = 100, k = 12": densenet(12, 32, 32, 32, **basic),
    "DenseNet, L = 100, k = 24": densenet(24, 32, 32, 32, **basic),
    "BC, L = 100, k = 12": densenet(12, 16, 16, 16),
    "BC, L = 250, k = 24": densenet(24, 41, 41, 41),
    "BC, L = 190, k = 40": densenet(40, 31, 31, 31),
    "BC, L = 40, k = 36": densenet(36, 6, 6, 6),
    "BC, L = 40, k = 48": densenet(48, 6, 6, 6),
    "BC, L = 40, k = 60": densenet(60, 6, 6, 6),
    "DenseNet-121": densenet(32, 6, 12, 24, 16, imagenet=True),
    "DenseNet-169": densenet(32, 6, 12, 32, 32, imagenet=True),
    "DenseNet-201": densenet(32, 6, 12, 48, 32, imagenet=True),
    "DenseNet-264": densenet(32, 6, 12, 64, 48, imagenet=True),
    # DenseNet-121 without its reductions, its compression, or both
    "121, no 1×1 before 3×3": densenet(
        32, 6, 12, 24, 16, imagenet=True, reduce=False
    ),
    "121, depth not halved": densenet(32, 6, 12, 24, 16, imagenet=True, theta=1),
    "121, neither": densenet(
        32, 6, 12, 24, 16, imagenet=True, reduce=False, theta=1
    ),
}
print(f"{'network':25} layers   parameters   million MACs")
for name, total in networks.items():
    print(f"{name:25} {total['layers']:6} {total['parameters']:12,}", end="")
    print(f"{total['macs'] / 1e6:15,.1f}")

# %% [markdown]
# The 1×1 layers before a 3×3 are nearly half of all layers. They save 27 % of the
# parameters and only 7 % of the multiply–accumulates, since the first block, where
# they do not pay, has the largest maps. The halving saves more of both, 43 % and 28
# %, with three layers.
#
# ## The paper's figures, recomputed
#
# Parameters include the scale and the offset of batch normalisation. Only so do all
# nine counts for CIFAR agree with what the authors print.
#
# 18 figures: 4 reproduced, 12 rounded, 2 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | Connections in a block of 5 layers, L(L + 1)/2 (Introduction, with the 5 layers of Figure 1) | 15 | 15 | reproduced |
# | DenseNet, L = 40, k = 12 (Table 2) | 1.0 M | 1.02 | rounded |
# | DenseNet, L = 100, k = 12 (Table 2) | 7.0 M | 6.98 | rounded |
# | DenseNet, L = 100, k = 24 (Table 2) | 27.2 M | 27.25 | rounded |
# | DenseNet-BC, L = 100, k = 12 (Table 2) | 0.8 M | 0.77 | rounded |
# | DenseNet-BC, L = 250, k = 24 (Table 2) | 15.3 M | 15.32 | rounded |
# | DenseNet-BC, L = 190, k = 40 (Table 2) | 25.6 M | 25.62 | rounded |
# | Wide DenseNet-BC, L = 40, k = 36 (The authors' README) | 1.5 M | 1.54 | rounded |
# | Wide DenseNet-BC, L = 40, k = 48 (The authors' README) | 2.7 M | 2.73 | rounded |
# | Wide DenseNet-BC, L = 40, k = 60 (The authors' README) | 4.3 M | 4.26 | rounded |
# | DenseNet, L = 100: parameters at k = 24 against k = 12 (Section 4.3, Overfitting) | 4 | 3.90 | rounded |
# | DenseNet-201: parameters (Section 4.4) | 20 M | 20.01 | rounded |
# | DenseNet-121: layers with weights (Table 1) | 121 | 121 | reproduced |
# | DenseNet-169: layers with weights (Table 1) | 169 | 169 | reproduced |
# | DenseNet-201: layers with weights (Table 1) | 201 | 201 | reproduced |
# | DenseNet-264: layers with weights (Table 1) | 264 | 265 | differs (1) |
# | ResNet of 1,001 layers (pre-activation), quoted (Table 2; section 5) | 10.2 M | 10.33 | differs (2) |
# | ResNet-101 against ResNet-50: computation (Section 4.4) | 2 | 1.96 | rounded |
#
# 1. The blocks listed for it hold 130 pairs of convolutions. With the first layer,
#    three transitions and the classifier that makes 265. Counted in the same way, the
#    other three names hold.
# 2. The figure agrees if batch normalisation, 149,216 parameters, is left out. The
#    rows for DenseNet in the same table agree with it.

# %%
from collections import Counter
from functools import cache
from math import prod

from keras import layers


@cache
def step(depth, filters, kernel_size):
    """Count batch normalisation of `depth` maps, then a convolution without bias."""
    norm = layers.BatchNormalization()
    conv = layers.Conv2D(filters, kernel_size, use_bias=False)
    norm.build((None, 8, 8, depth))
    conv.build((None, 8, 8, depth))
    scales = sum(prod(w.shape) for w in norm.trainable_weights)
    return Counter(layers=1, weights=conv.count_params(), scales=scales)


first = layers.Conv2D(16, 3, use_bias=False)
first.build((None, 32, 32, 3))
depth, total = 16, Counter(layers=1, weights=first.count_params())
for width in (64, 128, 256):  # three stages of 111 bottlenecks: 1×1, 3×3, 1×1
    for i in range(111):
        if i == 0:
            shortcut = layers.Conv2D(width, 1, use_bias=False)
            shortcut.build((None, 8, 8, depth))
            total += Counter(weights=shortcut.count_params())
        inner = width // 4
        total += (
            step(depth, inner, 1) + step(inner, inner, 3) + step(inner, width, 1)
        )
        depth = width
norm, scores = layers.BatchNormalization(), layers.Dense(10)
norm.build((None, 8, 8, depth))
scores.build((None, depth))
total += Counter(scales=sum(prod(w.shape) for w in norm.trainable_weights))
total += Counter(layers=1, weights=scores.count_params())
print(f"{total['layers']:,} layers, {total['weights']:,} parameters", end="")
print(f" without batch normalisation;\n{total['scales']:,} in it;", end=" ")
print(f"{total['weights'] + total['scales']:,} in all")

# %% [markdown]
# **Two ways of counting in one table.** The row for the ResNet of 1,001 layers agrees
# only if batch normalisation is left out; the rows for DenseNet, taken together,
# agree only if it is counted. The difference is 1.5 % and changes nothing in the
# comparison.
#
# **One layer too many.** The names count convolutions and the classifier. Three of
# the four names agree with the table of their blocks; DenseNet-264 has 265.
#
# ## When it is the wrong tool
#
# When memory is short. Every layer of a block keeps reading all the maps before it,
# so none of them can be freed until the block ends, and a plain implementation copies
# them at every concatenation. Few parameters need not mean less time or less memory.
# The authors themselves came to advise fewer, wider layers on [the page of their
# code](https://github.com/liuzhuang13/DenseNet).
#
# And the 1×1 before the 3×3 saves nothing where a layer reads fewer than 7.2·k maps.
# There it adds weights, and one more nonlinearity.
#
# ## Exercises
#
# ### What the classifier reads
#
# *A minute · shapes*
#
# A DenseNet for small pictures starts from 24 maps. It has three blocks of 16 layers
# with k = 12, and a halving transition after the first and after the second. How many
# maps does its classifier read?
#
# ### Where the 1×1 does not pay
#
# *Ten minutes · parameters*
#
# A block starts from 48 maps with k = 24 and has 16 layers. In how many of them does
# the 1×1 cost more weights than it saves?
#
# ### A dense block from its description
#
# *Ten minutes · design*
#
# Write `dense_block(maps, growth, layers)`. It takes a Keras tensor and returns one
# with `layers`·`growth` maps more. Each layer is batch normalisation, ReLU, a 1×1 to
# 4·`growth`, batch normalisation, ReLU and a padded 3×3 to `growth`, without biases;
# its maps go behind all that came before. Paste it into exercises.py, run `python
# exercises.py dense_block`, and read what it says.
#
# ### Without the copy
#
# *Ten minutes · equivalence*
#
# A layer reads 64 old maps and 32 new ones: it concatenates them, applies batch
# normalisation and ReLU, and mixes them with a 1×1 to 128 maps. Compute the same 128
# maps without ever putting the 96 side by side. Does that save multiply–accumulates?
# Would it work with a 3×3 in place of the 1×1?
#
# ## Answers
#
# ### Hint: What the classifier reads
#
# Take one block at a time: add what its layers make, then halve.
#
# ### Hint: Where the 1×1 does not pay
#
# How many maps does layer i read? Compare that with the bound above, or work the
# bound out as in the questions.
#
# ### Hint: A dense block from its description
#
# Let one variable hold all maps so far. The parameter `layers` hides anything
# imported under that name, so write `keras.layers.Conv2D`, with `import keras` at the
# top of the file.
#
# ### Hint: Without the copy
#
# An output value is a weighted sum over 96 channels. Sort its terms. Which of the
# three steps before it looks at more than one channel?
#
# ### Answer: What the classifier reads
#
# Each block adds 16·12 = 192 maps:
#
# | after | arithmetic | maps |
# |---|---|--:|
# | block 1, transition | (24 + 192) ÷ 2 | 108 |
# | block 2, transition | (108 + 192) ÷ 2 | 150 |
# | block 3 | 150 + 192 | **342** |
#
# The halving tames the growth for good. However many such blocks you append, the
# classifier reads fewer than 2·192 = 384 maps: a depth below 192 becomes less than
# 384, which is halved to less than 192 again.
#
# ### Answer: Where the 1×1 does not pay
#
# The 1×1 pays above 7.2·24 = 172.8 maps. Layer i reads 48 + 24·(i − 1) maps: the
# sixth reads 48 + 24·5 = 168, the seventh 48 + 24·6 = 192. So it costs more in the
# first **6**.
#
# ### Answer: A dense block from its description

# %%
import keras


def dense_block(maps, growth, layers):
    """Return height×width×c → height×width×(c + layers·growth).

    Each layer reads all maps before it (Huang et al., 2016, section 3).
    """
    for _ in range(layers):
        x = maps
        for filters, kernel in (4 * growth, 1), (growth, 3):
            x = keras.layers.BatchNormalization()(x)
            x = keras.layers.ReLU()(x)
            x = keras.layers.Conv2D(
                filters, kernel, padding="same", use_bias=False
            )(x)
        maps = keras.layers.Concatenate()([maps, x])
    return maps


maps = keras.Input((28, 28, 128))  # the second block of DenseNet-121
block = keras.Model(maps, dense_block(maps, growth=32, layers=12))
convs = [n for n in block.layers if isinstance(n, keras.layers.Conv2D)]
read = [conv.input.shape[-1] for conv in convs]
print("the 1×1 layers read", *read[::2], "maps")
print("the 3×3 layers read", *set(read[1::2]), "maps each")
print("at the end", block.output.shape[-1], "maps")

# %% [markdown]
# Two slips are easy here. If the sum of a residual block is in your fingers, you will
# add where you should concatenate, and Keras will only complain if the depths differ.
# And if a layer reads `x` in place of `maps`, each layer sees its predecessor alone:
# the number of maps at the end is the same, the 1×1 layers read fewer.
#
# ### Answer: Without the copy

# %%
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
old = rng.normal(size=(1, 8, 8, 64)).astype("float32")
new = rng.normal(size=(1, 8, 8, 32)).astype("float32")
scale = rng.random(96, "float32")  # batch normalisation, once trained
offset = rng.normal(size=96).astype("float32")
kernel = rng.normal(size=(1, 1, 96, 128)).astype("float32")


def layer(maps, part):
    """Normalise, rectify and mix maps, a part of the 96."""
    reduce = layers.Conv2D(128, 1, use_bias=False)
    reduce.build(maps.shape)
    reduce.set_weights([kernel[:, :, part]])
    return reduce(layers.ReLU()(maps * scale[part] + offset[part]))


together = layer(np.concatenate([old, new], axis=-1), slice(None))
apart = layer(old, slice(0, 64)) + layer(new, slice(64, 96))
same = np.allclose(together, apart, atol=1e-4)
print("the same without the concatenation:", same)

# %% [markdown]
# Cut the kernel after its 64th row, let each part mix its own maps, and add the
# results. Batch normalisation and ReLU handle each channel by itself, so they can be
# cut in the same place. Nothing is saved in arithmetic: 64·128 + 32·128 = 12,288
# multiply–accumulates a position, as before, 96·128 = 12,288. But no copy is made. It
# works for every kernel size. So a dense block adds too, like a residual one; only
# each layer mixes what it adds up with weights of its own.
