# %% [markdown]
# # Xception and MobileNet
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A depthwise separable convolution splits a 3×3 in two. A depthwise 3×3 filters each
# channel by itself; a 1×1 then mixes the channels. With 512 filters that takes 8.8
# times fewer multiply–accumulates, and the 1×1 does nearly all that are left.
# Chollet, 2016, built Xception from it, Howard et al., 2017, MobileNet.
#
# *Read first: Inception. Next: ShuffleNet, which makes the 1×1 itself cheaper.*
#
# *Figure: Kernels from 4 channels, the rows, to 6 filters, the columns; a filled
# square is a positive weight. A full 3×3 has a pattern of its own in each of 24
# places, 216 weights. Depthwise and 1×1 have one pattern for each row and one number
# for each place, 36 + 24 weights. Kernels from 4 channels to 6 filters. A filled
# square is a positive weight.*

# %%
from math import prod

import keras
from keras import layers


def full(filters):
    """Return a 3×3 layer: it filters positions and mixes channels in one step."""
    return [layers.Conv2D(filters, 3, padding="same", use_bias=False, name="3x3")]


def separable(filters):
    """Return a 3×3 for each channel alone, and a 1×1 that mixes the channels."""
    return [
        layers.DepthwiseConv2D(3, padding="same", use_bias=False, name="depthwise"),
        layers.Conv2D(filters, 1, use_bias=False, name="pointwise"),
    ]


rows = {  # Table 3 (Howard et al., 2017): each row changes one thing more
    "full 3×3": (14, 512, full(512)),
    "depthwise separable": (14, 512, separable(512)),
    "with 3/4 of the maps": (14, 384, separable(384)),
    "on 10×10 positions": (10, 384, separable(384)),
}
weights, macs = {}, {}
for name, (side, depth, parts) in rows.items():
    keras.Sequential([keras.Input((side, side, depth)), *parts])
    each = [prod(layer.kernel.shape) for layer in parts]
    weights[name], macs[name] = sum(each), sum(each) * side * side
    print(f"{name:21} {' + '.join(f'{n:,}' for n in each)}", end="")
    print(f" = {sum(each):,}" if len(each) > 1 else "", "weights")
    print(f"{'':21} {macs[name]:,} multiply–accumulates")

# %% [markdown]
# ## The arithmetic
#
# For one position, with a k×k kernel; c counts the channels, in and out:
#
# | layer | in general | 3×3, 512 to 512 | weights |
# |---|---|---|--:|
# | full | $k^2 c_{in} c_{out}$ | 3·3·512·512 | 2,359,296 |
# | depthwise | $k^2 c_{in}$ | 3·3·512 | 4,608 |
# | pointwise | $c_{in} c_{out}$ | 512·512 | 262,144 |
#
# Divide the last two by the first, and the price of the pair is $1/c_{out} + 1/k^2$
# of the full layer's. The input depth cancels. With many filters the first term
# vanishes and the saving nears k², here 9; in the example it is 2,359,296 ÷ 266,752 =
# 8.8. With few filters it shrinks: at 16 filters, 9·16 ÷ 25 = 5.8.
#
# The 1×1 is what remains: 262,144 of 266,752 weights. Larger kernels therefore cost
# little. A 5×5 in place of the 3×3 would add 16·512 = 8,192 weights.
#
# ## What is given up
#
# At each input channel a full kernel is a matrix: 9 positions by as many columns as
# there are filters. Every filter may look at the channel in its own way. A separable
# layer has one 3×3 pattern there, and each filter may only scale it: a matrix of rank
# 1, where a full one can have rank 9. The questions show that on numbers. How far
# apart are the two? Give each channel more patterns, choose them as well as can be (a
# singular value decomposition does), and compare:

# %%
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(0)
depth, filters = 16, 32
maps = rng.normal(size=(1, 8, 8, depth))
full = layers.Conv2D(filters, 3, padding="same", use_bias=False)
full.build(maps.shape)
full.set_weights([rng.normal(size=full.kernel.shape)])
wanted = ops.convert_to_numpy(full(maps))

