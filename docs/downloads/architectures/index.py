# %% [markdown]
# # Architectures
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# The 1×1 convolution does four jobs: it **mixes** what other layers found, it
# **reduces** depth so that a large kernel becomes affordable, it **restores or
# expands** depth afterwards, and it **decides**, giving scores at every position. One
# division of work runs through all of them: large kernels look at neighbours, 1×1
# kernels at channels.
#
# *Read first: Tutorial. Next: Network in Network, where the layer begins.*
#
# ## What it was used for
#
# - Lin et al., 2013, Network in Network: two 1×1 layers *after* a convolution, to mix
#   with more nonlinearity at little cost.
# - Szegedy et al., 2014, Inception: 1×1 *before* the 3×3 and 5×5, to make them
#   affordable.
# - Long et al., 2014, Fully convolutional networks: a classifier's Dense layers
#   *become* convolutions, all but the first of them 1×1, and it scores every
#   position.
# - He et al., 2015, Residual bottleneck: 1×1 *before and after* the 3×3: reduce,
#   look, restore.
# - Iandola et al., 2016, SqueezeNet: squeeze, then let 1×1 filters stand *in place
#   of* half the 3×3.
# - Huang et al., 2016, DenseNet: reduce what every layer reads, and thin out between
#   blocks.
# - Chollet, 2016, Xception: nearly *all* mixing of channels is 1×1; the 3×3 looks at
#   one channel at a time.
# - Howard et al., 2017, MobileNet: the same in sizes for a phone, with an activation
#   between the two.
# - Vaswani et al., 2017, The Transformer's feed-forward layer: the same layer over
#   the words of a sentence.
# - Zhang et al., 2017, ShuffleNet: the 1×1 has itself become the cost, so *group* it,
#   and shuffle.
# - Sandler et al., 2018, MobileNetV2: *expand* before the depthwise layer, then
#   project without an activation.
# - Kingma and Dhariwal, 2018, Glow: a square 1×1 that can be *undone* exactly.
# - Tan and Le, 2019, EfficientNet: 1×1 layers on a 1×1 map *weigh* the channels of
#   such a block.
# - Liu et al., 2022, ConvNeXt: expand and project again, written as Dense layers.
#
# ## One block of each
#
# *Figure: The number of maps through three blocks, to scale: Network in Network 3 →
# 192 → 160 → 96; Inception branch 192 → 96 → 128; Residual bottleneck 256 → 64 → 64
# → 256. Depth along one block of the three that made it famous, all to one scale.*
#
# The table counts weights; biases and batch normalisation are left out. *What it
# replaced* is the block as it would be without the idea: 5×5 kernels in Network in
# Network, no reduction in Inception and DenseNet, two 3×3 at full depth for ResNet,
# one 3×3 for SqueezeNet, full kernels for depthwise ones, no groups in ShuffleNet. In
# the depthwise rows it is the depthwise layer that saves; the 1×1 makes it possible,
# by doing the mixing. Where the 1×1 saves nothing, because it is a Dense layer by
# another name or does what nothing did before, there is a dash.
#
# | block | weights | of them 1×1 | what it replaced | times fewer |
# |---|--:|--:|--:|--:|
# | Network in Network: after the 5×5 | 46,080 | 100 % | 1,152,000 | 25.0 |
# | Inception 3a: the 5×5 branch | 15,872 | 19 % | 153,600 | 9.7 |
# | fully convolutional: the last two layers | 16,863,232 | 100 % | — | — |
# | ResNet: the bottleneck at 256 | 69,632 | 47 % | 1,179,648 | 16.9 |
# | SqueezeNet: fire module 2 | 11,776 | 22 % | 110,592 | 9.4 |
# | DenseNet-121: last layer of block 3 | 163,840 | 78 % | 285,696 | 1.7 |
# | Xception and MobileNet: a layer at 512 | 266,752 | 98 % | 2,359,296 | 8.8 |
# | Transformer: the feed-forward layer | 2,097,152 | 100 % | — | — |
# | ShuffleNet, 3 groups: a unit at 240 | 10,140 | 95 % | 29,340 | 2.9 |
# | MobileNetV2: a block at 64 | 52,608 | 93 % | 1,376,256 | 26.2 |
# | Glow: a step at 48 | 2,304 | 100 % | — | — |
# | EfficientNet-B0: a block at 40 | 30,000 | 80 % | 1,464,000 | 48.8 |
# | ConvNeXt-T: a block at 96 | 78,432 | 94 % | 525,312 | 6.7 |

