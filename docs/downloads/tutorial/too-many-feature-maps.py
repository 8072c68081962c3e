# %% [markdown]
# # Too many feature maps
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# Depth grows along a network, and the parameters of every further layer grow with it.
# Pooling does not help there: it makes feature maps smaller, not fewer.
#
# *Read first: Convolutions over channels. Next: Downsampling, the layer that helps.*
#
# *Figure: Five stages of a VGG-like stack on a 256×256×3 input, sides to one scale
# and depths to another. Maps shrink while their number grows: 256×256×64,
# 128×128×128, 64×64×256, 32×32×512, 16×16×512. Five stages of a network in the style
# of VGG. Pooling halves height and width. The filters double the number of maps, up
# to 512.*
#
# The snippet builds those stages. At each it asks what 64 more filters would cost,
# for four kernel sizes:

# %%
import keras
from keras import layers

KERNEL_SIZES = (1, 3, 5, 7)
maps = keras.Input((256, 256, 3))

print("parameters of 64 more filters, by their kernel size")
print("input".ljust(11), *(f"{k}×{k}".rjust(9) for k in KERNEL_SIZES))
for filters in (64, 128, 256, 512, 512):
    maps = layers.Conv2D(filters, 3, padding="same", activation="relu")(maps)
    print("×".join(str(size) for size in maps.shape[1:]).ljust(11), end="")
    for kernel_size in KERNEL_SIZES:
        layer = layers.Conv2D(64, kernel_size, padding="same")
        layer(maps)
        print(f"{layer.count_params():10,}", end="")
    print()
    maps = layers.MaxPooling2D()(maps)


