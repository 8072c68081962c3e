# %% [markdown]
# # SqueezeNet
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A fire module squeezes its input to a few maps with 1×1 filters, then expands again
# with two kinds side by side: half of them 1×1, half 3×3. The first one makes 128
# maps out of 96 with 11,776 weights, where a plain 3×3 layer has 110,592. Iandola et
# al., 2016, built a network of eight such modules. It has 48.8 times fewer parameters
# than AlexNet (Krizhevsky et al., 2012) and, the authors report, its accuracy.
#
# *Read first: Residual bottleneck. Next: DenseNet, which reads all before it.*
#
# *Figure: A fire module, widths to scale: 96 maps are squeezed to 16 by 1×1 filters.
# These feed 64 filters of 1×1 and 64 of 3×3, whose outputs concatenate to 128 maps.
# Weights: 1,536, 1,024, 9,216. The module fire2. Widths are numbers of channels, to
# scale; the numbers beside the layers are weights.*

# %%
from math import prod

import keras
from keras import layers


def fire(maps, squeeze, expand_1x1, expand_3x3):
    """Return h×w×(expand_1x1 + expand_3x3) maps (Iandola et al., 2016, section 3.2)."""
    few = layers.Conv2D(squeeze, 1, activation="relu", name="squeeze_1x1")(maps)
    one = layers.Conv2D(expand_1x1, 1, activation="relu", name="expand_1x1")
    three = layers.Conv2D(
        expand_3x3, 3, padding="same", activation="relu", name="expand_3x3"
    )
    return layers.Concatenate(name="depth")([one(few), three(few)])


maps = keras.Input((55, 55, 96), name="maps")
fire2 = keras.Model(maps, fire(maps, 16, 64, 64), name="fire2")
conv_3x3 = layers.Conv2D(128, 3, padding="same", activation="relu")
plain = keras.Model(maps, conv_3x3(maps), name="plain")
for block in (fire2, plain):
    kernels = [w.shape for w in block.weights if w.name == "kernel"]
    weights = [prod(kernel) for kernel in kernels]
    _, height, width, depth = block.output.shape
    print(f"{block.name:5} {height}×{width}×{depth}:", end=" ")
    print(f"{' + '.join(f'{w:,}' for w in weights)} weights,", end=" ")
    print(f"{block.count_params():,} parameters,", end=" ")
    print(f"{sum(weights) * height * width / 1e6:,.0f} million MACs")

# %% [markdown]
# ## What the 1×1 does here
#
# It does two jobs, and they save unequally.
#
# | layers | arithmetic | weights |
# |---|---|--:|
# | plain 3×3 | 3·3·96·128 | 110,592 |
# | half of its filters 1×1 | 96·64 + 3·3·96·64 | 61,440 |
# | squeeze, then 3×3 | 96·16 + 3·3·16·128 | 19,968 |
# | fire2: both | 96·16 + 16·64 + 3·3·16·64 | 11,776 |
# | with 144 biases | 11,776 + 144 | 11,920 |
#
# Squeezing alone leaves 110,592 ÷ 19,968 = 5.5 times fewer weights, replacing half of
# the filters 110,592 ÷ 61,440 = 1.8 times. The price is paid in the middle:
# everything passes through 16 maps, an eighth of the module's output. The squeeze is
# a bottleneck like that of residual networks, but narrower, and no shortcut leads
# around it; the paper tries that as a variant.
#
# ## The whole network
#
# Once it is settled how many maps each module hands on, two numbers set its inside:
# the *squeeze ratio*, maps in the squeeze layer to maps after it, and the share of
# 3×3 filters.
#
# **The code that counts: SqueezeNet**

# %%
from math import prod

import keras
from keras import layers


def fire(maps, name, squeeze, expand_1x1, expand_3x3):
    """Return h×w×(expand_1x1 + expand_3x3) maps."""

    def conv(maps, filters, kernel_size, part):
        return layers.Conv2D(
            filters,
            kernel_size,
            padding="same",
            activation="relu",
            name=f"{name}_{part}",
        )(maps)

    few = conv(maps, squeeze, 1, "squeeze_1x1")
    branches = [conv(few, expand_1x1, 1, "1x1"), conv(few, expand_3x3, 3, "3x3")]
    return layers.Concatenate(name=name)(branches)


