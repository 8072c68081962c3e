# %% [markdown]
# # Inception
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# An inception module runs 1×1, 3×3, 5×5 and pooling side by side and stacks what they
# give. That is affordable because 1×1 convolutions reduce the depth *before* the 3×3
# and the 5×5, and after the pooling. Szegedy et al., 2014, built GoogLeNet from nine
# of them.
#
# *Read first: Reduction. Next: Residual bottleneck, which also restores.*
#
# ## Module 3a, without and with reductions
#
# *Figure: Inception module 3a, widths to scale: 192 maps feed four branches of 64, 96
# → 128, 16 → 32, 192 → 32 maps, which concatenate to 256. Module 3a. Widths are
# numbers of channels, to scale.*

# %%
import keras
from keras import layers

maps = keras.Input((28, 28, 192), name="maps")


def conv(filters, kernel_size, name):
    return layers.Conv2D(
        filters, kernel_size, padding="same", activation="relu", name=name
    )


pooled = layers.MaxPooling2D(3, 1, padding="same", name="pool")(maps)
naive = keras.Model(
    maps,
    layers.Concatenate(name="depth")(
        [
            conv(64, 1, "1x1")(maps),
            conv(128, 3, "3x3")(maps),
            conv(32, 5, "5x5")(maps),
            pooled,
        ]
    ),
)
reduced = keras.Model(
    maps,
    layers.Concatenate(name="depth")(
        [
            conv(64, 1, "1x1")(maps),
            conv(128, 3, "3x3")(conv(96, 1, "3x3_reduce")(maps)),
            conv(32, 5, "5x5")(conv(16, 1, "5x5_reduce")(maps)),
            conv(32, 1, "pool_proj")(pooled),
        ]
    ),
)
for name, module in {"naive": naive, "reduced": reduced}.items():
    branches = module.get_layer("depth").input
    print(name, " + ".join(str(branch.shape[-1]) for branch in branches), end="")
    print(f" = {module.output.shape[-1]} maps,", end=" ")
    print(f"{module.count_params():,} parameters")

# %% [markdown]
# Two things happen. The module has 387,296 ÷ 163,696 = 2.4 times fewer parameters.
# And its output is 256 maps deep, not 416.
#
# | layer | arithmetic | weights |
# |---|---|--:|
# | 1×1 | 192·64 | 12,288 |
# | 3×3 reduce | 192·96 | 18,432 |
# | 3×3 | 3·3·96·128 | 110,592 |
# | 5×5 reduce | 192·16 | 3,072 |
# | 5×5 | 5·5·16·32 | 12,800 |
# | pool proj | 192·32 | 6,144 |
# | module | 12,288 + 18,432 + 110,592 + 3,072 + 12,800 + 6,144 | 163,328 |
# | with 368 biases | 163,328 + 368 | 163,696 |
#
# > **The 1×1 after the pooling reduces, too**
# >
# > The tutorial says that it increases the number of maps. In the module it goes from
# > 192 to 32. Without it the pooled branch would hand on all 192, as the naive module
# > does: pooling has no say in depth, so depth could only grow from module to module.
#
# ## All nine modules
#
# **The code that counts: the nine modules**

# %%
from math import prod

import keras
from keras import layers

# Columns of Table 1 (Szegedy et al., 2014): input side and depth, then the
# filters of 1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5 and pool proj.
MODULES = {
    "3a": (28, 192, 64, 96, 128, 16, 32, 32),
    "3b": (28, 256, 128, 128, 192, 32, 96, 64),
    "4a": (14, 480, 192, 96, 208, 16, 48, 64),
    "4b": (14, 512, 160, 112, 224, 24, 64, 64),
    "4c": (14, 512, 128, 128, 256, 24, 64, 64),
    "4d": (14, 512, 112, 144, 288, 32, 64, 64),
    "4e": (14, 528, 256, 160, 320, 32, 128, 128),
    "5a": (7, 832, 256, 160, 320, 32, 128, 128),
    "5b": (7, 832, 384, 192, 384, 48, 128, 128),
}


def inception(side, depth, *row):
    """Return a module from side×side×depth to side×side×(sum of the branches)."""
    one, reduce_3, three, reduce_5, five, pool_proj = row

    def conv(maps, filters, kernel_size):
        return layers.Conv2D(
            filters, kernel_size, padding="same", activation="relu"
        )(maps)

    maps = keras.Input((side, side, depth))
    pooled = layers.MaxPooling2D(3, 1, padding="same")(maps)
    branches = [
        conv(maps, one, 1),
        conv(conv(maps, reduce_3, 1), three, 3),
        conv(conv(maps, reduce_5, 1), five, 5),
        conv(pooled, pool_proj, 1),
    ]
    return keras.Model(maps, layers.Concatenate()(branches))


