# %% [markdown]
# # MobileNetV2
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# An inverted residual turns the bottleneck inside out. A 1×1 expands 64 maps to 384,
# a depthwise 3×3 filters them, and a second 1×1 projects back to 64, *without an
# activation*. The shortcut joins the narrow ends. Such a block has 52,608 weights;
# with a full 3×3 in the middle it would have 1,376,256. It is the block of Sandler et
# al., 2018.
#
# *Read first: Xception and MobileNet. Next: EfficientNet, this block with a gate; or
# Glow, where nothing is lost.*
#
# *Figure: Widths to scale. Bottleneck 256 → 64 → 64 → 256, 69,632 weights; Inverted
# 64 → 384 → 384 → 64, 52,608 weights. The shortcut of the first joins wide maps, that
# of the second narrow ones. ResNet's bottleneck and MobileNetV2's inverted residual.
# Widths are numbers of channels, to one scale.*

# %%
from math import prod

import keras
from keras import layers


def inverted_residual(maps, filters, stride=1, expansion=6):
    """Return maps of h/stride×w/stride×filters (Sandler et al., 2018, Table 1).

    Expand each position, filter each channel, project with no activation.
    """
    wide = expansion * maps.shape[-1]
    depthwise = layers.DepthwiseConv2D(
        3, stride, padding="same", use_bias=False, name="depthwise"
    )
    x = layers.Conv2D(wide, 1, use_bias=False, name="expand")(maps)
    x = layers.ReLU(6, name="expand_relu")(layers.BatchNormalization()(x))
    x = layers.BatchNormalization()(depthwise(x))
    x = layers.ReLU(6, name="depthwise_relu")(x)
    x = layers.Conv2D(filters, 1, use_bias=False, name="project")(x)
    x = layers.BatchNormalization(name="linear")(x)
    if stride == 1 and filters == maps.shape[-1]:
        x = layers.Add(name="shortcut")([maps, x])
    return x


maps = keras.Input((14, 14, 64), name="maps")
block = keras.Model(maps, inverted_residual(maps, 64))
total = 0
for layer in block.layers:
    line = f"{layer.name:22} {layer.output.shape!s:20}"
    if hasattr(layer, "kernel"):
        total += (weights := prod(layer.kernel.shape))
        line += f" {weights:7,} weights"
    print(line.rstrip())
print(f"{total:,} weights, {total * 14 * 14:,} multiply–accumulates")

# %% [markdown]
# ## The arithmetic
#
# | layer | arithmetic | weights |
# |---|---|--:|
# | expand, 1×1 | 64·384 | 24,576 |
# | depthwise 3×3 | 3·3·384 | 3,456 |
# | project, 1×1 | 384·64 | 24,576 |
# | block | 24,576 + 3,456 + 24,576 | 52,608 |
# | with a full 3×3 | 24,576 + 3·3·384·384 + 24,576 | 1,376,256 |
#
# All but 3,456 of the weights are in the 1×1 layers, and the same share of the
# multiply–accumulates, since all three layers run at the same positions. The wide
# maps are affordable only because the middle layer is depthwise: its cost grows with
# the width, not with its square.
#
# Why expand at all? The depthwise layer cannot mix, so the two pointwise layers must,
# and the activations need room. The factor of 6 is the paper's; it found 5 to 10
# nearly alike.
#
# ## Why the last 1×1 is linear
#
# A ReLU sets a channel to zero at about half of all positions, and what only that
# channel knew there is gone. With many more channels than the data need, others still
# know it. With few, nothing does. So activate the wide maps, and leave the narrow
# ones alone: the linear bottleneck.
#
# Put a number on it. Take positions that hold a few numbers each, send them through a
# random 1×1 and a ReLU, and ask at how many positions the numbers can still be
# computed from the result:

# %%
from math import comb

import numpy as np

rng = np.random.default_rng(0)
POSITIONS = 1000


def found_again(numbers, channels):
    """Return the share of positions whose numbers survive a random 1×1 and a ReLU.

    Each position holds `numbers` normal values; each gets a 1×1 of its own.
    """
    values = rng.normal(size=(POSITIONS, 1, numbers))
    kernels = rng.normal(size=(POSITIONS, numbers, channels))
    mapped = values @ kernels
    # Above zero a channel is a linear equation in the values; below, it is lost.
    equations = kernels * (mapped > 0)
    undone = np.maximum(mapped, 0) @ np.linalg.pinv(equations)
    return np.mean(np.isclose(undone, values, atol=1e-4).all(axis=(1, 2)))


def expected(numbers, channels):
    """Return the chance that at least `numbers` of the channels are above zero."""
    enough = range(numbers, channels + 1)
    return sum(comb(channels, n) for n in enough) / 2**channels