# %% [markdown]
# ## The arithmetic
#
# Take 64 filters of 7×7 on the first stage and on the fourth:
#
# | input | weights | biases | parameters |
# |---|--:|--:|--:|
# | 64 maps | 7·7·64·64 = 200,704 | 64 | 200,768 |
# | 512 maps | 7·7·512·64 = 1,605,632 | 64 | 1,605,696 |
#
# Eight times the maps, eight times the weights. The layer has the same 64 filters and
# the same output depth; it is the *input* that makes it dear.
#
# Networks that join branches feel it most. Concatenation, as in an inception module,
# adds the depths of all branches, and the next module has to read the sum.
#
# ## What is missing
#
# A layer that pools over depth: one that turns 512 maps into 64 and leaves height and
# width alone. That is the first column of the output. 64 filters of 1×1 do it for
# 32,832 parameters, a 49th of the weights that 7×7 takes. The next page shows how.
#
# Here it stands in front of the 7×7, on 512 maps of 256×256. Together they have
# 233,600 parameters, not 1,605,696:
#
# *Figure: Bars to scale. A 7×7 layer straight on 512 maps has 1,605,632 weights; a
# 1×1 layer to 64 maps and the 7×7 on those have 32,768 + 200,704 = 233,472. Weights
# to scale.*
#
# | layer | output | parameters | MACs | memory, bytes |
# |---|---|--:|--:|--:|
# | 1×1, 64 filters | 256×256×64 | 32,832 | 2,147,483,648 | 16,777,216 |
# | ReLU | 256×256×64 | 0 | 0 | 16,777,216 |
# | 7×7, 64 filters | 256×256×64 | 200,768 | 13,153,337,344 | 16,777,216 |
# | sum | | 233,600 | 15,300,820,992 | 50,331,648 |
#
# In the lab you find out when it stops paying.
#
# ## When depth is not the problem
#
# Early in a network there are few maps and many positions. There the
# multiply–accumulates and the memory go up with height and width, and pooling or
# stride helps more than a 1×1. And less arithmetic is not always less time.
#
# *Restates Brownlee, 2019, on the problem of too many feature maps.*
#
# ## Exercises
#
# ### Pooling before the layer
#
# *A minute · computation*
#
# Does 2×2 pooling between two stages change the number of parameters of the next
# layer? And to what percentage do that layer's multiply–accumulates fall?
#
# ### Where the work is
#
# *Ten minutes · computation*
#
# Give each stage of the figure one more padded 3×3 layer, which keeps the stage's
# depth: 64 → 64 on 256×256 at the first, 512 → 512 on 32×32 at the fourth. Divide the
# multiply–accumulates of the fourth stage's layer by those of the first stage's. What
# do you get?
#
# ### If the doubling went on
#
# *Ten minutes · parameters*
#
# The network of the figure stops at 512 maps. Suppose that it goes on: after each 2×2
# pooling, one 3×3 layer with twice the filters of the layer before it, from 64
# filters on 256×256 down to a single position. How many weights has the last 3×3
# layer, biases left out?
#
# ### The smallest picture
#
# *Ten minutes · shapes*
#
# Without padding, a layer of kernel size k and stride s fits $\lfloor (n - k) / s
# \rfloor + 1$ times along $n$ pixels. 2×2 pooling counts as a layer of kernel size 2
# and stride 2. Write `smallest_input(layers)`: `layers` is a list of pairs `(kernel,
# stride)`, first layer first, none padded. Return the smallest side of a square
# picture that still gives one position at the end. Paste it into exercises.py, run
# `python exercises.py smallest_input`, and read what it says.
#
# ## Answers
#
# ### Hint: Pooling before the layer
#
# Which of the two counts has height and width in it?
#
# ### Hint: Where the work is
#
# From stage to stage: how do the positions change, and how the weights?
#
# ### Hint: If the doubling went on
#
# How often can you halve 256 until 1 is left? And what does the last layer read?
#
# ### Hint: The smallest picture
#
# Go backwards. How many pixels does the last layer need for one position? And the
# layer before it, to deliver that many?
#
# ### Answer: Pooling before the layer
#
# The parameters stay: they depend on kernel size, input channels and filters, not on
# height or width. The last two rows of the output differ in size, 32×32 against
# 16×16, and agree in every count. The multiply–accumulates are done at every
# position, and 16·16 ÷ (32·32) = 0.25 of the positions are left: **25** %.
#
# ### Answer: Where the work is
#
# Exactly **1**. The first layer has 3·3·64·64 = 36,864 weights, each used at 256·256
# positions: 256·256·36,864 = 2,415,919,104. The fourth has 3·3·512·512 = 2,359,296,
# each used at 32·32: 32·32·2,359,296 = 2,415,919,104. At each step the positions fall
# to a fourth and the weights grow fourfold. So the arithmetic is spread evenly, the
# weights are at the end, and the values, 256·256·64 = 4,194,304 against 32·32·512 =
# 524,288, at the beginning. That is why “too many” means something else at either
# end.
#
# ### Answer: If the doubling went on
#
# 256 is 2 to the power of 8, so there are eight poolings and eight doublings:
# 64·256 = 16,384 filters, which read the 64·128 = 8,192 maps before them. That makes
# 3·3·8,192·16,384 = **1,207,959,552** weights, in one layer. And on a single position
# a padded 3×3 sees eight zeros and one value: a 1×1 would give the same with a ninth
# of them.
#
# ### Answer: The smallest picture
#
# To put out m positions, a layer needs (m − 1) steps of its stride and one more
# kernel: $(m - 1) \cdot s + k$ pixels. Start from one position and walk to the first
# layer.

# %%
def smallest_input(layers):
    """Return the smallest side that leaves one position, an int."""
    side = 1
    for kernel, stride in reversed(layers):
        side = (side - 1) * stride + kernel
    return side


print("3×3, then 3×3:", smallest_input([(3, 1), (3, 1)]))
stages = [(3, 1), (2, 2)] * 5
print("five times 3×3 and 2×2 pooling:", smallest_input(stages))
print("ten times 1×1:", smallest_input([(1, 1)] * 10))

# %% [markdown]
# The five stages of the figure would need 94 pixels if their 3×3 layers were not
# padded. 1×1 layers take nothing off: put in as many as you like.