def formula(side, depth, *row):
    """Return the weights that the filters of a row imply, whatever the side."""
    one, reduce_3, three, reduce_5, five, pool_proj = row
    pointwise = depth * (one + reduce_3 + reduce_5 + pool_proj)
    return pointwise + 9 * reduce_3 * three + 25 * reduce_5 * five


modules = {name: inception(*row) for name, row in MODULES.items()}
weights, macs = {}, {}
print("module  output    weights   ÷ 1,024   million MACs")
for name, module in modules.items():
    kernels = [w.shape for w in module.weights if w.name == "kernel"]
    weights[name] = sum(prod(kernel) for kernel in kernels)
    _, height, width, depth = module.output.shape
    macs[name] = weights[name] * height * width  # stride 1 everywhere
    print(f"{name:>6} {depth:7,} {weights[name]:10,}", end="")
    print(f"{weights[name] / 1024:10,.1f} {macs[name] / 1e6:14,.1f}")

same = all(formula(*row) == weights[name] for name, row in MODULES.items())
print("by formula, the same in all nine rows:", same)

# %% [markdown]
# The rows around the modules. The second reduces with a 1×1 as well; the first is
# tried in two forms:

# %%
import keras
from keras import layers

# First row: 7×7, stride 2, 64 filters. In full, or 8 filters for each of the
# 3 channels alone and then a 1×1 from those 24 maps to 64.
picture = keras.Input((224, 224, 3))
same = {"padding": "same", "use_bias": False}
rows = {
    "full": (picture, layers.Conv2D(64, 7, 2, **same)),
    "separable": (
        picture,
        layers.SeparableConv2D(64, 7, 2, depth_multiplier=8, **same),
    ),
    # Second row: a 1×1 of 64 filters before a 3×3 of 192.
    "reduce": (keras.Input((56, 56, 64)), layers.Conv2D(64, 1, **same)),
    "conv_3x3": (keras.Input((56, 56, 64)), layers.Conv2D(192, 3, **same)),
    # Last row: one weight for each map and class.
    "linear": (keras.Input((1, 1, 1024)), layers.Dense(1000, use_bias=False)),
}
weights, macs = {}, {}
for name, (maps, layer) in rows.items():
    _, height, width, _ = layer(maps).shape
    weights[name] = layer.count_params()
    macs[name] = weights[name] * height * width  # each weight at each position
    print(f"{name:9} {weights[name]:9,} weights", end="")
    print(f" {macs[name] / 1e6:6.1f} million MACs")

