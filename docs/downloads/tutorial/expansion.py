# %% [markdown]
# # Expansion: more maps
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A 1×1 layer of 1,024 filters turns 512 feature maps into 1,024, for 525,312
# parameters. Brownlee, whose tutorial this restates, places it after pooling, which
# has made the maps smaller.
#
# *Read first: Reduction. Next: Architectures, what fourteen networks do with the same
# layer.*
#
# *Figure: Expansion, more maps: 256×256×3, 3×3 layer of 14,336 parameters,
# 256×256×512, 1×1 layer of 525,312 parameters, 256×256×1,024. Depths are to scale,
# except that the input is drawn deeper. Height and width stay. The depth doubles.*

# %%
import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((256, 256, 3)),
        layers.Conv2D(512, 3, padding="same", activation="relu", name="conv_3x3"),
        layers.Conv2D(1024, 1, activation="relu", name="expand_1x1"),
    ],
    name="expansion",
)
model.summary()

# %% [markdown]
# ## The arithmetic
#
# | term | parameters | for |
# |---|--:|---|
# | 3·3·3·512 + 512 | 14,336 | the 3×3 layer, as in the baseline |
# | 1·1·512·1024 | 524,288 | 512 input maps, 1,024 filters |
# | 1024 | 1,024 | one bias a filter |
# | 1·1·512·1024 + 1024 | 525,312 | the 1×1 layer |
# | 14,336 + 525,312 | 539,648 | the model |
#
# ## What it is for
#
# Room. A bottleneck works on few maps and expands at its end, so that its output can
# be added to a deep shortcut: the last layer of a residual bottleneck. Inverted
# bottlenecks (Sandler et al., 2018) expand first, so that a cheap depthwise
# convolution has many maps to work on. Why expand again?
#
# ## When it is the wrong tool
#
# **To create information.** At each position the new values are functions of the old
# ones. Without an activation, and biases aside, 1,024 maps made of 512 have rank 512
# at most: the others are mixtures of those. The rectifier adds new *functions* of the
# same values, not new facts. Can 6 → 24 channels add information?
#
# **Early, on large maps.** Each map takes 256·256 = 65,536 values. Doubling 512 maps
# adds 512·256·256 = 33,554,432 values a picture. After two poolings it would add a
# sixteenth of that.
#
# *Restates the expansion example of Brownlee, 2019.*
#
# ## Exercises
#
# ### Double both
#
# *A minute · parameters*
#
# You double both the input channels and the filters of a 1×1 layer. How many times as
# many weights has it? And what happens to its biases?
#
# ### Biases aside
#
# *Ten minutes · linear algebra*
#
# A 1×1 layer turns 6 random maps of 40×40 into 24, with random weights. Without
# biases and activation the 24 have rank 6. What rank have they with random biases,
# still without activation? Think first, then let NumPy count.
#
# ### The larger of two
#
# *Ten minutes · design*
#
# Two maps $a$ and $b$ hold values of either sign. Build the larger of the two at
# every position from a 1×1 layer with ReLU and a 1×1 layer after it without, both
# without biases. How few filters can the first have?
#
# ### Before or after the pooling
#
# *Ten minutes · computation*
#
# The expansion to 1,024 maps and a 2×2 average pooling stand in a row, with no
# activation between, on 256×256×512. Does their order change the result? How many
# multiply–accumulates of the 1×1 does the cheaper order save?
#
# ## Answers
#
# ### Hint: Double both
#
# A weight belongs to a pair: one map, one filter.
#
# ### Hint: Biases aside
#
# A bias adds the same number at every position. Is a map that is the same everywhere
# a weighted sum of the six?
#
# ### Hint: The larger of two
#
# $\max(a, b) = b + \text{ReLU}(a - b)$. How does a negative $b$ get past the ReLU?
#
# ### Hint: Before or after the pooling
#
# An average is a weighted sum over positions. For the second part: at how many
# positions does the 1×1 work?
#
# ### Answer: Double both
#
# **4** times as many weights, twice as many biases. From 512 → 1,024 to 1,024 → 2,048
# it is 1·1·1024·2048 = 2,097,152 weights, which is 4·524,288.
#
# ### Answer: Biases aside
#
# **7**. The biases add one more map to mix from, one that is 1 at every position. It
# is no weighted sum of six random maps, so the rank grows by one, and by no more,
# however many filters there are. The ReLU after it makes all 24 independent, as far
# as weighted sums go:

# %%
import numpy as np

random = np.random.default_rng(0)
pixels = random.normal(size=(1600, 6))  # 40×40 positions, 6 maps
weights = random.normal(size=(6, 24))
biases = random.normal(size=24)

for name, maps in {
    "weights": pixels @ weights,
    "weights and biases": pixels @ weights + biases,
    "weights, biases and ReLU": np.maximum(pixels @ weights + biases, 0),
}.items():
    print(f"{name:24} rank {np.linalg.matrix_rank(maps)}")

# %% [markdown]
# None of the three rows holds more *information* than the six maps.
#
# ### Answer: The larger of two
#
# 3: the filters $a - b$, $b$ and $-b$. Past the ReLU, the second less the third is
# $b$ again, and the first is what $a$ has more.

# %%
import keras
import numpy as np
from keras import layers

expand = layers.Conv2D(3, 1, activation="relu", use_bias=False)
choose = layers.Conv2D(1, 1, use_bias=False)
model = keras.Sequential([keras.Input((None, None, 2)), expand, choose])

# Rows are the maps a and b, columns the filters: a − b, b and −b.
expand.set_weights([np.array([[1, 0, 0], [-1, 1, -1]])[None, None]])
choose.set_weights([np.array([[1], [1], [-1]])[None, None]])

maps = np.random.default_rng(0).normal(size=(1, 9, 9, 2)).astype("float32")
larger = maps.max(axis=-1, keepdims=True)
same = np.allclose(model(maps), larger, atol=1e-6)
print("same as the larger of the two:", same)

# %% [markdown]
# 2 are too few. Where its sum passes 0, a filter with ReLU has a kink, along a line
# in the plane of $a$ and $b$. The larger of the two has its only kink along $a = b$.
# So both filters would have to be multiples of $a - b$, and from these you never get
# $b$ itself. That is what an expansion is for: 2 maps → **3** → 1 do what 2 → 2 → 1
# cannot.
#
# ### Answer: Before or after the pooling
#
# The result is the same, biases included: one sum goes over positions, the other over
# maps, and the two may change places. Expand first: 256·256·512·1,024 =
# 34,359,738,368. Pool first: 128·128·512·1,024 = 8,589,934,592. That saves
# 34,359,738,368 − 8,589,934,592 = **25,769,803,776**, three quarters. With max
# pooling, or with a ReLU between, the order does change the result, so you decide by
# what you want and not by cost alone.
