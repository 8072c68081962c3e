# %% [markdown]
# # Residual bottleneck
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A bottleneck reduces with a 1×1, looks around with a 3×3 on few maps, and restores
# the depth with another 1×1, so that the result can be added to the block's input. At
# 256 channels it has 17 times fewer weights than a block of two 3×3 layers. He et
# al., 2015, used it in their ImageNet networks of 50, 101 and 152 layers.
#
# *Read first: Inception. Next: Fully convolutional networks, where it decides.*
#
# *Figure: With a shortcut around each: bottleneck block 256 → 64 → 64 → 256, 69,632
# weights; basic block 256 → 256 → 256, 1,179,648 weights. Widths are to scale. Widths
# are numbers of channels, to scale. The shortcut needs the last depth to equal the
# first.*

# %%
from math import prod

import keras
from keras import layers


def residual(maps, *convolutions, name):
    """Return ReLU(maps + convolutions of the maps) as a model.

    Convolutions are (filters, kernel size); the last restores the depth
    (He et al., 2015, figure 5).
    """
    x = maps
    for i, (filters, kernel_size) in enumerate(convolutions):
        if i > 0:
            x = layers.ReLU()(x)
        conv = layers.Conv2D(filters, kernel_size, padding="same", use_bias=False)
        x = layers.BatchNormalization()(conv(x))
    return keras.Model(maps, layers.ReLU()(layers.Add()([maps, x])), name=name)


maps = keras.Input((56, 56, 256))
basic = residual(maps, (256, 3), (256, 3), name="basic")
bottleneck = residual(maps, (64, 1), (64, 3), (256, 1), name="bottleneck")
basic_64 = residual(keras.Input((56, 56, 64)), (64, 3), (64, 3), name="basic_64")

for block in (basic, bottleneck, basic_64):
    weights = [prod(w.shape) for w in block.weights if w.name == "kernel"]
    macs = sum(weights) * 56 * 56  # each weight once for each position
    print(f"{block.name:11} {' + '.join(f'{w:,}' for w in weights)}")
    print(f"{'':11} = {sum(weights):,} weights, {macs / 1e6:,.0f} million MACs")

# %% [markdown]
# ## The arithmetic
#
# | block | arithmetic | weights |
# |---|---|--:|
# | basic, 256 channels | 2·3·3·256·256 | 1,179,648 |
# | bottleneck, 256 channels | 256·64 + 3·3·64·64 + 64·256 | 69,632 |
# | basic, 64 channels | 2·3·3·64·64 | 73,728 |
#
# 1,179,648 ÷ 69,632 = 16.9. The paper makes the comparison the other way round: a
# bottleneck on 256 channels costs about as much as a basic block on 64. So for the
# same price the network carries four times the maps. Biases are left out, because
# batch normalisation follows each layer and would cancel them.
#
# ## Table 1 of the paper, recomputed
#
# The paper counts one multiply–accumulate as one FLOP. In thousands of millions (G),
# four of its five figures agree to rounding.
#
# 5 figures: 0 reproduced, 4 rounded, 1 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | ResNet-18 (Table 1, FLOPs) | 1.8 G | 1.79 | rounded |
# | ResNet-34 (Table 1, FLOPs) | 3.6 G | 3.64 | rounded |
# | ResNet-50 (Table 1, FLOPs) | 3.8 G | 3.86 | differs (1) |
# | ResNet-101 (Table 1, FLOPs) | 7.6 G | 7.57 | rounded |
# | ResNet-152 (Table 1, FLOPs) | 11.3 G | 11.28 | rounded |
#
# 1. 3.86 rounds to 3.9; cut to one decimal it would be 3.8, but the other rows are
#    rounded. Without the 1×1 layers on its shortcuts the network would need 3.5.
#
# ResNet-50 has the same number of blocks as ResNet-34. It swaps each basic block for
# a bottleneck, is four times as deep in channels, and costs 6 % more.
#
# **The code that counts: ResNet-18 to 152**

# %%
from functools import cache
from math import prod

import keras
from keras import layers

BLOCKS = {  # Table 1 (He et al., 2015): blocks in each of the four stages
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}


@cache
def conv(side, depth, filters, kernel_size, stride=1):
    """Return the multiply–accumulates of a layer on side×side×depth."""
    layer = layers.Conv2D(filters, kernel_size, stride, padding="same")
    _, height, width, _ = layer(keras.Input((side, side, depth))).shape
    return height * width * prod(layer.kernel.shape)


