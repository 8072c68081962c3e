# %% [markdown]
# # Fully convolutional networks
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A classifier's Dense layers are convolutions in disguise. The first has a kernel as
# large as the map that it flattens; each later one is a 1×1. Written that way, the
# same numbers give one list of scores on a picture of the usual size, and a grid of
# scores on a larger one. For VGG-16 (Simonyan and Zisserman, 2014) and a grid of
# 10×10 this is 16.8 times less arithmetic than cutting out 100 pictures. Long et al.,
# 2014, used it to label every pixel.
#
# *Read first: Network in Network. Next: SqueezeNet, without Dense layers.*
#
# *Figure: The same weights on two pictures: 32×32×3 gives 6×6×32, 1×1×64, 1×1×21;
# 64×64×3 gives 14×14×32, 9×9×64, 9×9×21. The same two layers on a small and on a
# larger picture. One score in the grid comes from one patch of 6×6. Depths are to
# scale.*
#
# ## The same numbers, a larger picture

# %%
import keras
import numpy as np
from keras import layers


def convolutional(classifier):
    """Return a classifier with its Dense layers as convolutions of the same numbers.

    Its pictures may be larger: h×w×3 gives a grid of scores.
    """
    network, side = keras.Sequential([keras.Input((None, None, 3))]), 1
    for layer in classifier.layers:
        if isinstance(layer, layers.Flatten):
            side = layer.input.shape[1]
        elif isinstance(layer, layers.Dense):
            conv = layers.Conv2D(layer.units, side, activation=layer.activation)
            network.add(conv)
            kernel, bias = layer.get_weights()
            conv.set_weights([kernel.reshape(conv.kernel.shape), bias])
            side = 1
        else:
            network.add(layer)
    return network


picture = np.random.default_rng(0).random((64, 64, 3), "float32")
# Two poolings by 2: neighbours on the grid are 4 pixels apart.
crops = np.array(
    [
        picture[top : top + 32, left : left + 32]
        for top in range(0, 33, 4)
        for left in range(0, 33, 4)
    ]
)
classifiers, networks = {}, {}
for padding in ("valid", "same"):
    keras.utils.set_random_seed(0)
    classifier = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(16, 3, padding=padding, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, padding=padding, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(21),
        ]
    )
    network = convolutional(classifier)
    classifiers[padding], networks[padding] = classifier, network
    kernels = [conv.kernel.shape for conv in network.layers[-2:]]
    grid, slid = np.array(network(picture[None]))[0], np.array(classifier(crops))
    same = np.allclose(grid.reshape(slid.shape), slid, atol=1e-5)
    print(f"padding {padding}: kernels {kernels[0]} and {kernels[1]}")
    print(f"  scores {grid.shape}, equal to those of {len(crops)} crops: {same}")

# %% [markdown]
# Nothing is trained again, and nothing is approximate. `Flatten` runs through rows,
# columns and channels in the order in which a kernel keeps them, so one `reshape`
# moves the weights.
#
# > **Equal only without padding**
# >
# > With padding `same` the two disagree: a cut-out picture has zeros around it where
# > the larger picture has neighbours. AlexNet and VGG-16 pad. Their grids are good
# > scores at every position, but not quite those of the cut-out pictures.
#
# ## What the 1×1 does here
#
# It is the classifier. Only the first of the three layers that follow VGG-16's last
# pooling looks at neighbours; the other two judge each position alone.
#
# | layer | kernel | arithmetic | weights |
# |---|---|---|--:|
# | fc6 | 7×7 | 7·7·512·4096 | 102,760,448 |
# | fc7 | 1×1 | 4096·4096 | 16,777,216 |
# | score, 21 classes | 1×1 | 4096·21 | 86,016 |
#
# The last layer has no activation. It scores 20 kinds of object and the background,
# 32 pixels apart, and the paper then enlarges the grid to the picture's size. For
# finer borders it adds two more scoring layers, on the maps of earlier poolings. That
# is cheap because they are 1×1 as well: 512·21 = 10,752 and 256·21 = 5,376 weights.
#
# ## Cost against cutting out pictures
#
# Pictures cut out 32 pixels apart overlap, and a network that reads each of them
# computes the overlap again and again. One pass computes it once.
#
# **The code that counts: VGG-16 and AlexNet as chains of convolutions**