# %% [markdown]
# ## Table 1 of the paper, recomputed
#
# Of the nine modules, seven agree to rounding in the paper's *ops* column. In its
# *params* column only 3a does, and just so. The filters are those that the table
# prints. Params are thousands (K) of weights, ops millions (M) of
# multiply–accumulates. What the verdicts mean: the audit.
#
# 26 figures: 2 reproduced, 11 rounded, 13 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | conv 7×7/2, params (Table 1) | 2.7 K | 2.65 | differs (1) |
# | conv 7×7/2, ops (Table 1) | 34 M | 34.02 | rounded |
# | 1×1 and conv 3×3, params (Table 1) | 112 K | 112 | reproduced |
# | 1×1 and conv 3×3, ops (Table 1) | 360 M | 359.66 | rounded |
# | 3a, params (Table 1) | 159 K | 159.50 | rounded |
# | 3a, ops (Table 1) | 128 M | 128.05 | rounded |
# | 3b, params (Table 1) | 380 K | 379 | differs (2) |
# | 3b, ops (Table 1) | 304 M | 304.27 | rounded |
# | 4a, params (Table 1) | 364 K | 366.75 | differs (3) |
# | 4a, ops (Table 1) | 73 M | 73.61 | differs (3) |
# | 4b, params (Table 1) | 437 K | 438 | differs (4) |
# | 4b, ops (Table 1) | 88 M | 87.91 | rounded |
# | 4c, params (Table 1) | 463 K | 497.50 | differs (5) |
# | 4c, ops (Table 1) | 100 M | 99.85 | rounded |
# | 4d, params (Table 1) | 580 K | 590.50 | differs (5) |
# | 4d, ops (Table 1) | 119 M | 118.52 | rounded |
# | 4e, params (Table 1) | 840 K | 847 | differs (5) |
# | 4e, ops (Table 1) | 170 M | 170.00 | rounded |
# | 5a, params (Table 1) | 1,072 K | 1,018 | differs (6) |
# | 5a, ops (Table 1) | 54 M | 51.08 | differs (6) |
# | 5b, params (Table 1) | 1,388 K | 1,409 | differs (5) |
# | 5b, ops (Table 1) | 71 M | 70.70 | rounded |
# | linear, params (Table 1) | 1,000 K | 1,000 | reproduced |
# | linear, ops (Table 1) | 1 M | 1.02 | rounded |
# | GoogLeNet: fewer parameters than the winner of 2012 (Section 1) | 12 times | 8.71 | differs (7) |
# | Budget at inference, multiply–adds, met by GoogLeNet (Section 1) | 1.5 G | 1.58 | differs (8) |
#
# 1. A full 7×7 layer has 9.2 K. A depthwise separable one with 8 filters a channel
#    has 2,712 weights: 2.6 K of 1,024, or 2.7 thousand.
# 2. The filters of the row give 379.0 K. Counting biases as well gives 379.6, but
#    would take row 3a from 159.5 to 159.9.
# 3. Printed params and ops agree with each other (364 K times 196 positions is 73 M)
#    but not with the filters that the row prints.
# 4. The filters of the row give exactly 438 K.
# 5. The filters printed in the same row give another count, by the built module and
#    by formula. Neither K = 1,000 nor K = 1,024, with or without biases, reaches the
#    printed one.
# 6. Printed params and ops agree with each other (1,072 K times 49 positions is 54 M)
#    but not with the filters that the row prints.
# 7. Built as both papers describe them, the networks have 61.0 and 7.0 million
#    parameters. Twelve times fewer would be 5.1 M, less than the convolutions of
#    Table 1 alone.
# 8. With a full 7×7 in the first layer it is 1.58 G. With the depthwise separable one
#    that the first row of Table 1 implies, it is 1.50 G.
#
# **What K means.** 1,024. The rows that come out exactly, 112 K and 1,000 K, are
# weights without biases divided by 1,024.
#
# **What went wrong.** In seven modules the ops follow from the filters printed in the
# same row, and most of the params do not. In 4a and 5a the printed params and ops
# agree with each other and with no count of the printed filters. So parts of the
# table seem to belong to other versions of some modules. The weights have been
# derived here twice, by formula and from the built modules; the ops are those weights
# times the positions. That is as far as arithmetic goes: why they differ, only the
# authors could say.
#
# **What the first row must mean.** 2.7 K and 34 M are far too small for a 7×7 layer
# of 64 filters, which has 9,408 weights and takes 118 million multiply–accumulates.
# Chollet, 2016, reports that the first layer of this network was a depthwise
# separable convolution. A 7×7 with eight filters on each colour channel alone, then a
# 1×1, takes 34.0 million. Eight is the number in the code that Google later published
# for the *next* version (TF-Slim's `inception_v2`; its `inception_v1` has the full
# 7×7). This fits the figures; it is a reading, not a statement of the paper.
#
# ## When it is the wrong tool
#
# When there are few maps to spare. A reduction from 192 to 96 maps before the 3×3
# saves 42 % of its weights, the 1×1 included. From 24 maps the share saved can be as
# large, but it is a share of little, and 12 maps may not hold what is needed. With
# few filters to follow, the 1×1 itself eats the saving: below which depth does it
# pay?
#
# Four branches also mean more, smaller operations. Fewer multiply–accumulates need
# not mean less time.
#
# ## Exercises
#
# ### Three naive modules
#
# *A minute · shapes*
#
# Stack three naive modules like 3a, each with 64 + 128 + 32 filters of its own. How
# deep is the output of the third, from 192 maps?
#
# ### One layer for three
#
# *Ten minutes · equivalence*
#
# Some of module 3a's 1×1 layers read the very same maps. Put those into one layer and
# cut its output into parts afterwards. How many filters has that layer? And what does
# it save?
#
# ### Naive after naive
#
# *Ten minutes · parameters*
#
# Leave the reductions and the projection out of 3a *and* of 3b, which has 128 filters
# of 1×1, 192 of 3×3 and 96 of 5×5. How many weights has 3b then, without biases?
#
# ### A table against itself
#
# *An hour · computation*
#
# You can doubt a row of Table 1 without knowing a single filter. Every layer of a
# module has 28 positions a side in 3a and 3b, 14 in 4a to 4e, 7 in 5a and 5b, and
# each weight works once at each. So the printed params give the ops. K is 1,024 and M
# a million, and a printed figure may have been rounded by half a unit, up or down.
# How many of the nine rows contradict themselves? And which rows pass this test
# although their params are wrong?
#
# ## Answers
#
# ### Hint: Three naive modules
#
# Pooling has no filters. How many maps leave the pooled branch?
#
# ### Hint: One layer for three
#
# In the figure, which 1×1 layers stand directly on the module's input?
#
# ### Hint: Naive after naive
#
# How deep is the naive 3a's output? All three kernels of 3b read that depth.
#
# ### Hint: A table against itself
#
# 380 K is anything from 379.5 to 380.5 K. Multiply both ends by 1,024 and by the
# positions. Does the range that you get meet the range of the printed ops?
#
# ### Answer: Three naive modules
#
# Each adds 64 + 128 + 32 = 224 maps to what it is given: 192 + 3·224 = **864**. With
# the projection to 32 it stays at 256.
#
# ### Answer: One layer for three
#
# 64 + 96 + 16 = **176**: the 1×1 branch and both reductions. The projection of 32
# reads the pooled maps. A filter does not know of the others in its layer, so the
# kernels can lie side by side.

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).random((1, 28, 28, 192), "float32")
filters = {"1x1": 64, "3x3_reduce": 96, "5x5_reduce": 16}
three = [
    layers.Conv2D(n, 1, activation="relu", name=f"alone_{name}")
    for name, n in filters.items()
]
apart = [keras.ops.convert_to_numpy(layer(maps)) for layer in three]