def basic(side, depth, width, stride):
    """Count two 3×3; where the shortcut changes depth, it pads with zeros."""
    first = conv(side, depth, width, 3, stride)
    return width, first + conv(side // stride, width, width, 3)


def bottleneck(side, depth, width, stride):
    """Count 1×1, 3×3 and 1×1, and a 1×1 on a shortcut that changes depth."""
    out = side // stride
    macs = conv(side, depth, width, 1, stride) + conv(out, width, width, 3)
    macs += conv(out, width, 4 * width, 1)
    if depth != 4 * width:
        macs += conv(side, depth, 4 * width, 1, stride)
    return 4 * width, macs


macs = {}
for name, stages in BLOCKS.items():
    block = bottleneck if name >= 50 else basic
    side, depth = 56, 64
    macs[name] = conv(224, 3, 64, 7, 2)
    for stage, count in enumerate(stages):
        for i in range(count):
            stride = 2 if stage and not i else 1
            depth, cost = block(side, depth, 64 * 2**stage, stride)
            side, macs[name] = side // stride, macs[name] + cost
    macs[name] += depth * 1000  # the linear layer
    print(f"ResNet-{name:<4} {macs[name]:14,} multiply–accumulates")

# %% [markdown]
# In ResNet-50 and deeper, where the depth changes, the shortcut gets a 1×1
# convolution of its own. Does that defeat the idea? ResNet-18 and 34 pad it with zero
# channels, as the code does; with 1×1 shortcuts ResNet-34 would come to 3.66 G. And
# in this, the first version, a stride of 2 sits on the first 1×1, which drops three
# positions of four. Later versions moved it to the 3×3.
#
# ## When it is the wrong tool
#
# In a small network. At 64 channels a reduction to a quarter leaves 16 maps for the
# 3×3 to work on; ResNet-18 and ResNet-34 use the basic block. On a chip where memory
# is the limit, the wide maps between the blocks may cost more time than the
# arithmetic saved.
#
# ## Exercises
#
# ### Half the depth
#
# *A minute · parameters*
#
# A block reduces 256 channels to 128 in place of 64. How many weights has it, without
# biases and batch normalisation?
#
# ### A block that does nothing
#
# *A minute · equivalence*
#
# The last batch normalisation of a bottleneck has a learnt scale and offset for each
# channel. Set all of them to 0. What does the block compute?
#
# ### Write the bottleneck
#
# *Ten minutes · design*
#
# Write `bottleneck(maps, reduced)`: it takes a Keras tensor of (height, width,
# channels) and returns one of the same shape. Inside, a 1×1 to `reduced` channels, a
# padded 3×3, and a 1×1 back to the depth of `maps`. No biases; batch normalisation
# after each of the three; ReLU after the first two, and after the sum with `maps`.
# Paste it into exercises.py, run `python exercises.py bottleneck`, and read what it
# says.
#
# ### Move the stride
#
# *Ten minutes · computation*
#
# Three blocks of ResNet-50 halve height and width, with a stride of 2 on their first
# 1×1. In the first of them that layer goes from 256 to 128 channels on maps of 56
# positions a side. In the second and third the side is half of that each time, and
# both channel numbers are double. Move the stride to the 3×3. How many
# multiply–accumulates does the network take then, in full or in G to two decimals, as
# in 1.23G? And how many parameters does it gain?
#
# ## Answers
#
# ### Hint: Half the depth
#
# Three layers: 256 to 128, 128 to 128, 128 to 256.
#
# ### Hint: A block that does nothing
#
# What reaches the addition from the convolutions?
#
# ### Hint: Write the bottleneck
#
# `maps.shape[-1]` is the depth to return to. The last ReLU comes after the addition,
# so there are three in all, two of them before it.
#
# ### Hint: Move the stride
#
# At how many positions does the first 1×1 run before and after? The 3×3 and the last
# 1×1 put out as many positions as ever.
#
# ### Answer: Half the depth
#
# 256·128 + 3·3·128·128 + 128·256 = **212,992**. Three times the weights of the
# bottleneck to 64, and still less than a fifth of the basic block.
#
# ### Answer: A block that does nothing
#
# 0 reaches it, so the block computes ReLU(maps + 0). Behind another such block the
# maps have been through a ReLU already, and a second one changes nothing: the block
# hands on its input. Values below 0, if there were any, would be lost.

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.Input((8, 8, 256), name="maps")
x = maps
for filters, kernel_size, scale in ((64, 1, 1), (64, 3, 1), (256, 1, 0)):
    if x is not maps:
        x = layers.ReLU()(x)
    conv = layers.Conv2D(filters, kernel_size, padding="same", use_bias=False)
    start = keras.initializers.Constant(scale)
    x = layers.BatchNormalization(gamma_initializer=start)(conv(x))
block = keras.Model(maps, layers.ReLU()(layers.Add()([maps, x])))

random = np.random.default_rng(0)
for lowest in (0, -1):
    picture = random.uniform(lowest, 1, (1, 8, 8, 256)).astype("float32")
    result = keras.ops.convert_to_numpy(block(picture))
    print(
        f"values from {lowest} to 1: unchanged, {np.array_equal(result, picture)}"
    )

# %% [markdown]
# That is a use of the shortcut: start every block like this, and a deep network
# begins as a shallow one. It also shows what a 1×1 on the shortcut would take away.
#
# ### Answer: Write the bottleneck

# %%
import keras
from keras import layers


def bottleneck(maps, reduced):
    """Return ReLU(maps + 1×1, 3×3 and 1×1 of the maps), h×w×channels as `maps`."""
    x = maps
    for filters, kernel_size in ((reduced, 1), (reduced, 3), (maps.shape[-1], 1)):
        if x is not maps:
            x = layers.ReLU()(x)
        # No bias: batch normalisation would cancel it.
        conv = layers.Conv2D(filters, kernel_size, padding="same", use_bias=False)
        x = layers.BatchNormalization()(conv(x))
    return layers.ReLU()(layers.Add()([maps, x]))


maps = keras.Input((56, 56, 256), name="maps")
block = keras.Model(maps, bottleneck(maps, 64), name="bottleneck")
print("output", block.output.shape)
print(f"{block.count_params():,} parameters")

# %% [markdown]
# Batch normalisation keeps four numbers a channel: 69,632 + 4·64 + 4·64 + 4·256 =
# 71,168. A count cannot tell you where the ReLUs are, so check those by reading, or
# with numbers, as the file does.
#
# ### Answer: Move the stride
#
# The first 1×1 ran at 28·28 positions and now runs at 56·56. That adds (56·56 −
# 28·28)·256·128 = 77,070,336. The other two blocks add as much: a quarter of the
# positions, four times the weights. In all 3,857,973,248 + 3·77,070,336 =
# **4,089,184,256**, which is 4.09 G. No parameter is gained, so no summary shows
# which of the two you have; but if someone's count for ResNet-50 is 4.1 and not 3.9,
# this is the likely reason.
