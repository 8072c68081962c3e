# %% [markdown]
# # Reduction: fewer maps
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A 1×1 layer of 64 filters turns 512 feature maps into 64, for 32,832 parameters.
# Brownlee, whose tutorial this restates, calls it the most common use of a 1×1
# convolution: it goes in front of a costly layer.
#
# *Read first: Projection. Next: Expansion, the way back to more maps.*
#
# *Figure: Reduction, fewer maps: 256×256×3, 3×3 layer of 14,336 parameters,
# 256×256×512, 1×1 layer of 32,832 parameters, 256×256×64. Depths are to scale, except
# that the input is drawn deeper. Height and width stay. An eighth of the maps is
# left.*

# %%
import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((256, 256, 3)),
        layers.Conv2D(512, 3, padding="same", activation="relu", name="conv_3x3"),
        layers.Conv2D(64, 1, activation="relu", name="reduce_1x1"),
    ],
    name="reduction",
)
model.summary()

# %% [markdown]
# ## The arithmetic
#
# | term | parameters | for |
# |---|--:|---|
# | 3·3·3·512 + 512 | 14,336 | the 3×3 layer, as in the baseline |
# | 1·1·512·64 | 32,768 | 512 input maps, 64 filters |
# | 64 | 64 | one bias a filter |
# | 1·1·512·64 + 64 | 32,832 | the 1×1 layer |
# | 14,336 + 32,832 | 47,168 | the model |
#
# ## The 7×7 argument
#
# Say you want 64 filters of 7×7 next. Straight on 512 maps, that is 1.6 million
# weights. After the reduction it is 0.2 million.
#
# *Figure: Bars to scale. A 7×7 layer straight on 512 maps has 1,605,632 weights; a
# 1×1 layer to 64 maps and the 7×7 on those have 32,768 + 200,704 = 233,472. Weights
# to scale. The 1×1 layer pays for itself many times over.*

# %%
from math import prod

import keras
from keras import layers

maps = keras.Input((256, 256, 512), name="maps")

straight = keras.Sequential(
    [maps, layers.Conv2D(64, 7, padding="same", name="conv_7x7")],
    name="straight",
)
reduced = keras.Sequential(
    [
        maps,
        layers.Conv2D(64, 1, activation="relu", name="reduce_1x1"),
        layers.Conv2D(64, 7, padding="same", name="conv_7x7"),
    ],
    name="reduced",
)

for model in (straight, reduced):
    print(model.name)
    for layer in model.layers:
        weights, biases = prod(layer.kernel.shape), prod(layer.bias.shape)
        print(f"  {layer.name:10} {weights:9,} weights {biases:4} biases")
    print(f"  {'total':10} {model.count_params():9,} parameters")