print("channels for each number:  1 (expected)      2 (expected)      6 (expected)")
for numbers in (2, 4, 8, 16):
    line = f"{numbers:3} numbers found again"
    for times in (1, 2, 6):
        share = found_again(numbers, times * numbers)
        chance = f"({expected(numbers, times * numbers):.1%})"
        line += f"{share:7.1%} {chance:10}"
    print(line.rstrip())

# %% [markdown]
# In brackets, the chance by formula: n numbers are found again if at least n channels
# are above zero, and each is with probability one half. Eight numbers in eight
# channels survive at 1 position in 256; in 48 channels, practically always. Without
# the ReLU they survive everywhere. The paper makes the point with a spiral drawn
# through such layers; this is the same idea, counted.
#
# Two cautions. The weights are random, and a trained network can choose better. And
# this block uses ReLU6, which also cuts at 6, so it can lose a little more. That
# linear is better in practice is shown by training: see the paper, Figure 6.
#
# ## Why the shortcut joins the narrow maps
#
# If the narrow maps hold all there is to know, they are what should be carried past
# the block. They are also small. What must stay in memory between two blocks here is
# 64 maps, not 384, and an implementation can compute the wide maps a few channels at
# a time.
#
# Where the stride is 2 or the depth changes, there is no shortcut.
#
# ## The network, and the paper's figures recomputed
#
# **The code that counts: MobileNetV2 as chains of layers**

# %%
from math import prod

import keras
from keras import layers