# At each input channel the kernel is a matrix of 9 positions and 32 filters.
matrices = ops.convert_to_numpy(full.kernel).reshape(9, depth, filters)
left, sizes, right = np.linalg.svd(matrices.swapaxes(0, 1), full_matrices=False)

print(f"full 3×3: {full.count_params():,} weights")
print("patterns a channel  weights  missed")
for patterns in (1, 2, 4, 9):
    separable = layers.SeparableConv2D(
        filters, 3, padding="same", depth_multiplier=patterns, use_bias=False
    )
    separable.build(maps.shape)
    depthwise = (left * sizes[:, None])[:, :, :patterns].swapaxes(0, 1)
    pointwise = right[:, :patterns]
    separable.set_weights(
        [
            depthwise.reshape(3, 3, depth, patterns),
            pointwise.reshape(1, 1, depth * patterns, filters),
        ]
    )
    missed = np.linalg.norm(separable(maps) - wanted) / np.linalg.norm(wanted)
    print(f"{patterns:18} {separable.count_params():8,} {missed:7.0%}")

# %% [markdown]
# *Missed* is the error relative to the full layer's output. Nine patterns miss
# nothing, and then the pair is the dearer layer. One pattern misses most of *this*
# kernel, but it is random, so that no pattern is much better than another. A trained
# kernel may be kinder. A network trained with separable layers is not asked to
# imitate full ones, and the next layers mix again.
#
# ## Two orders, two opinions on ReLU
#
# Xception starts from Inception's idea: look at channels and at positions separately,
# and take it to the extreme. The idea would put the 1×1 first; Chollet uses the usual
# order, depthwise first, and argues that in a stack it makes no difference. Between
# the two there is no activation. The paper tried ReLU there and did worse.
#
# MobileNet puts batch normalisation and ReLU after *each* of the two. So its pair is
# not a full convolution in factors, but two layers.

# %%
from math import prod

import keras
from keras import layers


def trainable(model):
    """Count the weights of a model that training adjusts."""
    return sum(prod(weight.shape) for weight in model.trainable_weights)


xception = keras.applications.Xception(weights=None)
inception = keras.applications.InceptionV3(weights=None)

# Layers are named after their module; the 1×1 on shortcuts have other names.
base = [layer for layer in xception.layers if layer.name.startswith("block")]
modules = {layer.name.split("_")[0] for layer in base}
convs = [layer for layer in base if isinstance(layer, layers.Conv2D)]
convs += [layer for layer in base if isinstance(layer, layers.SeparableConv2D)]
print(f"{len(convs)} convolutional layers in {len(modules)} modules")
print(*(layer.name for layer in base if layer.name.startswith("block5")), sep="\n")
separable = xception.get_layer("block5_sepconv1")
print("activation inside sepconv1:", separable.activation.__name__)

# Inception V3 as in the code of August 2016: three layers of fewer filters, a bias
# in each convolution, a learnt scale in each batch normalisation.
config = inception.get_config()
kinds = {kind: [] for kind in ("Conv2D", "BatchNormalization")}
for layer in config["layers"]:
    layer.pop("build_config", None)  # the shapes of before
    kinds.get(layer["class_name"], []).append(layer["config"])
kinds["Conv2D"].sort(key=lambda conv: int(f"0{conv['name'][7:]}"))  # as built
for place, filters in {18: 32, 25: 32, 64: 160}.items():
    kinds["Conv2D"][place]["filters"] = filters
for conv in kinds["Conv2D"]:
    conv["use_bias"] = True
for norm in kinds["BatchNormalization"]:
    norm["scale"] = True
of_2016 = keras.Model.from_config(config)

for name, model in {
    "Xception": xception,
    "Inception V3": inception,
    "Inception V3, 2016": of_2016,
}.items():
    print(f"{name:18} {model.count_params():11,} numbers,", end="")
    print(f" {trainable(model):11,} of them trained")