# %% [markdown]
# | path | weights | with biases |
# |---|--:|--:|
# | 7×7 straight | 7·7·512·64 = 1,605,632 | 1,605,696 |
# | 1×1 to 64 maps | 1·1·512·64 = 32,768 | 32,832 |
# | then 7×7 | 7·7·64·64 = 200,704 | 200,704 + 64 = 200,768 |
# | 1×1 and 7×7 together | 32,768 + 200,704 = 233,472 | 233,600 |
#
# > **A figure of the original that is off, to its own disadvantage**
# >
# > Brownlee puts the straight layer at about one million weights and the reduced one
# > at about 200,000. The second is right. The first is 1.6 million, so the saving is
# > larger than claimed. Count the 1×1 layer as well, which makes the saving possible:
# > 233,600 parameters in all, still 6.9 times fewer.
#
# Each weight is used at 256·256 = 65,536 positions, so the multiply–accumulates
# shrink by the same factor as the weights.
#
# ## What it is for
#
# Large kernels on deep inputs. Inception reduces before each 3×3 and 5×5, the
# residual bottleneck before its 3×3. Why not a 3×3 with fewer filters? Or the 1×1
# straight to the final depth?
#
# ## When it is the wrong tool
#
# **When it does not pay.** Reduce to $r$ maps before $n$ filters of $k \times k$ on
# $c$ maps. The pair costs $c \, r + k^2 r \, n$ weights, the layer alone $k^2 c \,
# n$. The pair is cheaper only while
#
# $$
# r < \frac{k^2 c \, n}{c + k^2 n}
# $$
#
# For 512 maps and 64 filters of 7×7 that is $r \le 440$. For 3×3 it is $r \le 271$: a
# small kernel, few filters and a deep input bring the limit down. Below which depth
# does it pay? The layer budget marks that depth on a slider.
#
# **When the maps are all needed.** 64 maps cannot hold what 512 independent ones
# held. A network can learn which mixtures matter, but what it drops is gone. What is
# lost?
#
# *Restates the reduction example of Brownlee, 2019.*
#
# ## Exercises
#
# ### Reduce to half of that
#
# *A minute · parameters*
#
# You reduce to 32 maps in place of 64, and 64 filters of 7×7 follow as before. What
# do the 1×1 and the 7×7 layer have together, biases included?
#
# ### The most it can save
#
# *Ten minutes · parameters*
#
# Straight, 64 filters of 7×7 on 512 maps have 6.9 times the weights of the pair with
# a reduction to 64. Let the input be twice as deep, four times, and so on. Which
# ratio does the saving approach and never reach? Leave the biases out.
#
# ### Where it stops paying
#
# *Ten minutes · parameters*
#
# Write `break_even(kernel, channels, filters)`: the largest whole depth at which a
# 1×1 to that depth and a `kernel` × `kernel` layer on it have fewer weights than the
# `kernel` × `kernel` layer straight on `channels`. Leave biases out. Return 0 if no
# depth does. Paste it into exercises.py, run `python exercises.py break_even`, and
# read what it says.
#
# ### Reduce without loss
#
# *An hour · linear algebra*
#
# 64 maps cannot hold what 512 independent ones held. But maps need not be
# independent. Make 64 maps of 32×32 as random weighted sums of 8 random maps. Then
# find a 1×1 layer to 8 maps and another back to 64 that restore all values, from the
# 64 maps alone. What share of the sum of squares is lost with 7, and with 4? Which
# 1×1 layers have you found?
#
# ## Answers
#
# ### Hint: Reduce to half of that
#
# Both layers change: one has fewer filters, the other a shallower input.
#
# ### Hint: The most it can save
#
# Write the ratio with $c$ for the depth of the input, and see which terms grow with
# it.
#
# ### Hint: Where it stops paying
#
# The formula is above. It says “fewer”: what if the limit is a whole number? And
# integers stay exact where divisions may not.
#
# ### Hint: Reduce without loss
#
# Put the positions in rows and the maps in columns: a matrix of 1,024 rows and 64
# columns. Which of its singular vectors do you need?
#
# ### Answer: Reduce to half of that
#
# 1·1·512·32 + 32 = 16,416 and 7·7·32·64 + 64 = 100,416. Together 16,416 + 100,416 =
# **116,832**: half of what the pair has at 64 maps, and half the maps to carry the
# picture through.
#
# ### Answer: The most it can save
#
# The straight layer has $49 \cdot 64 \, c$ weights, the pair $64 \, c + 49 \cdot 64
# \cdot 64$. As $c$ grows, the last term matters less and less, and $49 \cdot 64 \, c$
# to $64 \, c$ is left: 7·7 = **49**. Four times as deep, on 4·512 = 2,048 maps, the
# ratio is 7·7·2048·64 ÷ (2048·64 + 7·7·64·64) = 19.4. On a very deep input the 1×1
# itself is nearly all there is to pay, and it reads each map once where the 7×7 reads
# it 49 times. In general the limit is $k^2 \, n / r$.
#
# ### Answer: Where it stops paying
#
# A map in the middle costs $c + k^2 n$ weights, $k^2 c \, n$ is the sum not to be
# reached. Take one off that sum and divide without remainder: what is left is
# strictly below.

# %%
def break_even(kernel, channels, filters):
    """Return the largest depth at which reducing saves weights, or 0."""
    area = kernel * kernel
    straight = area * channels * filters
    cost = channels + area * filters  # of each map in the middle
    return (straight - 1) // cost  # strictly fewer


for case in ((7, 512, 64), (3, 512, 64), (1, 12, 6), (3, 1, 64)):
    kernel, channels, filters = case
    print(f"{kernel}×{kernel} from {channels} to {filters}:", end=" ")
    print("up to", break_even(*case))

# %% [markdown]
# In the third row the limit is 12·6 ÷ (12 + 6) = 4, a whole number. There the pair
# has just as many weights, so 3 is the answer. In the last row there is one channel,
# and nothing to reduce.
#
# ### Answer: Reduce without loss
#
# Write the maps as a matrix with a row for each of the 32·32 = 1,024 positions. Its
# rank is 8, so eight of its right singular vectors span all its rows. As columns they
# are the weights of the first layer; transposed, those of the second:

# %%
import numpy as np

random = np.random.default_rng(0)
causes = random.normal(size=(32, 32, 8))
maps = causes @ random.normal(size=(8, 64))  # 64 maps, mixed from 8

pixels = maps.reshape(-1, 64)  # positions, channels
*_, patterns = np.linalg.svd(pixels, full_matrices=False)  # strongest first

for depth in (64, 16, 8, 7, 4):
    reduce = patterns[:depth].T  # (64, depth): the weights of a 1×1
    restore = reduce.T  # (depth, 64): of the 1×1 that leads back
    lost = pixels - pixels @ reduce @ restore
    share = 100 * np.sum(lost**2) / np.sum(pixels**2)
    print(f"64 → {depth:2} → 64 maps: {share:4.1f} % lost")

# %% [markdown]
# This is principal component analysis, with the mean left in: the first layer finds
# the coordinates, the second rebuilds. For any depth no other pair of 1×1 layers
# without activation and biases loses less of these maps. A trained network does
# better for its own purpose: it keeps what the next layers need, not what is large.
# What is lost?