# Table 2 (Sandler et al., 2018): expansion, filters, repeats, first stride.
ROWS = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2)]
ROWS += [(6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
KINDS = ("1×1", "depthwise 3×3", "full 3×3", "dense")


def multiple_of_8(filters):
    """Round to the nearest multiple of 8, but not down by more than a tenth."""
    nearest = max(8, int(filters + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * filters else nearest


def mobilenet_v2(width=1.0):
    """Return weights and multiply–accumulates by kind, and the maps between blocks.

    From 224×224×3 to 1,000 scores. `width` thins or widens all but the last 1×1,
    which it only widens.
    """
    weights, macs = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)

    def add(kind, layer, maps):
        output = layer(maps)
        weights[kind] += prod(layer.kernel.shape)
        macs[kind] += prod(layer.kernel.shape) * prod(output.shape[1:-1])
        return output

    same = {"padding": "same", "use_bias": False}
    first = layers.Conv2D(multiple_of_8(32 * width), 3, 2, **same)
    narrow = [add("full 3×3", first, keras.Input((224, 224, 3)))]
    for expansion, filters, repeats, first_stride in ROWS:
        for i in range(repeats):
            x, stride = narrow[-1], 1 if i else first_stride
            if expansion > 1:
                expand = layers.Conv2D(expansion * x.shape[-1], 1, **same)
                x = add("1×1", expand, x)
            x = add("depthwise 3×3", layers.DepthwiseConv2D(3, stride, **same), x)
            project = layers.Conv2D(multiple_of_8(filters * width), 1, **same)
            narrow.append(add("1×1", project, x))
    last = layers.Conv2D(multiple_of_8(1280 * max(width, 1)), 1, **same)
    x = layers.GlobalAveragePooling2D()(add("1×1", last, narrow[-1]))
    add("dense", layers.Dense(1000, use_bias=False), x)
    return weights, macs, [maps.shape[1:] for maps in narrow[1:]]


weights, macs, narrow = mobilenet_v2()
print(f"{'':13} {'weights':>10} {'share':>7} {'MACs':>12} {'share':>7}")
for kind in KINDS:
    print(f"{kind:13} {weights[kind]:10,}", end="")
    print(f" {weights[kind] / sum(weights.values()):7.2%}", end="")
    print(f" {macs[kind]:12,} {macs[kind] / sum(macs.values()):7.2%}")

print(f"\n{len(narrow)} blocks; the deepest maps between them:")
depths = {}
for side, _, depth in narrow:
    depths[side] = max(depth, depths.get(side, 0))
for side, depth in depths.items():
    print(f"{side}×{side}×{depth}: {side * side * depth * 2:,} bytes in 16 bits")

print(f"\n{'width':>5} {'weights':>10} {'MACs':>12}")
totals = {}
for width in (1.0, 1.4, 0.35):
    w, m, _ = mobilenet_v2(width)
    totals[width] = sum(w.values()), sum(m.values())
    print(f"{width:5} {totals[width][0]:10,} {totals[width][1]:12,}")
of_keras = keras.applications.MobileNetV2(weights=None).count_params()
print(f"1.0 with batch normalisation and biases, from Keras: {of_keras:,}")

# %% [markdown]
# The 1×1 layers do 89.08 % of the multiply–accumulates, those of its predecessor
# 94.86 %. The expanded maps give the depthwise layers more to do.
#
# 17 figures: 3 reproduced, 4 rounded, 10 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | MobileNetV2: parameters (Table 4) | 3.4 M | 3.47 | differs (1) |
# | MobileNetV2: multiply–adds (Table 4) | 300 M | 300.77 | differs (1) |
# | MobileNetV2, 1.4 wide: parameters (Table 4) | 6.9 M | 6.06 | differs (2) |
# | MobileNetV2, 1.4 wide: multiply–adds (Table 4) | 585 M | 582.20 | differs (2) |
# | MobileNetV2, 0.35 wide: parameters (section 4) | 1.7 M | 1.66 | rounded |
# | MobileNetV2: bottleneck layers (section 4) | 19 | 17 | differs (3) |
# | Width that 64 maps are expanded to (section 4) | 384 | 384 | reproduced |
# | Deepest maps between blocks at 112×112 (Table 3) | 16 | 16 | reproduced |
# | … at 56×56 (Table 3) | 32 | 24 | differs (4) |
# | … at 28×28 (Table 3) | 64 | 32 | differs (4) |
# | … at 14×14 (Table 3) | 160 | 96 | differs (4) |
# | … at 7×7 (Table 3) | 320 | 320 | reproduced |
# | Memory for the largest maps between blocks, 16 bits each (Table 3) | 400 K | 401.41 | rounded |
# | Depthwise and projection against full, narrowest block (section 3.1) | 8 | 5.76 | differs (5) |
# | Depthwise and projection against full, widest block (section 3.1) | 9 | 8.75 | rounded |
# | First MobileNet, as this paper has it: parameters (Table 4) | 4.2 M | 4.21 | rounded |
# | First MobileNet, as this paper has it: multiply–adds (Table 4) | 575 M | 568.74 | differs (6) |
#
# 1. Cut off after the last printed digit, the computed figure is the printed one; but
#    1.7 at width 0.35 is rounded. The authors' code lists 3.47 M parameters and 300 M
#    multiply–adds.
# 2. The table published with the authors' code lists 6.06 M parameters and 582 M
#    multiply–adds, as computed here.
# 3. Table 2 of the paper lists 17.
# 4. Table 2 of the paper has fewer maps at this size; the figure is the depth of the
#    first maps of half the size.
# 5. The sentence cites the first MobileNet, whose narrowest block has 64 filters.
#    From 64 filters on it holds here too.
# 6. The paper that introduced it prints 569 M, which is what is computed here.
#
# **Cut or rounded?** 3,469,760 weights are 3.47 million and 300,774,272
# multiply–accumulates 301 million. The paper prints 3.4 and 300, which is what
# cutting gives; its 1.7 at width 0.35 is rounded. Keras says 3,538,984 because it
# counts biases and batch normalisation, averages included.
#
# **At width 1.4** the paper's 6.9 and 585 M are not what the network of its Table 2
# gives. The table that came with the authors' code (`research/slim/nets/mobilenet` in
# `tensorflow/models`) lists 6.06 million and 582 M, which is what is computed here.
#
# **Blocks and maps.** The text speaks of 19 bottleneck layers; its own Table 2
# lists 17. And where Table 3 compares the maps to be kept at each size, three of the
# depths are those of the next, smaller size. The largest, 112×112×16, which decides
# about memory, is right.
#
# **8 to 9 times cheaper** is taken over from the first MobileNet. Here the
# projections are narrower, and the saving depends on the number of filters: 9·16 ÷
# 25 = 5.8 times at 16, and 9·320 ÷ 329 = 8.8 at 320.
#
# ## When it is the wrong tool
#
# On hardware that is limited by memory traffic, unless the whole block runs as one
# operation. Layer by layer, 384 maps are written and read again twice to keep 64.
#
# And where there is no slack to exploit: a block that must carry as many independent
# numbers as it has channels gains nothing from being told to stay narrow.
#
# ## Exercises
#
# ### Expand by twelve
#
# *A minute · parameters*
#
# A block takes 32 maps to 32 with an expansion of 12. How many weights has it, biases
# left out? And how many times the weights of an expansion of 6 is that?
#
# ### Enough channels to survive
#
# *Ten minutes · linear algebra*
#
# Two numbers at each position go through a random 1×1 and a ReLU. How many channels
# must it have at least, so that the two can be found again at 19 positions of 20 or
# more?
#
# ### Where a halving block works
#
# *Ten minutes · computation*
#
# A block takes 56×56×24 maps to 28×28×32 with an expansion of 6; the stride of 2 sits
# on the depthwise layer. What percentage of its multiply–accumulates does the first
# 1×1 do, to the nearest whole number?
#
# ### A few channels at a time
#
# *An hour · equivalence*
#
# Compute the block of 64, 384 and 64 maps, shortcut included, with no more than 32 of
# the 384 wide channels at a time. Show that the result is the same. (Batch
# normalisation, once trained, is a scale and an offset for each channel; you may
# leave it out.) Then say which of these, in the middle, would spoil it: a full 3×3, a
# 5×5 depthwise layer, a factor for each map that is computed from the means of all
# maps.
#
# ## Answers
#
# ### Hint: Expand by twelve
#
# The width is 12·32. Three layers; which of them mix channels?
#
# ### Hint: Enough channels to survive
#
# They are lost if no channel is above zero, or only one. With m channels there are
# 2·2·…·2 (m times) equally likely patterns of signs. In how many of them is at most
# one above zero?
#
# ### Hint: Where a halving block works
#
# At how many positions does each of the three layers work?
#
# ### Hint: A few channels at a time
#
# Follow one wide channel from where it is made to where it is used. Which layers
# bring it together with others? Then cut both 1×1 kernels into twelve parts.
#
# ### Answer: Expand by twelve
#
# The width is 12·32 = 384: 32·384 + 9·384 + 384·32 = **28,032**. By 6 it is 192:
# 32·192 + 9·192 + 192·32 = 14,016. Twice as many: each of the three terms grows in
# proportion to the width, since the narrow ends stay.
#
# ### Answer: Enough channels to survive
#
# Of the $2^m$ patterns of signs, one has no channel above zero and m have exactly
# one. For 7 channels that loses 8 ÷ 128 = 0.063, more than one position in twenty;
# for 8 channels 9 ÷ 256 = 0.035. So **8**.
#
# For a single number five would do, 1 ÷ 32 = 0.031. With more numbers each needs
# fewer channels: the more channels there are, the more surely about half of them stay
# above zero.
#
# ### Answer: Where a halving block works
#
# | layer | arithmetic | multiply–accumulates |
# |---|---|--:|
# | expand | 56·56·24·144 | 10,838,016 |
# | depthwise, stride 2 | 28·28·9·144 | 1,016,064 |
# | project | 28·28·144·32 | 3,612,672 |
# | block | 10,838,016 + 1,016,064 + 3,612,672 | 15,466,752 |
#
# 100·10,838,016 ÷ 15,466,752 = **70** %, though it holds fewer weights than the last
# 1×1. The depthwise layer reads at every position and writes at a quarter of them, so
# the first 1×1 has four times the positions of the last. With the stride on the first
# 1×1 that work would fall to a quarter, but three positions of four would never be
# read.
#
# ### Answer: A few channels at a time

# %%
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(0)
SIDE, NARROW, WIDE = 14, 64, 384
maps = rng.normal(size=(1, SIDE, SIDE, NARROW)).astype("float32")
expand = rng.normal(0, 0.1, (NARROW, WIDE)).astype("float32")
filters = rng.normal(0, 0.3, (3, 3, WIDE, 1)).astype("float32")
project = rng.normal(0, 0.1, (WIDE, NARROW)).astype("float32")
relu6 = layers.ReLU(6)


def through(part):
    """Send 14×14×64 through some wide channels, to the same."""
    x = relu6(ops.matmul(maps, expand[:, part]))
    x = ops.depthwise_conv(x, filters[:, :, part], padding="same")
    x = relu6(x)
    return ops.matmul(x, project[part])


whole = maps + through(slice(WIDE))
for width in (96, 32, 1):
    total = maps
    for start in range(0, WIDE, width):
        total = total + through(slice(start, start + width))
    same = np.allclose(total, whole, atol=1e-4)
    held = f"{SIDE * SIDE * width:,} of {SIDE * SIDE * WIDE:,} wide values"
    print(f"{width:2} channels at a time: {held}, the same: {same}")

# %% [markdown]
# A wide channel is made by one column of the first kernel, passes the middle by
# itself, and enters the result as one term of a sum. So the terms can be computed one
# after the other and added up, with no multiply–accumulate more. (An activation after
# the last 1×1 would do no harm: it would only have to wait for the complete sum.)
#
# A 5×5 depthwise layer keeps channels apart too. A full 3×3 mixes them, so each of
# its outputs needs all wide maps. Factors computed from all means need every wide map
# before the first can be multiplied: you would have to compute the maps twice.
# EfficientNet puts exactly that into this block.
