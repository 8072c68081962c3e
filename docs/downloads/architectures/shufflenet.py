# %% [markdown]
# # ShuffleNet
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# Once the 3×3 is depthwise, nearly all of a block's work is in its 1×1 layers.
# ShuffleNet splits those into g groups, which divides their cost by g, and shuffles
# the channels in between, so that the groups still hear of one another. A unit on 240
# channels with three groups takes 7.9 million multiply–accumulates, a residual
# bottleneck of the same widths 48.0 million. The design is that of Zhang et
# al., 2017.
#
# *Read first: Xception and MobileNet. Next: MobileNetV2, which widens the block in
# place of its groups.*
#
# *Figure: Two 1×1 layers of 3 groups on 12 channels: without a shuffle channel 0
# reaches 4 of 12, with a shuffle channel 0 reaches 12 of 12. What one input channel
# can reach through two grouped 1×1 layers.*
#
# ## The shuffle
#
# Reshape the channel axis to g rows, transpose, and flatten again: the new order
# takes one channel of each group in turn.

# %%
import keras
import numpy as np
from keras import layers, ops

GROUPS, DEPTH = 3, 12


def shuffle(maps, groups):
    """Reorder the channels of h×w×c maps: one of each group in turn.

    Reshape, transpose, reshape (Zhang et al., 2017, section 3.1).
    """
    *size, depth = maps.shape[1:]
    maps = ops.reshape(maps, (-1, *size, groups, depth // groups))
    return ops.reshape(ops.swapaxes(maps, -2, -1), (-1, *size, depth))


numbered = np.arange(DEPTH).reshape(1, 1, 1, DEPTH)
order = ops.convert_to_numpy(shuffle(numbered, GROUPS)).ravel()
print("channels after the shuffle:", *order)

# The same as a 1×1 layer: one 1 in each row and each column of its kernel.
pictures = np.random.default_rng(0).random((2, 4, 4, DEPTH), "float32")
pictures[1] = pictures[0]
pictures[1, ..., 0] += 1  # the same picture, one channel changed
permute = layers.Conv2D(DEPTH, 1, use_bias=False)
permute.build(pictures.shape)
kernel = np.eye(DEPTH, dtype="float32")[:, order]
permute.set_weights([kernel.reshape(1, 1, DEPTH, DEPTH)])
same = np.array_equal(permute(pictures), shuffle(pictures, GROUPS))
print("equal to a 1×1 layer of zeros and ones:", same)

# Two grouped 1×1 layers, without and with a shuffle between them.
keras.utils.set_random_seed(0)
first, second = (layers.Conv2D(DEPTH, 1, groups=GROUPS) for _ in range(2))
maps = keras.Input((4, 4, DEPTH))
apart = keras.Model(maps, second(first(maps)))
mixed = keras.Model(maps, second(shuffle(first(maps), GROUPS)))
reached = {}
for name, model in {"apart": apart, "shuffled": mixed}.items():
    before, after = model.predict(pictures, verbose=0)
    reached[name] = np.flatnonzero(np.abs(after - before).max(axis=(0, 1)) > 1e-6)
    print(f"{name}: channel 0 reaches", *reached[name])

# %% [markdown]
# The shuffle is itself a 1×1 convolution, with a fixed kernel of zeros and ones: a
# permutation. Written as one, it would cost 12·12 = 144 multiplications a position
# here. As a change of order it costs none, though the memory is still read and
# written.
#
# Without it, stacked grouped layers are g separate networks side by side. With it,
# every output of the second layer depends on every input of the first, if each group
# has at least g channels.
#
# ## The unit

# %%
from math import prod

import keras
import numpy as np
from keras import layers, ops


def shuffle(maps, groups):
    *size, depth = maps.shape[1:]
    maps = ops.reshape(maps, (-1, *size, groups, depth // groups))
    return ops.reshape(ops.swapaxes(maps, -2, -1), (-1, *size, depth))


def unit(side, depth, filters, groups, stride=1):
    """Return side×side×depth → (side ÷ stride)²×filters (Zhang et al., 2017, 3.2)."""
    maps = keras.Input((side, side, depth))
    added = filters if stride == 1 else filters - depth
    same = {"use_bias": False, "padding": "same"}
    x = layers.Conv2D(filters // 4, 1, groups=groups, **same, name="reduce")(maps)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.DepthwiseConv2D(3, stride, **same, name="look")(shuffle(x, groups))
    x = layers.BatchNormalization()(x)  # and no ReLU
    x = layers.Conv2D(added, 1, groups=groups, **same, name="restore")(x)
    x = layers.BatchNormalization()(x)
    if stride == 1:
        x = layers.Add(name="join")([maps, x])
    else:
        pooled = layers.AveragePooling2D(3, stride, padding="same")(maps)
        x = layers.Concatenate(name="join")([pooled, x])
    return keras.Model(maps, layers.ReLU()(x))


units = {
    "stride 1, 1 group": unit(28, 240, 240, 1),
    "stride 1, 3 groups": unit(28, 240, 240, 3),
    "stride 2, 3 groups": unit(28, 240, 480, 3, stride=2),
}
for name, model in units.items():
    kernels = {
        n: prod(model.get_layer(n).kernel.shape)
        for n in ("reduce", "look", "restore")
    }
    joined = [n.shape[-1] for n in model.get_layer("join").input]
    print(f"{name}: {' + '.join(f'{n:,}' for n in kernels.values())}", end="")
    print(f" = {sum(kernels.values()):,} weights, joins {joined}", end="")
    print(f" → {'×'.join(map(str, model.output.shape[1:]))}")

picture = np.random.default_rng(0).random((1, 28, 28, 240), "float32")
halved = units["stride 2, 3 groups"].predict(picture, verbose=0)
pooled = layers.AveragePooling2D(3, 2, padding="same")(picture)
kept = np.allclose(halved[..., :240], pooled)
print("stride 2 hands its input on, averaged:", kept)

# %% [markdown]
# Reduce to a quarter, shuffle, look with a depthwise 3×3, restore. There is no ReLU
# after the 3×3, and one shuffle a unit is enough. Where the maps are halved, the
# shortcut is an average pooling, and the two paths are concatenated in place of
# added: the shortcut supplies 240 of the 480 channels for nothing, and needs no 1×1
# of its own.
#
# On a CPU, Keras has grouped convolutions compiled before they run, so the first call
# takes longer.
#
# ## What the groups save
#
# | layer, 3 groups | arithmetic | weights |
# |---|---|--:|
# | 1×1, 240 → 60 | 240·60 ÷ 3 | 4,800 |
# | depthwise 3×3 | 3·3·60 | 540 |
# | 1×1, 60 → 240 | 60·240 ÷ 3 | 4,800 |
# | unit | 4,800 + 540 + 4,800 | 10,140 |
# | the same without groups | 240·60 + 3·3·60 + 60·240 | 29,340 |
#
# The paper gives the cost of a unit on an h×w map of c channels, with m inside, as a
# formula: $hw(2cm + 9m^2)$ for ResNet, $hw(2cm + 9m^2/g)$ for ResNeXt, whose 3×3
# alone is grouped, and $hw(2cm/g + 9m)$ for ShuffleNet. Built and counted:

# %%
from math import prod

import keras
from keras import layers


def unit(side, depth, inner, groups_1x1, groups_3x3):
    """Return 1×1, 3×3, 1×1 on side×side×depth, through `inner` maps, as a model."""
    maps = keras.Input((side, side, depth))
    x = layers.Conv2D(inner, 1, groups=groups_1x1, use_bias=False)(maps)
    x = layers.Conv2D(inner, 3, padding="same", groups=groups_3x3, use_bias=False)(
        x
    )
    return keras.Model(
        maps, layers.Conv2D(depth, 1, groups=groups_1x1, use_bias=False)(x)
    )


def macs(model):
    """Count the multiply–accumulates of each layer."""
    kernels = [prod(w.shape) for w in model.weights]
    return [kernel * prod(model.output.shape[1:3]) for kernel in kernels]


h = w = 28
c, m, g = 240, 60, 3  # channels, inner channels, groups
ways = {
    "ResNet": (unit(h, c, m, 1, 1), h * w * (2 * c * m + 9 * m**2)),
    "ResNeXt": (unit(h, c, m, 1, g), h * w * (2 * c * m + 9 * m**2 // g)),
    "ShuffleNet": (unit(h, c, m, g, m), h * w * (2 * c * m // g + 9 * m)),
}
for name, (model, formula) in ways.items():
    parts = macs(model)
    share = (parts[0] + parts[2]) / sum(parts)
    print(f"{name:10} {sum(parts):11,} MACs, {share:.1%} in 1×1", end="")
    print(f"; by formula the same: {sum(parts) == formula}")

# ResNeXt's own setting: 256 channels, 128 inside, 32 groups.
resnext = macs(unit(56, 256, 128, 1, 32))
pointwise = (resnext[0] + resnext[2]) / sum(resnext)
print(f"ResNeXt with 32 groups: {pointwise:.1%} in 1×1")

# %% [markdown]
# All three formulas hold. In ShuffleNet's unit 94.7 % of the work is still 1×1. The
# saving is spent on width: for about the same cost, Table 1 of the paper has 576
# channels in its last stage with one group, and 1,536 with eight.
#
# ## The paper's figures, recomputed
#
# The paper calls one multiply–accumulate a FLOP. Pooling, batch normalisation and
# additions are not counted.
#
# **The code that counts: ShuffleNet in all its sizes**

# %%
from collections import Counter
from functools import cache
from math import prod

from keras import layers


@cache
def conv(side, depth, filters, kernel_size, groups=1, stride=1):
    """Count a layer without bias on side×side×depth."""
    layer = layers.Conv2D(
        filters, kernel_size, stride, groups=groups, use_bias=False
    )
    layer.build((None, side, side, depth))
    macs = prod(layer.kernel.shape) * (side // stride) ** 2
    return Counter(layers=1, macs=macs, **{f"{kernel_size}×{kernel_size}": macs})


def shufflenet(g, width, first=24, repeats=(4, 8, 4)):
    """Count a ShuffleNet of g groups (Zhang et al., 2017, table 1).

    `width` is the output channels of stage 2, `first` those of the first layer.
    """
    total = Counter() + conv(224, 3, first, 3, stride=2)
    side, depth = 56, first  # after the max pooling
    for stage, count in enumerate(repeats):
        out = width * 2**stage
        for i in range(count):
            stride, added = (2, out - depth) if i == 0 else (1, out)
            sparse = g if stage + i > 0 else 1  # not the very first 1×1
            inner = out // 4
            total += conv(side, depth, inner, 1, sparse)
            total += conv(side, inner, inner, 3, inner, stride)
            side, depth = side // stride, out
            total += conv(side, inner, added, 1, g)
    scores = layers.Dense(1000)
    scores.build((None, depth))
    classifier = prod(scores.kernel.shape)
    return total + Counter(
        layers=1, macs=classifier, classifier=classifier, depth=depth
    )


WIDTHS = {1: 144, 2: 200, 3: 240, 4: 272, 8: 384}  # of stage 2, for each g
networks = {f"1×, g = {g}": shufflenet(g, n) for g, n in WIDTHS.items()}
networks |= {
    "2×, g = 3": shufflenet(3, 480, first=48),
    "1.5×, g = 3": shufflenet(3, 360, first=36),
    "1.5×, first layer of 24": shufflenet(3, 360),
    "0.5×, g = 1": shufflenet(1, 72, first=12),
    "0.5×, g = 3": shufflenet(3, 120, first=12),
    "0.5×, half the units": shufflenet(3, 120, first=12, repeats=(2, 4, 2)),
    "0.25×, g = 3": shufflenet(3, 60, first=6),
    "0.25×, first layer of 12": shufflenet(3, 60, first=12),
}
print(f"{'':24} stage 4  layers  million MACs  less classifier")
for name, total in networks.items():
    macs, rest = total["macs"] / 1e6, (total["macs"] - total["classifier"]) / 1e6
    print(f"{name:24} {total['depth']:7,} {total['layers']:7}", end="")
    print(f" {macs:13.2f} {rest:16.2f}")

# Half the width with four groups leaves 136 channels and 34 inside.
try:
    shufflenet(4, WIDTHS[4] // 2, first=12)
except ValueError:
    wider = next(n for n in range(WIDTHS[4] // 2, 400) if n // 4 % 4 == n % 4 == 0)
    print(f"{WIDTHS[4] // 2 // 4} channels do not split into 4 groups;", end=" ")
    print(f"the next width is {wider}, {wider * 4} in stage 4")

# %% [markdown]
# 15 figures: 3 reproduced, 6 rounded, 6 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | ResNeXt unit of 32 groups: share of its 1×1 layers (Section 3.1) | 93.4 % | 93.43 | rounded |
# | ShuffleNet 1×, 1 group (Table 1) | 143 M | 143.08 | rounded |
# | ShuffleNet 1×, 2 groups (Table 1) | 140 M | 140.84 | differs (1) |
# | ShuffleNet 1×, 3 groups (Table 1) | 137 M | 137.46 | rounded |
# | ShuffleNet 1×, 4 groups (Table 1) | 133 M | 134.34 | differs (1) |
# | ShuffleNet 1×, 8 groups (Table 1) | 137 M | 138.37 | differs (1) |
# | ShuffleNet 1×, 8 groups, as a class of about 140 (Table 5) | 140 M | 138.37 | rounded |
# | ShuffleNet 2×, 3 groups (Table 5) | 524 M | 524.05 | rounded |
# | ShuffleNet 1.5×, 3 groups (Table 5) | 292 M | 299.61 | differs (2) |
# | ShuffleNet 0.5×, 3 groups (Table 8) | 38 M | 37.59 | rounded |
# | ShuffleNet 0.25×, 3 groups (Table 2) | 13 M | 11.01 | differs (3) |
# | ShuffleNet: layers with weights (Section 4.3) | 50 | 50 | reproduced |
# | ShuffleNet with half the units: layers with weights (Section 4.3) | 26 | 26 | reproduced |
# | Stage 4 at 38 M, “Xception-like” (one group) (Section 4.2) | 288 | 288 | reproduced |
# | Stage 4 at 38 M, ShuffleNet (0.5×, 4 groups) (Section 4.2) | 576 | 544 | differs (4) |
#
# 1. The figure agrees if the classifier is left out, and so do the other four columns
#    of Table 1.
# 2. Scaled like the others, the first layer has 36 channels. The figure comes out if
#    it keeps 24.
# 3. Scaled like the others, the first layer has 6 channels. The figure comes out with
#    12, as at 0.5×.
# 4. Half of the 1,088 channels of Table 1 would be 544. But the 34 channels inside
#    the first unit do not split into 4 groups; the next width that does gives 576.
#
# **With the classifier or without?** Table 1 agrees in all five columns if the
# classifier at the end is left out. The 292 M and 524 M of Table 5 agree only if it
# is counted.
#
# **What scaling means.** The paper says that s× multiplies the number of filters by
# s. Its 1.5× and 0.25× agree if the first layer does not follow all the way: 24
# channels, not 36, and 12, not 6. The code that the authors' group published later
# (`ShuffleNetV1/network.py` in `megvii-model/ShuffleNet-Series`) does have 24 at
# 1.5×. For 0.25× this is a reading that fits, and no more.
#
# **A width that cannot be halved.** Half of Table 1's widths for four groups leaves
# 34 channels inside the first unit, and 34 do not split into four groups. The paper
# does train such a network, so its widths must be others. The next width that works
# gives 576 channels in the last stage, the number that section 4.2 prints. Since the
# widths are not given, its 38 M is not audited here; that of three groups is.
#
# ## When it is the wrong tool
#
# When time counts and not multiplications. The authors found more groups, such as
# four or eight, less efficient on a phone, and a quarter of the multiply–accumulates
# about 2.6 times as fast, not four. A grouped layer does less arithmetic for each
# value it moves. Why fewer MACs need not be faster.
#
# In a wide network too: with channels to spare, the 1×1 that mixes them all is what
# you want. And every width has to be divisible by g, inside the unit as well.
#
# ## Exercises
#
# ### Too few to go round
#
# *A minute · shapes*
#
# Two grouped 1×1 layers of four groups stand on eight channels, with a shuffle
# between them. On how many of the eight inputs does each output depend?
#
# ### Shuffle it yourself
#
# *Ten minutes · shapes*
#
# Write `channel_shuffle(maps, groups)` for a NumPy array of shape (height, width,
# channels). Paste it into exercises.py, run `python exercises.py channel_shuffle`,
# and read what it says. Then: which second call undoes a shuffle of 12 channels in 3
# groups?
#
# ### Groups of two
#
# *Ten minutes · computation*
#
# Split 1,024 channels into 512 groups of two. Stack such grouped 1×1 layers, each
# from 1,024 channels to 1,024, with a shuffle in 512 groups between each two, until
# every output depends on every input. How many weights has the stack? Leave out
# biases.
#
# ### Wider for the same price
#
# *Ten minutes · design*
#
# Without groups, a unit on 240 channels has 29,340 weights. How many channels may a
# unit with eight groups have for no more than that? It reduces to a quarter, and
# every width must be divisible by eight.
#
# ## Answers
#
# ### Hint: Too few to go round
#
# How many channels has a group, and to how many groups can the shuffle hand them?
#
# ### Hint: Shuffle it yourself
#
# Only the last axis is touched: split it into two, swap the two, join them. Which of
# the two comes first, the groups or the channels within a group?
#
# ### Hint: Groups of two
#
# An output of one layer depends on two inputs. On how many do two layers make it
# depend?
#
# ### Hint: Wider for the same price
#
# With c channels the two 1×1 have 2·c·(c ÷ 4) ÷ 8 weights and the depthwise layer
# 9·(c ÷ 4). By what must c be divisible?
#
# ### Answer: Too few to go round
#
# A group has 8 ÷ 4 = 2 channels. Each group of the second layer receives two
# channels, from two different groups, and each of those has seen two inputs: 2·2 =
# **4**. To see all eight takes a third layer, or two groups of four in place of four
# groups of two.
#
# ### Answer: Shuffle it yourself

# %%
import numpy as np


def channel_shuffle(maps, groups):
    """Reorder height×width×channels: one of each group in turn."""
    height, width, channels = maps.shape
    rows = maps.reshape(height, width, groups, channels // groups)
    return rows.swapaxes(2, 3).reshape(height, width, channels)


numbered = np.arange(12).reshape(1, 1, 12)
shuffled = channel_shuffle(numbered, 3)
print("in 3 groups:       ", *shuffled.ravel())
print("again in 3 groups: ", *channel_shuffle(shuffled, 3).ravel())
print("or then in 4:      ", *channel_shuffle(shuffled, 4).ravel())

# %% [markdown]
# Three rows of four, transposed, are four rows of three. So a shuffle in 12 ÷ 3 = 4
# groups undoes it, and shuffling twice in 3 does not. The usual slip is to reshape to
# (channels ÷ groups, groups): that is the way back, not the way there, and with as
# many groups as channels in a group you would not notice.
#
# ### Answer: Groups of two
#
# An output depends on 2 inputs after one layer, on 4 after two, and on all 1,024
# after ten: the shuffle always brings together two channels that have seen different
# inputs. Each layer has 1,024·2 weights, and ten have 10·1,024·2 = **20,480**.

# %%
import numpy as np

CHANNELS, GROUPS = 1024, 512
each = CHANNELS // GROUPS  # channels in a group
weights = each * each * GROUPS  # of one layer

sees = np.eye(CHANNELS, dtype=bool)  # outputs × inputs
count = 0
while not sees.all():
    if count:  # shuffle
        sees = sees.reshape(GROUPS, each, CHANNELS).swapaxes(0, 1)
    groups = sees.reshape(GROUPS, each, CHANNELS)
    sees = groups.any(axis=1).repeat(each, axis=0)
    count += 1
    [each_sees] = set(sees.sum(axis=1))  # all the same
    print(f"after layer {count:2} an output sees {each_sees:5,} inputs")
print(f"{count} layers of {weights:,} weights: {count * weights:,}")

# %% [markdown]
# One layer without groups has 1,024·1,024 = 1,048,576 weights, 1,048,576 ÷ 20,480 =
# 51.2 times as many. To *reach* everything is cheap; the fast Fourier transform is
# wired in such steps. To compute *any* mixture is not: 20,480 numbers cannot stand
# for every choice of 1,048,576.
#
# ### Answer: Wider for the same price
#
# A unit of c channels has c·c ÷ 16 + 9·c ÷ 4 weights. The quarter inside must split
# into eight groups, so c is a multiple of 32:
#
# | channels | arithmetic | weights |
# |--:|---|--:|
# | 640 | 640·640 ÷ 16 + 9·640 ÷ 4 | 27,040 |
# | 672 | 672·672 ÷ 16 + 9·672 ÷ 4 | 29,736 |
#
# So **640**. Eight groups do not buy eight times the width: the 1×1 grows with its
# square, and the most you can hope for is the root of eight, 2.8 times.