one = layers.Conv2D(sum(filters.values()), 1, activation="relu", name="shared")
one.build(maps.shape)
kernels, biases = zip(*(layer.get_weights() for layer in three), strict=True)
one.set_weights([np.concatenate(kernels, axis=-1), np.concatenate(biases)])
# Filters 0 to 63, 64 to 159 and 160 to 175.
together = np.split(keras.ops.convert_to_numpy(one(maps)), [64, 160], axis=-1)

same = all(map(lambda a, b: np.allclose(a, b, atol=1e-5), apart, together))
print(f"one kernel {one.kernel.shape}, the same maps: {same}")
print(f"parameters {one.count_params():,}, three layers:", end=" ")
print(f"{sum(layer.count_params() for layer in three):,}")

# %% [markdown]
# It saves no parameter and no multiply–accumulate. What it can save is time: one
# larger matrix product in place of three, and 192 maps read once. Cost is not time,
# and here it works in your favour.
#
# ### Answer: Naive after naive
#
# The naive 3a hands on 416 maps. So 3b has 416·128 + 3·3·416·192 + 5·5·416·96 =
# **1,770,496** weights, and as it was built 388,096: 1,770,496 ÷ 388,096 = 4.6. For
# 3a the factor was 2.4. Each module without a projection makes the next one dearer.
#
# ### Answer: A table against itself
#
# **5** of the nine.

# %%
# Table 1 (Szegedy et al., 2014): side of the maps, params in K, ops in millions.
PRINTED = {
    "3a": (28, 159, 128),
    "3b": (28, 380, 304),
    "4a": (14, 364, 73),
    "4b": (14, 437, 88),
    "4c": (14, 463, 100),
    "4d": (14, 580, 119),
    "4e": (14, 840, 170),
    "5a": (7, 1072, 54),
    "5b": (7, 1388, 71),
}

contradictions = 0
for name, (side, params, ops) in PRINTED.items():
    # A printed 159 K stands for anything from 158.5 to 159.5 K.
    low, high = (
        (params + rounding) * 1024 * side * side / 1e6 for rounding in (-0.5, 0.5)
    )
    agree = low < ops + 0.5 and ops - 0.5 < high
    contradictions += not agree
    print(f"{name}: params say {low:5.1f} to {high:5.1f} million,", end=" ")
    print(f"ops say {ops:3}: {'agree' if agree else 'contradict'}")
print(contradictions, "rows contradict themselves")

# %% [markdown]
# Closest is 3b: 379.5·1024·28·28 = 304,668,672 is the least that its params can mean,
# and 304 M is 304.5 M at most. Three rows with wrong params pass. In 4b they are off
# by one, which rounding hides. In 4a and 5a both figures are off, and agree. A table
# that agrees with itself may still be wrong; one that does not must be.