# %%
from math import ceil, prod

import keras
from keras import layers


def conv(filters, kernel_size, stride=1, padding="same", groups=1):
    """Return a layer whose weights are zeros: here only their number counts."""
    return layers.Conv2D(
        filters,
        kernel_size,
        stride,
        padding,
        groups=groups,
        kernel_initializer="zeros",
    )


def vgg16(last_stride=2, fc6=7, features=4096):
    """Return VGG-16's layers; 13 convolutions of 3×3, and its Dense layers as two."""
    chain = []
    for i, (filters, count) in enumerate(
        [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]
    ):
        chain += [conv(filters, 3) for _ in range(count)]
        chain.append(layers.MaxPooling2D(2, last_stride if i == 4 else 2))
    return [*chain, conv(features, fc6, padding="valid"), conv(features, 1)]


def alexnet():
    """Return AlexNet's layers; the groups are its two columns."""
    return [
        conv(96, 11, 4, "valid"),
        layers.MaxPooling2D(3, 2),
        conv(256, 5, groups=2),
        layers.MaxPooling2D(3, 2),
        conv(384, 3),
        conv(384, 3, groups=2),
        conv(256, 3, groups=2),
        layers.MaxPooling2D(3, 2),
        conv(4096, 6, padding="valid"),
        conv(4096, 1),
    ]


def fcn(chain):
    """Return a model of a chain and the 1×1 that scores 21 classes."""
    return keras.Sequential([keras.Input((None, None, 3)), *chain, conv(21, 1)])


def sight(model):
    """Return the pixels across that a score sees, and those from score to score."""
    field, step = 1, 1
    for layer in model.layers:
        pooling = isinstance(layer, layers.MaxPooling2D)
        size = layer.pool_size[0] if pooling else layer.kernel_size[0]
        field, step = field + (size - 1) * step, step * layer.strides[0]
    return field, step


def cost(model, side):
    """Return the grid of scores for a side×side picture and the MACs it takes."""
    shape, macs = (1, side, side, 3), 0
    for layer in model.layers:
        shape = layer.compute_output_shape(shape)
        if isinstance(layer, layers.Conv2D):
            macs += shape[1] * shape[2] * prod(layer.kernel.shape)
    return shape[1], macs


def rounded(side, window):
    """Return the side of AlexNet's grid if `window` rounds the number of windows."""
    side = (side - 11) // 4 + 1
    for _ in range(3):
        side = window((side - 3) / 2) + 1
    return side - 5


networks = {"AlexNet": fcn(alexnet()), "VGG16": fcn(vgg16())}
parameters, field, step, crop, whole = {}, {}, {}, {}, {}
for name, side in (("AlexNet", 227), ("VGG16", 224)):
    model = networks[name]
    parameters[name] = model.count_params()
    field[name], step[name] = sight(model)
    print(f"FCN-{name}: {parameters[name]:,} parameters")
    print(f"  a score sees {field[name]} pixels, the next is {step[name]} further")
    _, crop[name] = cost(model, side)
    large = side + 9 * step[name]
    scores, whole[name] = cost(model, large)
    print(f"  {large}×{large} picture: {scores}×{scores} scores")
    print(f"  one pass {whole[name] / 1e9:9,.1f} G MACs")
    slid = scores**2 * crop[name]
    print(f"  {scores**2} crops {slid / 1e9:8,.1f} G MACs", end="")
    print(f", {slid / whole[name]:.1f} times the one pass")