# %%
from math import prod

import keras
from keras import layers


def weights(depth, filters, kernel_size=1, groups=1):
    """Count the weights of a layer on `depth` channels, without biases."""
    layer = layers.Conv2D(filters, kernel_size, groups=groups)
    layer(keras.Input((56, 56, depth)))
    return prod(layer.kernel.shape)


# One block each, and what stood there before. For each layer: depth of the
# input, filters, kernel size, groups.
mlpconv = [(192, 160), (160, 96)], [(192, 160, 5), (160, 96, 5)]
inception = [(192, 16), (16, 32, 5)], [(192, 32, 5)]
scoring = [(4096, 4096), (4096, 21)], []
residual = [(256, 64), (64, 64, 3), (64, 256)], [(256, 256, 3), (256, 256, 3)]
fire = [(96, 16), (16, 64), (16, 64, 3)], [(96, 128, 3)]
dense = [(992, 128), (128, 32, 3)], [(992, 32, 3)]
separable = [(512, 512, 3, 512), (512, 512)], [(512, 512, 3)]
feed_forward = [(512, 2048), (2048, 512)], []
shuffle = (
    [(240, 60, 1, 3), (60, 60, 3, 60), (60, 240, 1, 3)],
    [(240, 60), (60, 60, 3, 60), (60, 240)],
)
inverted = (
    [(64, 384), (384, 384, 3, 384), (384, 64)],
    [(64, 384), (384, 384, 3), (384, 64)],
)
flow = [(48, 48)], []
gated = (
    [(40, 240), (240, 240, 5, 240), (240, 10), (10, 240), (240, 40)],
    [(40, 240), (240, 240, 5), (240, 10), (10, 240), (240, 40)],
)
modern = (
    [(96, 96, 7, 96), (96, 384), (384, 96)],
    [(96, 96, 7), (96, 384), (384, 96)],
)
blocks = {
    "Network in Network: after the 5×5": mlpconv,
    "Inception 3a: the 5×5 branch": inception,
    "fully convolutional: the last two layers": scoring,
    "ResNet: the bottleneck at 256": residual,
    "SqueezeNet: fire module 2": fire,
    "DenseNet-121: last layer of block 3": dense,
    "Xception and MobileNet: a layer at 512": separable,
    "Transformer: the feed-forward layer": feed_forward,
    "ShuffleNet, 3 groups: a unit at 240": shuffle,
    "MobileNetV2: a block at 64": inverted,
    "Glow: a step at 48": flow,
    "EfficientNet-B0: a block at 40": gated,
    "ConvNeXt-T: a block at 96": modern,
}
print("| block | weights | of them 1×1 | what it replaced | times fewer |")
print("|---|--:|--:|--:|--:|")
for name, (block, instead) in blocks.items():
    whole = sum(weights(*layer) for layer in block)
    ones = [layer for layer in block if layer[2:3] in [(), (1,)]]
    share = sum(weights(*layer) for layer in ones) / whole
    replaced = sum(weights(*layer) for layer in instead)
    saved = f"{replaced:,} | {replaced / whole:.1f}" if instead else "— | —"
    print(f"| {name} | {whole:,} | {100 * share:.0f} % | {saved} |")