# %% [markdown]
# **Table 3 of the paper.** It compares Xception with Inception V3 at nearly equal
# size.
#
# 4 figures: 3 reproduced, 0 rounded, 1 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | Xception (Table 3) | 22,855,952 | 22,855,952 | reproduced |
# | Inception V3 (Table 3) | 23,626,728 | 23,817,352 | differs (1) |
# | Xception: convolutional layers of the base (section 3) | 36 | 36 | reproduced |
# | Xception: modules (section 3) | 14 | 14 | reproduced |
#
# 1. Computed is the version in Keras today. The code that the author published in
#    August 2016 has fewer filters in three layers, and a bias and a learnt scale with
#    each filter.
#
# Xception is what Keras builds today, counted without the averages that batch
# normalisation keeps. Inception V3 is not: the version in Keras has since changed.
# Rebuilt after the code that Chollet published in August 2016
# (`fchollet/deep-learning-models`), it comes out exactly. That code is a little
# narrower in three layers and has biases and scales that today's leaves out.
#
# ## Where MobileNet's work is
#
# **The code that counts: MobileNet in all its sizes**

# %%
from math import prod

import keras
from keras import layers

# Filters and stride of each block of MobileNet (Howard et al., 2017, Table 1).
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
BLOCKS += [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
KINDS = ("1×1", "depthwise 3×3", "full 3×3", "dense")


def mobilenet(side=224, width=1.0, blocks=BLOCKS, separable=True):
    """Return weights and multiply–accumulates, each by kind of layer.

    From a picture of side×side×3 to 1,000 scores; `width` thins every layer.
    """
    weights, macs = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)

    def add(kind, layer, maps):
        output = layer(maps)
        weights[kind] += prod(layer.kernel.shape)
        macs[kind] += prod(layer.kernel.shape) * prod(output.shape[1:-1])
        return output

    same = {"padding": "same", "use_bias": False}
    first = layers.Conv2D(int(width * 32), 3, 2, **same)
    maps = add("full 3×3", first, keras.Input((side, side, 3)))
    for depth, stride in blocks:
        filters = int(width * depth)
        if separable:
            depthwise = layers.DepthwiseConv2D(3, stride, **same)
            maps = add("depthwise 3×3", depthwise, maps)
            maps = add("1×1", layers.Conv2D(filters, 1, **same), maps)
        else:
            maps = add("full 3×3", layers.Conv2D(filters, 3, stride, **same), maps)
    maps = layers.GlobalAveragePooling2D()(maps)
    add("dense", layers.Dense(1000, use_bias=False), maps)
    return weights, macs


weights, macs = mobilenet()
print(f"{'':13} {'weights':>10} {'share':>7} {'MACs':>12} {'share':>7}")
for kind in KINDS:
    print(f"{kind:13} {weights[kind]:10,}", end="")
    print(f" {weights[kind] / sum(weights.values()):7.2%}", end="")
    print(f" {macs[kind]:12,} {macs[kind] / sum(macs.values()):7.2%}")
print(f"{'together':13} {sum(weights.values()):10,}", end="")
print(f" {'':7} {sum(macs.values()):12,}")

shallow = BLOCKS[:6] + BLOCKS[-2:]  # without the five at 14×14×512
variants = {
    "full 3×3 layers": mobilenet(separable=False),
    "five blocks fewer": mobilenet(blocks=shallow),
    "0.75 wide": mobilenet(width=0.75),
    "0.5 wide": mobilenet(width=0.5),
    "0.25 wide": mobilenet(width=0.25),
    "192×192": mobilenet(192),
    "160×160": mobilenet(160),
    "128×128": mobilenet(128),
    "0.5 wide, 160×160": mobilenet(160, 0.5),
}
print(f"\n{'variant':18} {'weights':>10} {'MACs':>13}  MACs but for dense")
for name, (w, m) in variants.items():
    without = sum(m.values()) - m["dense"]
    print(f"{name:18} {sum(w.values()):10,} {sum(m.values()):13,}", end="")
    print(f" {without:13,}")