fc6 = networks["VGG16"].layers[-3]
print(f"fc6 of VGG-16: {fc6.kernel.shape}, {prod(fc6.kernel.shape):,} weights")
fine = {k: sight(fcn(vgg16(1, k, features=1)))[0] for k in (13, 14)}
print(f"its last pooling at stride 1: 13×13 sees {fine[13]}, 14×14 {fine[14]}")
kept, _ = cost(networks["AlexNet"], 500)
print(f"AlexNet on 500×500: {kept}×{kept}, or with every last window", end=" ")
print(f"{rounded(500, ceil)}×{rounded(500, ceil)}")

# %% [markdown]
# AlexNet gains less because its former Dense layers have a larger part in the work,
# and they save nothing: they run at 100 positions either way. The paper timed AlexNet
# and found one pass more than five times faster. That is a time, of one machine; here
# only multiply–accumulates are counted.
#
# ## The paper's figures, recomputed
#
# The same count for the third network, whose modules are those of Inception:
#
# **The code that counts: GoogLeNet**

# %%
import keras
from keras import layers

MODULES = [  # filters in Table 1 (Szegedy et al., 2014); None is a pooling
    (64, 96, 128, 16, 32, 32),
    (128, 128, 192, 32, 96, 64),
    None,
    (192, 96, 208, 16, 48, 64),
    (160, 112, 224, 24, 64, 64),
    (128, 128, 256, 24, 64, 64),
    (112, 144, 288, 32, 64, 64),
    (256, 160, 320, 32, 128, 128),
    None,
    (256, 160, 320, 32, 128, 128),
    (384, 192, 384, 48, 128, 128),
]


def conv(maps, filters, kernel_size, stride=1):
    return layers.Conv2D(filters, kernel_size, stride, padding="same")(maps)


def googlenet(average_pooling):
    """Return a model that scores 21 classes at every 32nd pixel."""
    picture = keras.Input((None, None, 3))
    maps = layers.MaxPooling2D(3, 2, "same")(conv(picture, 64, 7, 2))
    maps = conv(conv(maps, 64, 1), 192, 3)
    for module in (None, *MODULES):
        if module is None:
            maps = layers.MaxPooling2D(3, 2, "same")(maps)
            continue
        one, reduce_3, three, reduce_5, five, pool_proj = module
        pooled = layers.MaxPooling2D(3, 1, "same")(maps)
        branches = [
            conv(maps, one, 1),
            conv(conv(maps, reduce_3, 1), three, 3),
            conv(conv(maps, reduce_5, 1), five, 5),
            conv(pooled, pool_proj, 1),
        ]
        maps = layers.Concatenate()(branches)
    if average_pooling:
        maps = layers.AveragePooling2D(7, 1)(maps)
    return keras.Model(picture, conv(maps, 21, 1))


def sight(model):
    """Return the pixels that a score sees, those to the next, and the layers."""
    reached = {id(model.input): (1, 1, 0)}
    for layer in model.layers[1:]:
        inputs = layer.input if isinstance(layer.input, list) else [layer.input]
        field, step, depth = max(reached[id(maps)] for maps in inputs)
        size = getattr(layer, "kernel_size", getattr(layer, "pool_size", (1,)))[0]
        stride = getattr(layer, "strides", (1,))[0]
        field, depth = field + (size - 1) * step, depth + hasattr(layer, "kernel")
        reached[id(layer.output)] = field, step * stride, depth
    return reached[id(model.output)]


network = googlenet(average_pooling=False)
field, step, depth = sight(network)
print(f"FCN-GoogLeNet: {network.count_params():,} parameters, {depth} layers deep")
print(f"  a score sees {field} pixels, the next is {step} further")
pooled_field, _, _ = sight(googlenet(average_pooling=True))
print(f"  with its average pooling a score would see {pooled_field}")