def squeezenet(side=227, squeeze_ratio=0.125, share_3x3=0.5):
    """Return the network for side×side×3 pictures (section 5.1 of the paper)."""
    picture = keras.Input((side, side, 3), name="picture")
    maps = layers.Conv2D(96, 7, 2, activation="relu", name="conv1")(picture)
    maps = layers.MaxPooling2D(3, 2, name="maxpool1")(maps)
    for i in range(8):
        expand = 128 + 128 * (i // 2)
        three = round(expand * share_3x3)
        squeeze = round(expand * squeeze_ratio)
        maps = fire(maps, f"fire{i + 2}", squeeze, expand - three, three)
        if i in (2, 6):
            maps = layers.MaxPooling2D(3, 2, name=f"maxpool{i + 2}")(maps)
    maps = layers.Dropout(0.5, name="dropout")(maps)
    maps = layers.Conv2D(1000, 1, activation="relu", name="conv10")(maps)
    scores = layers.GlobalAveragePooling2D(name="avgpool10")(maps)
    return keras.Model(picture, layers.Softmax(name="probabilities")(scores))


network = squeezenet()
rows = ("conv1", *(f"fire{i}" for i in range(2, 10)), "conv10")
parameters = {
    row: sum(
        n.count_params() for n in network.layers if n.name.split("_")[0] == row
    )
    for row in rows
}
for row in rows:
    _, height, width, depth = network.get_layer(row).output.shape
    size = f"{height}×{width}×{depth}"
    print(f"{row:6} {size:>11} {parameters[row]:9,} parameters")
total = network.count_params()
print(f"{'total':6} {total:21,} parameters")

weights = {
    n.name: (n.kernel_size[0], prod(n.kernel.shape))
    for n in network.layers
    if hasattr(n, "kernel")
}
for size in (1, 3, 7):
    part = sum(count for k, count in weights.values() if k == size)
    share = part / sum(count for _, count in weights.values())
    print(f"{size}×{size} layers: {part:9,} weights, {share:.1%}")
sizes = {ratio: 4 * squeezenet(227, ratio).count_params() for ratio in (0.5, 0.75)}
sizes[0.125] = 4 * total  # bytes: a parameter is a 32-bit number
for ratio, size in sorted(sizes.items()):
    print(f"squeeze ratio {ratio:<5} {size:11,} bytes =", end=" ")
    print(f"{size / 1e6:5.2f} MB = {size / 2**20:5.2f} MiB")
small = squeezenet(224)
print("conv1 on 224×224 gives", small.get_layer("conv1").output.shape[1:])

# %% [markdown]
# The classifier is a 1×1 too: conv10 scores every class at each of 13×13 positions,
# and global average pooling takes the mean, as in Network in Network. It holds 41 %
# of all parameters.
#
# ## Cost against AlexNet

# %%
from math import prod

from keras import Input, layers

# Side of the output, depth of the input, filters, kernel size, columns (Krizhevsky
# et al., 2012). A Dense layer counts like a convolution: the first sees 6×6 maps.
ALEXNET = [
    (55, 3, 96, 11, 1),
    (27, 96, 256, 5, 2),
    (13, 256, 384, 3, 1),
    (13, 384, 384, 3, 2),
    (13, 384, 256, 3, 2),
    (1, 256, 4096, 6, 1),
    (1, 4096, 4096, 1, 1),
    (1, 4096, 1000, 1, 1),
]
SQUEEZENET, depth = [(111, 3, 96, 7, 1)], 96
SIDES = 55, 55, 55, 27, 27, 27, 27, 13
for i, side in enumerate(SIDES):
    expand = 128 + 128 * (i // 2)
    squeeze, half = expand // 8, expand // 2
    SQUEEZENET.append((side, depth, squeeze, 1, 1))
    SQUEEZENET.append((side, squeeze, half, 1, 1))
    SQUEEZENET.append((side, squeeze, half, 3, 1))
    depth = expand
SQUEEZENET.append((13, depth, 1000, 1, 1))


def count(side, depth, filters, kernel_size, groups):
    """Return a layer's parameters and its multiply–accumulates."""
    layer = layers.Conv2D(
        filters,
        kernel_size,
        groups=groups,
        kernel_initializer="zeros",  # quick to make
    )
    layer(Input((None, None, depth)))
    return layer.count_params(), side * side * prod(layer.kernel.shape)


alexnet, alexnet_macs = zip(*(count(*row) for row in ALEXNET), strict=True)
squeezenet, squeezenet_macs = zip(*(count(*row) for row in SQUEEZENET), strict=True)
print(f"AlexNet    {sum(alexnet):10,} parameters,", end="")
print(f" {sum(alexnet_macs) / 1e6:5.0f} million MACs")
print(f"  in its convolutions {sum(alexnet[:5]):10,}")
print(f"  in its Dense layers {sum(alexnet[5:]):10,}")
print(f"SqueezeNet {sum(squeezenet):10,} parameters,", end="")
print(f" {sum(squeezenet_macs) / 1e6:5.0f} million MACs")
print(f"{sum(alexnet) / sum(squeezenet):.1f} times fewer parameters")
size = 4 * sum(alexnet)  # bytes: a parameter is a 32-bit number
print(f"AlexNet's size: {size / 1e6:.1f} MB = {size / 2**20:.1f} MiB")

# %% [markdown]
# Look where the parameters were. AlexNet's five convolutions have 2,334,080.
# SqueezeNet before conv10 has 1,248,424 − 513,000 = 735,424, and 2,334,080 ÷
# 735,424 = 3.2. AlexNet's Dense layers have 58,631,144, and conv10 in their place
# 58,631,144 ÷ 513,000 = 114.3 times fewer. So most of the famous factor comes from
# having no Dense layers. The fire modules give a factor of three, in a deeper
# network. And fewer parameters is not less work: SqueezeNet keeps its maps large, and
# takes more multiply–accumulates than AlexNet.
#
# ## The paper's figures, recomputed
#
# Table 1 also says how many weights were left after pruning: of each 3×3 layer a
# third or less, of the 1×1 layers in the modules all or half.

# %%
from math import prod

from keras import Input, layers

# Table 1: input depth, filters and percentage kept of squeeze, 1×1 and 3×3.
FIRE = {
    "fire2": (96, (16, 100), (64, 100), (64, 33)),
    "fire3": (128, (16, 100), (64, 100), (64, 33)),
    "fire4": (128, (32, 100), (128, 100), (128, 33)),
    "fire5": (256, (32, 100), (128, 100), (128, 33)),
    "fire6": (256, (48, 100), (192, 50), (192, 33)),
    "fire7": (384, (48, 50), (192, 100), (192, 33)),
    "fire8": (384, (64, 100), (256, 50), (256, 33)),
    "fire9": (512, (64, 50), (256, 100), (256, 30)),
}


def kept(depth, filters, percent, kernel_size=1):
    """Return the weights that pruning leaves of a layer, rounded up, and its biases."""
    layer = layers.Conv2D(filters, kernel_size)
    layer(Input((None, None, depth)))
    weights = prod(layer.kernel.shape)
    return -(-weights * percent // 100) + filters


def kept_fire(depth, squeeze, one, three):
    """Return what is left of a fire module."""
    few = squeeze[0]
    return (
        kept(depth, *squeeze) + kept(few, *one) + kept(few, *three, kernel_size=3)
    )


left = {"conv1": kept(3, 96, 100, 7)}
left |= {name: kept_fire(*row) for name, row in FIRE.items()}
left["conv10"] = kept(512, 1000, 20)
for name, count in left.items():
    print(f"{name:6} {count:8,} parameters left")
print(f"{'total':6} {sum(left.values()):8,}")

depth, squeeze, one, (filters, _) = FIRE["fire8"]
reading = kept_fire(depth, squeeze, one, (filters, 30))
print(f"fire8 with 30 % of its 3×3: {reading:,}", end="")
print(f", and the total {sum(left.values()) - left['fire8'] + reading:,}")

# %% [markdown]
# Parameters are weights and biases, M a million, MB a million bytes.
#
# 31 figures: 22 reproduced, 3 rounded, 6 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | conv1 (Table 1) | 14,208 | 14,208 | reproduced |
# | fire2 (Table 1) | 11,920 | 11,920 | reproduced |
# | fire3 (Table 1) | 12,432 | 12,432 | reproduced |
# | fire4 (Table 1) | 45,344 | 45,344 | reproduced |
# | fire5 (Table 1) | 49,440 | 49,440 | reproduced |
# | fire6 (Table 1) | 104,880 | 104,880 | reproduced |
# | fire7 (Table 1) | 111,024 | 111,024 | reproduced |
# | fire8 (Table 1) | 188,992 | 188,992 | reproduced |
# | fire9 (Table 1) | 197,184 | 197,184 | reproduced |
# | conv10 (Table 1) | 513,000 | 513,000 | reproduced |
# | SqueezeNet: total (Table 1) | 1,248,424 | 1,248,424 | reproduced |
# | conv1, pruned (Table 1) | 14,208 | 14,208 | reproduced |
# | fire2, pruned (Table 1) | 5,746 | 5,746 | reproduced |
# | fire3, pruned (Table 1) | 6,258 | 6,258 | reproduced |
# | fire4, pruned (Table 1) | 20,646 | 20,646 | reproduced |
# | fire5, pruned (Table 1) | 24,742 | 24,742 | reproduced |
# | fire6, pruned (Table 1) | 44,700 | 44,700 | reproduced |
# | fire7, pruned (Table 1) | 46,236 | 46,236 | reproduced |
# | fire8, pruned (Table 1) | 77,581 | 82,005 | differs (1) |
# | fire9, pruned (Table 1) | 77,581 | 77,581 | reproduced |
# | conv10, pruned (Table 1) | 103,400 | 103,400 | reproduced |
# | SqueezeNet: total, pruned (Table 1) | 421,098 | 425,522 | differs (2) |
# | conv1: side of its maps, from pictures of 224×224 (Table 1) | 111 | 109 | differs (3) |
# | maxpool8: columns of its maps (Table 1) | 12 | 13 | differs (4) |
# | SqueezeNet: size of its 32-bit numbers, in MB (Section 5.2) | 4.8 | 4.99 | differs (5) |
# | The same with squeeze ratio 0.5, in MB (Section 5.3) | 13 | 13.62 | differs (6) |
# | The same with squeeze ratio 0.75, in MB (Section 5.2) | 19 | 19.37 | rounded |
# | AlexNet: size of its 32-bit numbers, in MB (Table 2) | 240 | 243.86 | rounded |
# | SqueezeNet: parameters, times fewer than AlexNet's (“50x”) (Abstract) | 50 | 48.83 | rounded |
# | A 1×1 filter: parameters, times fewer than a 3×3's (Section 3.1) | 9 | 9 | reproduced |
# | Squeeze layer: maps, times fewer than the expand layer's (Section 6) | 8 | 8 | reproduced |
#
# 1. The row keeps 33 of every 100 weights of the 3×3, which leaves 82,005. With 30,
#    as in the row of fire9, 77,581 are left.
# 2. Only the row of fire8 differs. With 30 % of its 3×3 weights kept the total is
#    421,098.
# 3. 7×7 at stride 2 without padding makes 109 of 224. It makes 111 of 227, the size
#    in the authors' configuration files.
# 4. The table prints 13 rows and 12 columns there, and for fire9, which keeps the
#    size, 13 of both.
# 5. 4.99 million bytes. It is 4.76 in MiB, units of 2²⁰ bytes.
# 6. 13.62 million bytes. It is 12.99 in MiB, units of 2²⁰ bytes.
#
# AlexNet's own paper gives its size in round millions:
#
# 1 figure: 0 reproduced, 1 rounded, 0 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | AlexNet: parameters (“60 million”) (Abstract) | 60 M | 60.97 | rounded |
#
# **The count is exact.** All ten rows of the unpruned network, and their total.
#
# **fire8, pruned.** Nine rows out of ten follow from the percentages in the same row,
# rounded up. That of fire8 follows from 30 % in place of 33 %.
#
# **Sizes of maps.** From 224×224 pictures the first layer would make maps of 109.
# Those of 111 need 227 pixels, the size in the authors' configuration files. Square
# maps stay square under square pooling, so 13 rows come with 13 columns.
#
# **Which MB.** 4.8 and 13 come out in MiB, 2²⁰ bytes; 19 and 240 in millions of
# bytes. The paper does not say which it means.
#
# > **A padded 1×1**
# >
# > The same configuration files pad conv10 by one. A 1×1 has nothing to pad for:
# > around the scores it makes a ring that holds nothing but the bias, and the average
# > counts it. The paper's table has no ring.
#
# ## When it is the wrong tool
#
# When time matters more than size. Its parameters fit where memory is scarce, but its
# early maps are large and its arithmetic exceeds AlexNet's; fewer parameters need not
# mean less time. And when accuracy may cost some space: the authors' own model at
# squeeze ratio 0.75 was better, and nearly four times as large.
#
# ## Exercises
#
# ### AlexNet without its Dense layers
#
# *A minute · design*
#
# End AlexNet as SqueezeNet ends: after its five convolutions, which give 256 maps,
# comes a 1×1 of 1000 filters and then global average pooling. How many parameters has
# it, biases included?
#
# ### Through the squeeze
#
# *A minute · linear algebra*
#
# In fire2, take the 64 maps of the 1×1 filters after the squeeze, before their
# rectifier and without biases. How many of them can be linearly independent, at most?
# And how many of the 64 maps of the 3×3 filters?
#
# ### A wider squeeze
#
# *Ten minutes · parameters*
#
# The module fire5 takes 256 maps and makes 256. How many weights has it with the
# squeeze ratio 0.5? And how many times fewer is that than a plain 3×3 layer has?
#
# ### What a score sees
#
# *Ten minutes · shapes*
#
# Make all 3×3 filters of the eight fire modules 1×1. How many pixels across does one
# score of conv10 still depend on? The layers that remain larger are conv1, 7×7 with
# stride 2, and three poolings of 3×3 with stride 2: after conv1, fire4 and fire8. A
# layer of k×k adds (k − 1) steps to what is seen, and one step is the product of all
# strides before it.
#
# ## Answers
#
# ### Hint: AlexNet without its Dense layers
#
# The page gives what the five convolutions have.
#
# ### Hint: Through the squeeze
#
# Each map is a weighted sum. Of how many others?
#
# ### Hint: A wider squeeze
#
# The ratio is that of the squeeze layer's maps to the module's. Then count three
# layers.
#
# ### Hint: What a score sees
#
# Begin with one pixel and a step of 1. conv1 adds 6·1 pixels and makes the step 2.
#
# ### Answer: AlexNet without its Dense layers
#
# 2,334,080 + 256·1000 + 1000 = **2,591,080**, and 60,965,224 ÷ 2,591,080 = 23.5 times
# fewer than AlexNet: nearly half of the famous factor, and no convolution has
# changed. Whether it would still be as accurate, only training could tell.
#
# ### Answer: Through the squeeze
#
# **16**: each of the 64 is a weighted sum of the same 16 maps, so their rank is 16 at
# most. A 3×3 filter reads 3·3·16 = 144 values around each position, so all 64 of its
# maps can be independent. The rectifier can then raise the 16, but it adds no
# information.
#
# ### Answer: A wider squeeze
#
# The squeeze layer then has 128 filters: 256·128 + 128·128 + 3·3·128·128 =
# **196,608**. The plain layer has 3·3·256·256 = 589,824, and 589,824 ÷ 196,608 = 3.0.
# At the network's own ratio it has 256·32 + 32·128 + 3·3·32·128 = 49,152, and 589,824
# ÷ 49,152 = 12.0.
#
# ### Answer: What a score sees
#
# 1 + 6·1 + 2·2 + 2·4 + 2·8 = **35**. The 3×3 filters add to that 2·4 in each of fire2
# to fire4, 2·8 in each of fire5 to fire8, and 2·16 in fire9: 35 + 3·2·4 + 4·2·8 +
# 2·16 = 155.

# %%
# Layers between the picture and a score: kernel size and stride. A fire module
# sees as far as its 3×3; conv10 is a 1×1.
FIRE, POOL = (3, 1), (3, 2)
LAYERS = [(7, 2), POOL, *[FIRE] * 3, POOL, *[FIRE] * 4, POOL, FIRE, (1, 1)]


def sight(layers):
    """Return the side of the square of pixels that one score depends on."""
    field, step = 1, 1  # pixels seen, and from one position to the next
    for kernel_size, stride in layers:
        field += (kernel_size - 1) * step
        step *= stride
    return field


without = [(1, 1) if layer == FIRE else layer for layer in LAYERS]
print(f"with the 3×3 of the modules: {sight(LAYERS)} pixels across")
print(f"with 1×1 in their place: {sight(without)}")

# %% [markdown]
# The 3×3 filters are half of those in the modules, and bring in most of what a score
# sees.