# %% [markdown]
# The 1×1 layers have 94.86 % of the multiply–accumulates and 74.59 % of the weights.
# Most of the other weights sit in the classifier. Built from full 3×3 layers, the
# same network would need 4,867,293,184 ÷ 568,740,352 = 8.6 times the
# multiply–accumulates.
#
# The paper shrinks it in two ways. A *width multiplier* thins every layer: at half
# the width, the 1×1 layers need a quarter. A smaller picture leaves the weights as
# they are and saves in proportion to its area.
#
# ## The paper's tables, recomputed
#
# Weights leave out biases and batch normalisation; M is a million.
#
# 36 figures: 1 reproduced, 31 rounded, 4 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | MobileNet: 1×1, share of multiply–adds (Table 2) | 94.86 % | 94.86 | rounded |
# | MobileNet: depthwise 3×3, share of multiply–adds (Table 2) | 3.06 % | 3.06 | rounded |
# | MobileNet: 1×1, share of parameters (Table 2) | 74.59 % | 74.59 | rounded |
# | MobileNet: depthwise 3×3, share of parameters (Table 2) | 1.06 % | 1.06 | rounded |
# | MobileNet: multiply–adds (Table 4) | 569 M | 568.74 | rounded |
# | MobileNet: parameters (Table 4) | 4.2 M | 4.21 | rounded |
# | MobileNet: first 3×3, share of multiply–adds (Table 2) | 1.19 % | 1.91 | differs (1) |
# | MobileNet: first 3×3, share of parameters (Table 2) | 0.02 % | 0.02 | rounded |
# | MobileNet: dense layer, share of multiply–adds (Table 2) | 0.18 % | 0.18 | rounded |
# | MobileNet: dense layer, share of parameters (Table 2) | 24.33 % | 24.33 | rounded |
# | MobileNet: layers, depthwise and 1×1 counted apart (section 3.2) | 28 | 28 | reproduced |
# | Separable against full, MobileNet's narrowest block (section 3.1) | 8 | 7.89 | rounded |
# | Separable against full, MobileNet's widest block (section 3.1) | 9 | 8.92 | rounded |
# | One layer, full 3×3: multiply–adds (Table 3) | 462 M | 462.42 | rounded |
# | One layer, full 3×3: parameters (Table 3) | 2.36 M | 2.36 | rounded |
# | … depthwise separable: multiply–adds (Table 3) | 52.3 M | 52.28 | rounded |
# | … depthwise separable: parameters (Table 3) | 0.27 M | 0.27 | rounded |
# | … with α = 0.75: multiply–adds (Table 3) | 29.6 M | 29.58 | rounded |
# | … with α = 0.75: parameters (Table 3) | 0.15 M | 0.15 | rounded |
# | … with ρ = 0.714: multiply–adds (Table 3) | 15.1 M | 15.09 | rounded |
# | … with ρ = 0.714: parameters (Table 3) | 0.15 M | 0.15 | rounded |
# | MobileNet of full 3×3 layers: multiply–adds (Table 4) | 4,866 M | 4,867.29 | differs (2) |
# | MobileNet of full 3×3 layers: parameters (Table 4) | 29.3 M | 29.28 | rounded |
# | MobileNet, five blocks fewer: multiply–adds (Table 5) | 307 M | 307.32 | rounded |
# | MobileNet, five blocks fewer: parameters (Table 5) | 2.9 M | 2.88 | rounded |
# | MobileNet, α = 0.75: multiply–adds (Tables 5 and 6) | 325 M | 325.40 | rounded |
# | MobileNet, α = 0.75: parameters (Tables 5 and 6) | 2.6 M | 2.57 | rounded |
# | MobileNet, α = 0.5: multiply–adds (Table 6) | 149 M | 149.50 | rounded |
# | MobileNet, α = 0.5: parameters (Table 6) | 1.3 M | 1.32 | rounded |
# | MobileNet, α = 0.25: multiply–adds (Table 6) | 41 M | 41.03 | rounded |
# | MobileNet, α = 0.25: parameters (Table 6) | 0.5 M | 0.46 | rounded |
# | MobileNet at 192×192: multiply–adds (Table 7) | 418 M | 418.12 | rounded |
# | MobileNet at 160×160: multiply–adds (Table 7) | 290 M | 290.68 | differs (3) |
# | MobileNet at 128×128: multiply–adds (Table 7) | 186 M | 186.40 | rounded |
# | MobileNet, α = 0.5, at 160×160: multiply–adds (Table 9) | 76 M | 76.52 | differs (3) |
# | MobileNet, α = 0.5, at 160×160: parameters (Table 9) | 1.32 M | 1.32 | rounded |
#
# 1. The printed shares do not add up to 100: 94.86 + 3.06 + 1.19 + 0.18 = 99.29. With
#    the one computed they would, but for rounding.
# 2. Without the multiply–accumulates of the dense layer the printed figure comes out.
# 3. Without the multiply–accumulates of the dense layer the printed figure comes out;
#    so it does if the last digit is cut off.
#
# **Shares.** The printed shares of the multiply–accumulates do not make 100: 94.86 +
# 3.06 + 1.19 + 0.18 = 99.29. With the 1.91 % computed here for the first layer they
# do, but for rounding.
#
# **The dense layer.** Three counts come out if its multiply–accumulates are left out,
# although the paper's main figure, 569 M, includes them. Two of the three would also
# come out if the last digit were cut off. None of this touches an argument of the
# paper.
#
# ## When it is the wrong tool
#
# In the first layer: three channels have little to separate, and both networks begin
# with a full 3×3. With few filters the saving falls, as above.
#
# And where time counts. A depthwise layer reads and writes as much as a full one and
# multiplies far less in between, so it waits for memory. Nine times fewer
# multiply–accumulates do not make it nine times faster.
#
# ## Exercises
#
# ### A 5×5 in two
#
# *A minute · parameters*
#
# A full 5×5 layer from 256 to 256 channels becomes depthwise separable. What is the
# most that any number of filters could save? And how many times fewer weights has it
# with 256, to one decimal?
#
# ### Half the width
#
# *A minute · parameters*
#
# MobileNet's first separable layer takes 32 channels to 64. A width multiplier of one
# half makes that 16 to 32. What percentage of its weights is left, to one decimal?
#
# ### Which of them come apart
#
# *Ten minutes · linear algebra*
#
# Which of these 3×3 kernels equal a depthwise and a pointwise layer exactly, with
# nothing between the two?
#
# 1. Eight filters on four channels. Each takes the 3×3 mean of every channel and adds
#    up the means with weights of its own.
# 2. A single filter of random weights on 16 channels.
# 3. Two filters on two channels. The first looks for horizontal edges in channel 1
#    and vertical ones in channel 2. The second subtracts twice those horizontal edges
#    and adds three times those vertical ones.
# 4. Two filters on one channel: horizontal edges, and vertical edges.
#
# ### Take a kernel apart
#
# *An hour · linear algebra*
#
# Write `separate(kernel)`. It takes the kernel of a full layer, (k, k, channels,
# filters), and returns the kernels of a depthwise layer, (k, k, channels), and of a
# pointwise one, (channels, filters), that together make it; or `None` where there is
# no such pair. Rounding errors of single precision must not matter. Paste it into
# exercises.py, run `python exercises.py separate`, and read what it says.
#
# ## Answers
#
# ### Hint: A 5×5 in two
#
# Count the full layer, then the depthwise and the pointwise one. Biases are left out.
#
# ### Hint: Half the width
#
# A depthwise layer has one pattern for each channel, a 1×1 one weight for each pair
# of channels.
#
# ### Hint: Which of them come apart
#
# Look at one input channel at a time. Are the patterns that the filters hold there
# multiples of one pattern?
#
# ### Hint: Take a kernel apart
#
# At each channel you look for a column of k·k numbers and a row of as many numbers as
# there are filters whose product is a given matrix. A singular value decomposition
# finds it: `np.linalg.svd` takes many matrices at once. What do the singular values
# after the first tell you? What if a channel is all zeros?
#
# ### Answer: A 5×5 in two
#
# Full: 5·5·256·256 = 1,638,400. Separable: 5·5·256 + 256·256 = 71,936. That is
# 1,638,400 ÷ 71,936 = **22.8** times fewer. The limit is k², here 25: with more
# filters the depthwise part counts for less and less.
#
# ### Answer: Half the width
#
# It had 9·32 + 32·64 = 2,336 weights and has 9·16 + 16·32 = 656, or 100·656 ÷ 2,336 =
# **28.1** %. A full 3×3 would keep exactly a quarter. Read backwards: doubling both
# depths makes the full layer four times as dear and the separable one less than that,
# the more so the fewer channels there are.
#
# ### Answer: Which of them come apart
#
# The first three do, the fourth does not. At each input channel, line up each
# filter's pattern as a column of nine numbers; the pair can make that matrix if its
# rank is 1:

# %%
import numpy as np

rng = np.random.default_rng(0)
horizontal = np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
vertical = horizontal.T
mean = np.full((3, 3), 1 / 9)


def kernel(*filters):
    """Stack lists of 3×3 patterns: 3, 3, channels, filters."""
    return np.array(filters).transpose(2, 3, 1, 0)


kernels = {
    1: kernel(*rng.normal(size=(8, 4, 1, 1)) * mean),
    2: rng.normal(size=(3, 3, 16, 1)),
    3: kernel([horizontal, vertical], [-2 * horizontal, 3 * vertical]),
    4: kernel([horizontal], [vertical]),
}
for number, weights in kernels.items():
    *_, channels, filters = weights.shape
    matrices = weights.reshape(9, channels, filters).swapaxes(0, 1)
    ranks = np.linalg.matrix_rank(matrices)
    print(f"{number}. rank at each channel:", *ranks)

# %% [markdown]
# A layer of one filter always comes apart: one column has rank 1. Two kinds of edges
# in *one* channel do not, though each Sobel pattern is itself a product of a row and
# a column; that is another kind of separability. Two patterns a channel,
# `depth_multiplier=2`, would do. Why a pair is not the same as a full layer.
#
# ### Answer: Take a kernel apart

# %%
import numpy as np