# %% [markdown]
# M is a million, and biases count. The layers that enlarge the grid are left out.
#
# 14 figures: 8 reproduced, 3 rounded, 3 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | FCN-AlexNet: parameters (Table 1) | 57 M | 56.95 | rounded |
# | FCN-AlexNet: convolutional layers (Table 1) | 8 | 8 | reproduced |
# | FCN-AlexNet: receptive field (Table 1) | 355 | 355 | reproduced |
# | FCN-AlexNet: stride (Table 1) | 32 | 32 | reproduced |
# | FCN-VGG16: parameters (Table 1) | 134 M | 134.35 | rounded |
# | FCN-VGG16: convolutional layers (Table 1) | 16 | 16 | reproduced |
# | FCN-VGG16: receptive field (Table 1) | 404 | 404 | reproduced |
# | FCN-VGG16: stride (Table 1) | 32 | 32 | reproduced |
# | FCN-GoogLeNet: parameters (Table 1) | 6 M | 6.00 | rounded |
# | FCN-GoogLeNet: convolutional layers, on the longest way (Table 1) | 22 | 22 | reproduced |
# | FCN-GoogLeNet: receptive field (Table 1) | 907 | 715 | differs (1) |
# | FCN-GoogLeNet: stride (Table 1) | 32 | 32 | reproduced |
# | AlexNet on 500×500: side of the grid of scores (Section 3.1) | 10 | 9 | differs (2) |
# | VGG-16 with pool5 at stride 1: kernel size of fc6 for the same receptive field (Section 4.3) | 14 | 13 | differs (3) |
#
# 1. The text says that the last average pooling was taken out; 907 is what a score
#    sees with it, 715 without.
# 2. Keras leaves out a pooling window that is cut short by the border. With such
#    windows kept, as Caffe does, the grid is 10×10.
# 3. A kernel of 13×13 sees the same 404 pixels. Twice the old 7 is 14, which
#    sees 420.
#
# **What GoogLeNet sees.** The text says that the last average pooling was taken out.
# Without it a score has a receptive field of 715 pixels. The 907 of the table is what
# a score sees *with* it.
#
# **13 or 14.** With the last pooling at stride 1, fc6 must grow to keep its field.
# Seven taps spread out by two span 13 positions, not 14.
#
# **The grid of AlexNet.** 500 pixels do not divide evenly into pooling windows.
# Caffe, in which the paper was done, keeps the window that is cut short; Keras drops
# it, and with it one row and one column of scores.
#
# ## When it is the wrong tool
#
# For one label a picture, convert nothing: global average pooling and one small
# layer, as in Network in Network, need no fc6, which holds 76 % of this network's
# parameters. For sharp borders, scores 32 pixels apart are too coarse however
# smoothly they are enlarged.
#
# ## Exercises
#
# ### The mean before fc6
#
# *A minute · parameters*
#
# Take the mean of each of VGG-16's last 512 maps, 7×7 positions, before fc6. How many
# weights does fc6 need then, biases aside?
#
# ### A picture of 160 pixels
#
# *Ten minutes · shapes*
#
# A classifier for pictures of 96 pixels a side halves them five times. Then come
# `Flatten`, `Dense(256)` and `Dense(10)`. Which convolutions replace the Dense
# layers, and how many lists of scores does a picture of 160 pixels a side give?
#
# ### From Dense to convolution
#
# *Ten minutes · equivalence*
#
# Write `dense_to_convolution(weights, height, width, channels)`: `weights` is a NumPy
# array (height·width·channels, units), of a Dense layer behind a `Flatten` of
# (height, width, channels) maps. Return the kernel (height, width, channels, units)
# of the convolution that gives the same scores. Paste it into exercises.py, run
# `python exercises.py dense_to_convolution`, and read what it says.
#
# ### Where the saving ends
#
# *An hour · computation*
#
# With VGG-16 and 10×10 scores, one pass takes 16.8 times fewer multiply–accumulates
# than the cut-out pictures. With more scores the saving grows. Which number does it
# approach, to one decimal? The page gives all that you need: what 100 crops take, and
# the weights of the three former Dense layers.
#
# ## Answers
#
# ### Hint: The mean before fc6
#
# What shape do the maps have after the mean?
#
# ### Hint: A picture of 160 pixels
#
# How many positions a side has the last map for 96 pixels? The first kernel is as
# large as that.
#
# ### Hint: From Dense to convolution
#
# In which order does `Flatten` list rows, columns and channels? In which order are
# the axes of the kernel? If the two are the same, nothing has to move.
#
# ### Hint: Where the saving ends
#
# Split one crop into the former Dense layers, whose weights work once each, and the
# rest. In a very large picture, how many new pixels come with each further score, and
# what part of a crop are they?
#
# ### Answer: The mean before fc6
#
# 512·4096 = **2,097,152**, and 102,760,448 ÷ 2,097,152 = 49 times fewer. It is a
# special case of the fc6 that there was: one in which the 49 weights of a filter on
# one map are all the same. So it no longer knows *where* in the window something was.
#
# ### Answer: A picture of 160 pixels
#
# The last map has 96 ÷ 32 = 3 positions a side. So: a 3×3 of 256 filters, then a 1×1
# of 10. The larger picture has 160 ÷ 32 = 5 positions a side, on which a 3×3 kernel
# fits 3·3 = **9** times: nine lists of ten scores.
#
# ### Answer: From Dense to convolution

