# %% [markdown]
# # Tutorial
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A 1×1 convolution is a small linear layer that looks at one position of every
# feature map at a time. With it you set the depth of a network: keep it, reduce it or
# expand it.
#
# *Read first: nothing. Next: Convolutions over channels, the idea that all counts
# rest on.*
#
# Here are the four models of this tutorial, built by Keras, on a 256×256×3 picture:
#
# | example | output | parameters, last layer | parameters, model |
# |---|---|--:|--:|
# | baseline | 256×256×512 | 14,336 | 14,336 |
# | projection | 256×256×512 | 262,656 | 276,992 |
# | reduction | 256×256×64 | 32,832 | 47,168 |
# | expansion | 256×256×1024 | 525,312 | 539,648 |
#
# Three pages give the idea and four pages run it.
#
# 1. Convolutions over channels: why the depth of a layer's output is its number of
#    filters, whatever goes in.
# 2. Too many feature maps: why that depth gets expensive.
# 3. Downsampling feature maps with 1×1 filters: the answer, and why it is one neuron
#    applied everywhere.
# 4. Baseline, projection, reduction and expansion: the four models, with their
#    arithmetic.
#
# After it, Architectures shows what fourteen networks do with the same layer.
#
# ## Where it comes from
#
# These pages restate a tutorial by Jason Brownlee (Brownlee, 2019), in other words
# and with other code. Its figures are recomputed and judged one by one in the audit.
# All agree but one, and there the true value makes the tutorial's point better.
#
# ## The code of the table
#
# Each row is a model: the baseline, alone or with one 1×1 layer after it. The table
# above is this snippet's output.

# %%
import keras
from keras import layers

image = keras.Input((256, 256, 3))
baseline = layers.Conv2D(512, 3, padding="same", activation="relu")(image)
outputs = {"baseline": baseline}
for name, filters in {
    "projection": 512,
    "reduction": 64,
    "expansion": 1024,
}.items():
    outputs[name] = layers.Conv2D(filters, 1, activation="relu")(baseline)

print("| example | output | parameters, last layer | parameters, model |")
print("|---|---|--:|--:|")
for name, maps in outputs.items():
    model = keras.Model(image, maps)
    shape = "×".join(str(size) for size in maps.shape[1:])
    last = model.layers[-1].count_params()
    print(f"| [{name}]({name}.md) | {shape} ", end="")
    print(f"| {last:,} | {model.count_params():,} |")

# %% [markdown]
# ## Exercises
#
# The first pages deal with these too, so take them last: they draw on the whole
# tutorial.
#
# ### Which can be undone
#
# *A minute · linear algebra*
#
# Leave out the biases and the ReLU, and give the three 1×1 layers of the table random
# weights. After which of them, projection, reduction or expansion, can a second 1×1
# layer bring back the maps that went in, whatever they hold?
#
# ### What the reduction stores
#
# *A minute · computation*
#
# For one picture, how many values do the two layers of the reduction example put out
# in all? Count each layer once, after its ReLU. Is it more or less than in the
# baseline?
#
# ### A sum is a 1×1
#
# *Ten minutes · equivalence*
#
# Two stacks of four maps have the same height and width. You may add them value by
# value. Or you concatenate them to eight maps and apply one 1×1 layer without bias.
# Which weights make the two results the same? Write the matrix, channels in rows,
# filters in columns. Which gives more freedom, and what does it cost?
#
# ### Look around within a budget
#
# *An hour · design*
#
# You have maps of 28×28×256 and want maps of 28×28×256 of which each value depends on
# 5×5 positions. You may spend 100,000 parameters, biases included. The plan: a 1×1 to
# d maps, a 5×5 from d to d, a 1×1 back to 256. Derive the count from d. What is the
# largest d that the budget allows?
#
# Then find a plan that keeps more maps in the middle for the same budget, still with
# layers that mix all maps, and let Keras count both.
#
# ## Answers
#
# ### Hint: Which can be undone
#
# At each position a layer gives some weighted sums of 512 values. How many sums, and
# how many values to find again?
#
# ### Hint: What the reduction stores
#
# A layer puts out one value for each position and filter.
#
# ### Hint: A sum is a 1×1
#
# Filter 1 must pick the first map of either stack and nothing else.
#
# ### Hint: Look around within a budget
#
# The count is a quadratic in d. For the second part: which small kernels, one after
# the other, reach as far as a 5×5?
#
# ### Answer: Which can be undone
#
# After the projection and after the expansion. The projection gives 512 sums of 512
# values, and a random matrix of that size practically always has an inverse. The
# expansion gives 1,024 sums, more than enough. The reduction gives 64: many inputs
# lead to the same 64 sums, and nothing can tell them apart. What is lost? The same in
# small:

# %%
import numpy as np

CHANNELS = 8
FILTERS = {"projection": 8, "reduction": 2, "expansion": 16}
random = np.random.default_rng(0)
pixels = random.normal(size=(100, CHANNELS))  # positions, channels

for name, filters in FILTERS.items():
    weights = random.normal(size=(CHANNELS, filters))
    back = np.linalg.pinv(weights)  # no second 1×1 can come closer
    undone = np.allclose(pixels @ weights @ back, pixels)
    print(f"{name:10} 8 → {filters:2} → 8, undone: {undone}")

# %% [markdown]
# ### Answer: What the reduction stores
#
# 256·256·512 + 256·256·64 = **37,748,736**, and the baseline puts out 256·256·512 =
# 33,554,432. So the reduction stores *more*: the 512 maps must be there before they
# can be mixed. What it makes smaller is the layer after it.
#
# ### Answer: A sum is a 1×1
#
# Two identity matrices, one below the other:

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
one = keras.random.normal((1, 6, 6, 4))
other = keras.random.normal((1, 6, 6, 4))

stack = layers.Concatenate()([one, other])  # 8 maps
add = layers.Conv2D(4, 1, use_bias=False, name="add")
add.build(stack.shape)
weights = np.vstack([np.eye(4), np.eye(4)])  # (8 channels, 4 filters)
add.set_weights([weights[None, None]])

print(weights.astype(int))
same = np.allclose(add(stack), layers.Add()([one, other]), atol=1e-6)
print("same as the sum:", same)

# %% [markdown]
# So a network that concatenates and applies a 1×1 *can* add, and can also weigh,
# subtract or mix. It pays 8·4 = 32 weights for that freedom; the addition pays none.
# Both ways are in use: Inception concatenates, a residual block adds.
#
# ### Answer: Look around within a budget
#
# The three layers have 256·d + d, 25·d·d + d and 256·d + 256 parameters:
#
# $$
# 25 d^2 + 514 d + 256
# $$
#
# At **53** that is 25·53·53 + 514·53 + 256 = 97,723; at 54 it is 25·54·54 + 514·54 +
# 256 = 100,912, too much. A 5×5 straight from 256 to 256 would have 25·256·256 +
# 256 = 1,638,656.
#
# Two 3×3 in a row reach 5×5 positions too, for 2·3·3 = 18 weights in place of 25. The
# count is $18 d^2 + 515 d + 256$, which leaves room for 61 maps and one ReLU more. If
# the layer in the middle need not mix maps, a depthwise 5×5 keeps 185: 539·185 +
# 256 = 99,971.

# %%
import keras
from keras import layers

BUDGET = 100_000  # parameters
CHANNELS = 256
PLANS = {"one 5×5": ((5,), 53), "two 3×3": ((3, 3), 61)}  # kernels, depth


def build(depth, kernel_sizes):
    """Reduce, look around, restore: (28, 28, 256) → the same shape."""
    maps = keras.Input((28, 28, CHANNELS))
    output = layers.Conv2D(depth, 1, activation="relu")(maps)
    for size in kernel_sizes:
        look = layers.Conv2D(depth, size, padding="same", activation="relu")
        output = look(output)
    restore = layers.Conv2D(CHANNELS, 1, name="restore")
    return keras.Model(maps, restore(output))


print(f"budget: {BUDGET:,} parameters")
for name, (kernel_sizes, depth) in PLANS.items():
    count = build(depth, kernel_sizes).count_params()
    more = build(depth + 1, kernel_sizes).count_params()
    print(f"{name}: {depth} maps, {count:,}; with one more {more:,}")