def separate(kernel):
    """Return (k, k, channels) and (channels, filters) that make it.

    Return None if a channel needs more than one pattern.
    """
    size, _, channels, filters = kernel.shape
    matrices = kernel.reshape(-1, channels, filters).swapaxes(0, 1)
    left, sizes, right = np.linalg.svd(matrices, full_matrices=False)
    if np.any(sizes[:, 1:] > 1e-5 * sizes[:, :1]):
        return None
    depthwise = (left[:, :, 0] * sizes[:, :1]).T
    return depthwise.reshape(size, size, channels), right[:, 0]


rng = np.random.default_rng(0)
patterns, mix = rng.normal(size=(3, 3, 4)), rng.normal(size=(4, 6))
kernel = patterns[..., None] * mix  # 3, 3, channels, filters
depthwise, pointwise = separate(kernel)
made = depthwise[..., None] * pointwise
print("the pair makes the kernel:", np.allclose(made, kernel))
print("it is the pair we began with:", np.allclose(depthwise, patterns))
kernel[0, 0, 2, 5] += 1
print("after a change of one weight:", separate(kernel))

# %% [markdown]
# The first singular value carries all of a matrix of rank 1; any other that is not
# nearly zero means a second pattern. What counts as nearly zero must depend on the
# first, or a kernel of small weights would always pass. The pair is not the one we
# began with, and cannot be known: multiply a pattern by 5, divide its row of the
# pointwise kernel by 5, and the product is the same.
