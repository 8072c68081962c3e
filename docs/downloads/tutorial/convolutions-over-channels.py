# %% [markdown]
# # Convolutions over channels
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A filter is as deep as its input, whatever that depth is. Each filter gives one
# feature map. So the depth of a layer's output is its number of filters, and nothing
# else.
#
# *Read first: nothing. Next: Too many feature maps, where that depth gets dear.*
#
# *Figure: A filter is as deep as its input and gives one map whatever that depth:
# 3×3×1 over 8×8×1, 3×3×3 over 8×8×3, 3×3×64 over 8×8×64, each to 8×8×1. One 3×3
# filter on a grey picture, on an RGB picture and on 64 feature maps. The filter grows
# deeper; its output stays one map.*
#
# You write `Conv2D(10, 3)` and never say how deep the filters are. Keras reads it
# from the input:
#
# **Keras**

# %%
import keras
from keras import layers

for channels in (1, 3, 64):
    maps = keras.Input((32, 32, channels))
    print(f"input channels: {channels}")
    for filters in (1, 10):
        layer = layers.Conv2D(filters, 3, padding="same")
        output = layer(maps)
        print(
            f"  {filters:2} filters: kernel {tuple(layer.kernel.shape)}",
            end=", ",
        )
        print(f"{layer.count_params():,} parameters, output {output.shape[1:]}")

# %% [markdown]
# **NumPy**

# %%
import numpy as np

for channels in (1, 3, 64):
    maps = np.zeros((32, 32, channels))
    padded = np.pad(maps, ((1, 1), (1, 1), (0, 0)))
    blocks = np.lib.stride_tricks.sliding_window_view(padded, (3, 3, channels))
    print(f"input channels: {channels}")
    for filters in (1, 10):
        kernel, bias = np.ones((3, 3, channels, filters)), np.zeros(filters)
        # One number a filter and position: the sum over a whole block.
        output = np.tensordot(blocks[:, :, 0], kernel, axes=3) + bias
        print(f"  {filters:2} filters: kernel {kernel.shape}", end=", ")
        print(f"{kernel.size + bias.size:,} parameters, output {output.shape}")

# %% [markdown]
# Read a kernel's shape as height, width, input channels, filters. At one position,
# one filter multiplies every value under it by its own weight and adds everything up,
# over height, width *and* channels. That sum, plus a bias, is one number.
#
# ## The arithmetic
#
# For kernel size $k$, input channels $c$ and $n$ filters:
#
# $$
# \text{parameters} = k \cdot k \cdot c \cdot n + n
# $$
#
# | input channels | weights of 10 filters | biases | parameters |
# |--:|--:|--:|--:|
# | 1 | 3·3·1·10 = 90 | 10 | 100 |
# | 3 | 3·3·3·10 = 270 | 10 | 280 |
# | 64 | 3·3·64·10 = 5,760 | 10 | 5,770 |
#
# The output is 32×32×10 each time. The cost is not: it grows with the input's depth.
# How parameters, arithmetic and memory are counted.
#
# ## When this does not hold
#
# It holds for an ordinary convolution. A depthwise convolution gives each channel a
# filter of its own and never adds over channels. A grouped convolution adds over some
# of them: what groups change.
#
# *Restates Brownlee, 2019, on convolutions over channels.*
#
# ## Exercises
#
# ### Twenty filters of 5×5
#
# *A minute · parameters*
#
# A layer of 20 filters of 5×5 reads 32×32×64. What is the shape of its kernel, and
# how many parameters has it, biases included?
#
# ### Grey pictures
#
# *A minute · parameters*
#
# A network begins with two 3×3 layers of 64 filters each. You feed it grey pictures
# in place of colour ones. How many parameters fewer do the two layers have together?
#
# ### Read it backwards
#
# *Ten minutes · parameters*
#
# A summary lists an ordinary convolution with 307,296 parameters. It reads 128
# channels, its output is 96 maps deep, and it has biases. The kernel is square. What
# is its kernel size k?
#
# ### Count any convolution
#
# *Ten minutes · parameters*
#
# Write `count_parameters(kernel, channels, filters, groups, bias)`: the number of
# parameters, as an `int`, of a convolution whose kernel is `kernel` × `kernel`.
# `bias` is `True` or `False`. With `groups` above 1, the channels and the filters are
# split into that many equal groups, and a filter reads only the channels of its own
# group. Paste it into exercises.py, run `python exercises.py count_parameters`, and
# read what it says.
#
# ## Answers
#
# ### Hint: Twenty filters of 5×5
#
# Begin with one filter: how deep is it?
#
# ### Hint: Grey pictures
#
# What does the second layer read?
#
# ### Hint: Read it backwards
#
# How many parameters has one filter?
#
# ### Hint: Count any convolution
#
# With groups, how deep is one filter? And does the number of filters change?
#
# ### Answer: Twenty filters of 5×5
#
# The kernel is (5, 5, 64, 20). It has 5·5·64·20 + 20 = **32,020** parameters.
#
# ### Answer: Grey pictures
#
# Each of the 64 filters of the first layer loses two of its three slices: 3·3·2·64 =
# **1,152**. The second layer reads 64 maps either way. Together the two had
# 3·3·3·64 + 64 + 3·3·64·64 + 64 = 38,720 parameters, so grey saves 100·1,152 ÷
# 38,720 = 3.0 per cent of these two layers, and nothing at all after them.
#
# ### Answer: Read it backwards
#
# One filter has 307,296 ÷ 96 = 3,201 parameters. Without its bias that leaves 3,201 −
# 1 = 3,200, over 128 channels 3,200 ÷ 128 = 25 = 5·5. So k is **5**. The other way
# round: (5·5·128 + 1)·96 = 307,296. Stride and padding leave no trace in the count.
#
# ### Answer: Count any convolution
#
# Groups make each filter less deep. There are as many filters as before, and each
# keeps its bias. So the weights fall to a fourth with four groups, the biases stay.

# %%
import keras
from keras import layers


def count_parameters(kernel, channels, filters, groups, bias):
    """Count the parameters of a kernel×kernel convolution, an int."""
    depth = channels // groups  # what one filter reads
    return kernel * kernel * depth * filters + (filters if bias else 0)


maps = keras.Input((32, 32, 64))
for groups, bias in ((1, True), (1, False), (4, True), (4, False)):
    layer = layers.Conv2D(20, 5, groups=groups, use_bias=bias)
    layer(maps)
    ours = count_parameters(5, 64, 20, groups, bias)
    print(f"groups={groups} bias={bias!s:5} {ours:6,}", end="  ")
    print(f"Keras: {layer.count_params():6,}")