# %% [markdown]
# Whole networks are counted on How much of a network is 1×1?
#
# ## What the saving costs
#
# The two sides of a row do not compute the same functions. A reduction to 16 maps
# hands on 16 mixtures of 192 maps and drops the rest. The papers show by training
# that their networks do well all the same. This site counts; for accuracy read the
# papers.
#
# ## Exercises
#
# ### Four jobs
#
# *A minute · design*
#
# Which of the four jobs does each of these 1×1 layers do? From 192 maps to 16 before
# Inception's 5×5; from 64 to 256 at the end of ResNet's bottleneck; from 48 to 48 in
# Glow; from 4,096 to 21 at the end of a fully convolutional network.
#
# ### Only the 1×1 left
#
# *A minute · shapes*
#
# Which of these blocks still sees a neighbour if you take the large kernels away and
# keep only the 1×1?
#
# ### Double every depth
#
# *Ten minutes · parameters*
#
# Double all numbers of channels and filters, inside the blocks and around them.
# Kernel sizes stay, and what is depthwise stays depthwise. What happens to *times
# fewer* in the rows of ResNet and of Xception and MobileNet? For the second, give the
# new figure to one decimal.
#
# ### A reduction that hardly pays
#
# *Ten minutes · parameters*
#
# DenseNet's layer reduces 992 maps to 128, and yet has only 1.7 times fewer weights
# than what it replaced. Give its 3×3 256 filters in place of 32, and the plain 3×3 as
# well. How many times fewer weights has it now, to one decimal?
#
# ## Answers
#
# ### Hint: Four jobs
#
# Compare the two numbers first. Where that does not settle it, ask who reads the
# result.
#
# ### Hint: Only the 1×1 left
#
# How far does a second 1×1 reach beyond the first?
#
# ### Hint: Double every depth
#
# How many weights are there for each *pair* of an input and an output channel, and
# how many for each channel alone?
#
# ### Hint: A reduction that hardly pays
#
# Count the 1×1 and the 3×3 apart. Which of them depends on the number of filters?
#
# ### Answer: Four jobs
#
# The first reduces: the 5×5 reads 192 ÷ 16 = 12 times fewer maps. The second
# restores: 64·4 = 256, the depth of the block's input. The third mixes, as it keeps
# the number of maps. The fourth makes fewer maps too, yet no layer reads them: its 21
# maps are the scores, so it decides.
#
# ### Answer: Only the 1×1 left
#
# None. A k×k layer at stride 1 adds k − 1 pixels to the width that is seen. For three
# 1×1 layers that makes 1 + 0 + 0 + 0 = 1: the receptive field stays one pixel,
# however many follow. (EfficientNet's gate does hear of the whole picture, but
# through the mean before it, not through its 1×1.)
#
# ### Answer: Double every depth
#
# A full layer has its weights for pairs of channels, so it grows fourfold. ResNet's
# row keeps its ratio: 4·1,179,648 = 4,718,592, 4·69,632 = 278,528, and 4,718,592 ÷
# 278,528 = 16.9 as before. A depthwise layer has its weights for single channels, so
# it only doubles. At 2·512 = 1,024 channels the pair has 3·3·1024 + 1024·1024 =
# 1,057,792 weights, the full 3×3 has 3·3·1024·1024 = 9,437,184, and 9,437,184 ÷
# 1,057,792 = **8.9**. The deeper the maps, the nearer to 9.
#
# ### Answer: A reduction that hardly pays
#
# Plain: 3·3·992·256 = 2,285,568. Reduced: 992·128 + 3·3·128·256 = 421,888. And
# 2,285,568 ÷ 421,888 = **5.4**. The 1×1 costs 992·128 = 126,976 weights however many
# filters follow. Next to 32 filters it is most of the layer; next to 256 it is the
# smaller part. With ever more filters the ratio nears 992 ÷ 128 = 7.75. So look at
# what follows before you reduce: below which depth does it pay?