# %%
import keras
import numpy as np
from keras import layers


def dense_to_convolution(weights, height, width, channels):
    """Return the kernel (height, width, channels, units) of the same layer.

    `weights` (height·width·channels, units) are those of a Dense after a Flatten.
    """
    return weights.reshape(height, width, channels, -1)


dense = layers.Dense(10, name="head")
random = np.random.default_rng(0)
maps = random.random((1, 5, 7, 32), "float32")
scores = dense(layers.Flatten()(maps))

weights, biases = dense.get_weights()
conv = layers.Conv2D(10, (5, 7), name="sliding_head")
conv.build(maps.shape)
conv.set_weights([dense_to_convolution(weights, 5, 7, 32), biases])
here, there = (keras.ops.convert_to_numpy(y) for y in (conv(maps)[:, 0, 0], scores))
print(conv.kernel.shape, "the same scores:", np.allclose(here, there, atol=1e-5))
print("on maps of 9×9:", conv(random.random((1, 9, 9, 32), "float32")).shape)

# %% [markdown]
# Here a reshape is right, because the order stays. The map is not square on purpose:
# a kernel with height and width exchanged would have shown. Where channels come
# first, a network flattens channel by channel; then reshape to (channels, height,
# width, units) and *transpose*. Copying weights has more such traps.
#
# On the larger maps the kernel fits 9 − 5 + 1 = 5 times down and 9 − 7 + 1 = 3 times
# across.
#
# ### Answer: Where the saving ends
#
# A crop takes 15.466 G, of which the three Dense layers have 102,760,448 +
# 16,777,216 + 86,016 = 119,623,680. Each further score brings 32·32 new pixels, and a
# crop has 224·224 ÷ 32 ÷ 32 = 49 times as many. So a score costs a 49th of the
# convolutions and all of the Dense layers: 15,346,630,656 ÷ 49 + 119,623,680 =
# 432,820,224. And 15,466,254,336 ÷ 432,820,224 = **35.7**.

# %%
# VGG-16: multiply–accumulates for one 224×224 picture, and in its former Dense
# layers for one position of the grid.
STAGES = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]
convolutions, side, depth = 0, 224, 3
for filters, count in STAGES:
    for _ in range(count):
        convolutions += side * side * 3 * 3 * depth * filters
        depth = filters
    side //= 2
dense = 7 * 7 * 512 * 4096 + 4096 * 4096 + 4096 * 21
crop = convolutions + dense
print(f"a crop: {convolutions:,} + {dense:,} = {crop:,}")

for grid in (1, 10, 100, 1000):
    large = 224 + 32 * (grid - 1)  # pixels a side
    area = (large / 224) ** 2
    one_pass = convolutions * area + dense * grid**2
    print(f"{grid:4} scores a side: {crop * grid**2 / one_pass:4.1f} times fewer")
# Each further score brings 32×32 new pixels, a 49th of a crop.
print(f"limit: {crop / (convolutions / 49 + dense):.1f}")

# %% [markdown]
# Layers that are less than one percent of a crop hold the factor at 35.7 in place
# of 49. What cannot be shared comes to dominate once the rest is shared.
