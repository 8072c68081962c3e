# %% [markdown]
# # Downsampling feature maps with 1×1 filters
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A 1×1 filter is one neuron. It reads one position of every feature map, weighs each
# value, adds a bias and gives one number. The layer applies the same neuron at every
# position. Use fewer filters than there are maps, and there are fewer maps
# afterwards.
#
# *Read first: Too many feature maps. Next: Baseline, the model that gets a 1×1.*
#
# *Figure: One position of 3 input maps gives one value of the output map: 3 × 0.5 + 2
# × 2 + 3 × −1 + 1 = 3.5. One position, read through the whole stack. The same weights
# serve every other position.*
#
# ## One neuron everywhere, in numbers
#
# The snippet computes one layer in four ways: as a convolution, as a Dense layer that
# Keras applies at every position, as one matrix product, and by hand at one position
# for one filter. Then it changes a single position of the input and looks at what
# moved.
#
# **Keras**

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.random.normal((1, 5, 7, 64))  # one input: 5 rows, 7 columns, 64 maps

pointwise = layers.Conv2D(10, 1)
output = keras.ops.convert_to_numpy(pointwise(maps))
weights, bias = pointwise.get_weights()  # (1, 1, 64, 10) and (10,)

dense = layers.Dense(10)
dense.build(maps.shape)
dense.set_weights([weights[0, 0], bias])

pixels = keras.ops.convert_to_numpy(maps)
product = pixels[0] @ weights[0, 0] + bias  # (5, 7, 64) times (64, 10)
neuron = pixels[0, 2, 3] @ weights[0, 0, :, 4] + bias[4]  # filter 4, one place


def same(a, b):
    return np.allclose(a, b, atol=1e-5)


print("1×1 convolution:", output.shape, "from weights", weights.shape)
print("same as Dense at every position:", same(output, dense(maps)))
print("same as a matrix product:", same(output[0], product))
print("one neuron at row 2, column 3:", same(output[0, 2, 3, 4], neuron))

nudged = pixels.copy()
nudged[0, 2, 3] += 1  # move one position of every map
changed = np.any(pointwise(nudged) != output, axis=-1)
print("positions that changed:", np.argwhere(changed[0]).tolist())

# %% [markdown]
# **NumPy**

# %%
import numpy as np

rng = np.random.default_rng(0)
maps = rng.normal(size=(1, 5, 7, 64))  # one input: 5 rows, 7 columns, 64 maps
weights, bias = rng.normal(size=(1, 1, 64, 10)), rng.normal(size=10)


def convolve(pixels):
    """Apply the filters, which are one row high and one column wide."""
    return np.einsum("nijc,klcf->nijf", pixels, weights) + bias


def same(a, b):
    return np.allclose(a, b, atol=1e-5)


output = convolve(maps)
dense = np.apply_along_axis(lambda x: x @ weights[0, 0] + bias, -1, maps)
product = maps.reshape(35, 64) @ weights.reshape(64, 10) + bias
neuron = sum(maps[0, 2, 3] * weights[0, 0, :, 4]) + bias[4]
print("1×1 convolution:", output.shape, "from weights", weights.shape)
print("same as Dense at every position:", same(output, dense))
print("same as a matrix product:", same(output.reshape(35, 10), product))
print("one neuron at row 2, column 3:", same(output[0, 2, 3, 4], neuron))

nudged = maps.copy()
nudged[0, 2, 3] += 1  # move one position of every map
changed = np.any(convolve(nudged) != output, axis=-1)
print("positions that changed:", np.argwhere(changed[0]).tolist())

# %% [markdown]
# All agree to floating-point accuracy, though not bit for bit. And no neighbour took
# part: touch one position, and exactly one position changes. It is a convolution in
# name and a linear projection in fact. When it is a Dense layer, and when not.
#
# ## The formula
#
# At position $(i, j)$, from the $c$ values $x$ of the maps there, filter $f$ gives
#
# $$
# y_{i j f} = b_f + \sum_{m=1}^{c} w_{m f} \, x_{i j m}
# $$
#
# Neither $w$ nor $b$ depends on $i$ or $j$. The stride is 1 and there is no padding,
# because there is nothing to pad. What stride 2 would do.
#
# In the snippet, 64 maps become 10. One filter has 64 weights and a bias; ten have
# 64·10 + 10 = 650 parameters. A 3×3 layer would have 3·3·64·10 + 10 = 5,770.
#
# ## On a photograph
#
# Here the maps are the red, green and blue of a photograph, and one filter makes them
# grey. From one position to the next the values change; the weights stay.
#
# *Figure: The red, green and blue map of a photograph of a cup of coffee, and the
# grey map that one filter makes of them. At the marked position: 0.921 × 0.299 +
# 0.574 × 0.587 + 0.210 × 0.114 = 0.636. Three maps, three weights, one grey map.*
#
# In the lab there are tasks for it, and code that makes grey.
#
# ## What it is for
#
# Setting the depth. Fewer filters reduce, as many mix, more expand. Follow it with an
# activation, and it becomes a small nonlinear function of the channels: two in a row
# are a small network at every position, which is the idea of Network in Network. Why
# put an activation after it?
#
# Brownlee calls this channel-wise pooling. Take care with the word: it pools *over*
# channels, while “channel-wise” today often means one channel at a time. Lin et al.,
# 2013, say cross-channel parametric pooling. Is it pooling at all?
#
# ## When it is the wrong tool
#
# When the answer is in the neighbourhood. An edge, a corner or a blur needs pixels
# side by side, and a 1×1 never has more than one.
#
# And with one input channel there is nothing to mix. Each filter is then a
# multiplication and an offset.
#
# *Restates Brownlee, 2019, on downsampling feature maps with 1×1 filters.*
#
# ## Exercises
#
# ### Touch one value
#
# *A minute · linear algebra*
#
# The snippet nudges all 64 maps at one position. Now change a single value: one map,
# one position. How many values of the 5×7×10 output can change?
#
# ### Rearrange the picture
#
# *A minute · equivalence*
#
# Rearrange the positions of a picture at random, apply a 1×1 convolution, then put
# the positions back. What do you get? And with a 3×3?
#
# ### The layer in NumPy
#
# *Ten minutes · linear algebra*
#
# Write `pointwise(maps, weights, biases)`: a 1×1 convolution in NumPy. `maps` is
# (height, width, channels), `weights` (channels, filters), `biases` (filters,), and
# you return (height, width, filters). Paste it into exercises.py, run `python
# exercises.py pointwise`, and read what it says.
#
# ### A 3×3 from nine 1×1
#
# *An hour · equivalence*
#
# A padded 3×3 layer can be put together from nine 1×1 layers, moved copies of the
# input and additions. Show it: write the 3×3 as a sum, program that sum in NumPy, and
# compare it with `Conv2D(filters, 3, padding="same")` on random maps. Give the layer
# biases that are not 0. Where do they go? And does the sum need more
# multiply–accumulates than the 3×3?
#
# ## Answers
#
# ### Hint: Touch one value
#
# Who reads that value?
#
# ### Hint: Rearrange the picture
#
# What does the layer know about where a position lies?
#
# ### Hint: The layer in NumPy
#
# What does `@` do with an array of three axes? If you are not sure, make one axis of
# all positions first, and two again at the end.
#
# ### Hint: A 3×3 from nine 1×1
#
# The kernel has shape (3, 3, channels, filters). Fix the first two indices: what is
# left is the matrix of a 1×1 layer. Which position does it read?
#
# ### Answer: Touch one value
#
# **10**: each of the 10 filters reads that position, with a weight of its own for
# that map, and no filter reads it from anywhere else. A padded 3×3 layer would read
# it from 9 positions, and up to 9·10 = 90 values could change.
#
# ### Answer: Rearrange the picture
#
# With a 1×1 the same as without rearranging: each output position depends on its own
# input position and on nothing else. With a 3×3 something else, because the
# neighbours have changed. More that a 1×1 commutes with.

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.ops.convert_to_numpy(keras.random.normal((1, 6, 6, 4)))
order = np.random.default_rng(0).permutation(36)
back = np.argsort(order)  # where each position has gone


def rearrange(maps, order):
    """Put the positions of maps (1, 6, 6, channels) into another order."""
    return maps.reshape(36, -1)[order].reshape(1, 6, 6, -1)


for size in (1, 3):
    layer = layers.Conv2D(5, size, padding="same")
    plain = keras.ops.convert_to_numpy(layer(maps))
    mixed = keras.ops.convert_to_numpy(layer(rearrange(maps, order)))
    same = np.allclose(plain, rearrange(mixed, back), atol=1e-5)
    print(f"{size}×{size}: the same as without rearranging: {same}")

# %% [markdown]
# ### Answer: The layer in NumPy
#
# `@` multiplies along the last axis and repeats that over the others, which is just
# what the layer does. The biases lie along the last axis too, so NumPy adds them at
# every position.

# %%
import keras
import numpy as np
from keras import layers


def pointwise(maps, weights, biases):
    """Mix maps: (height, width, channels) → (height, width, filters)."""
    return maps @ weights + biases  # @ takes the last axis


keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).normal(size=(5, 7, 64)).astype("float32")
layer = layers.Conv2D(10, 1, bias_initializer="random_normal")
output = layer(maps[None])[0]
kernel, biases = layer.get_weights()  # (1, 1, 64, 10) and (10,)

ours = pointwise(maps, kernel[0, 0], biases)
print(ours.shape, "same as Conv2D:", np.allclose(ours, output, atol=1e-5))

# %% [markdown]
# ### Answer: A 3×3 from nine 1×1
#
# With kernel weights $w$, and $x$ padded by one ring of zeros,
#
# $$
# y_{i j f} = b_f + \sum_{r=0}^{2} \sum_{s=0}^{2} \left( \sum_{m=1}^{c} w_{r s m f} \,
# x_{i+r, \, j+s, \, m} \right)
# $$
#
# The bracket is a 1×1 layer without bias, applied to the picture moved by $r$ rows
# and $s$ columns. There are 3·3 = 9 of them. The bias is added once, after the sum:
# in each of the nine it would count nine times.

# %%
import keras
import numpy as np
from keras import layers

HEIGHT, WIDTH, CHANNELS, FILTERS = 6, 8, 4, 5
keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).normal(size=(HEIGHT, WIDTH, CHANNELS))
layer = layers.Conv2D(FILTERS, 3, padding="same", bias_initializer="ones")
expected = layer(maps[None].astype("float32"))[0]
kernel, biases = layer.get_weights()  # (3, 3, 4, 5) and (5,)

padded = np.pad(maps, ((1, 1), (1, 1), (0, 0)))
total = np.zeros((HEIGHT, WIDTH, FILTERS))
for row in range(3):
    for column in range(3):
        shifted = padded[row : row + HEIGHT, column : column + WIDTH]
        total += shifted @ kernel[row, column]  # a 1×1, and no bias yet

same = np.allclose(total + biases, expected, atol=1e-5)
print("nine 1×1 and one bias, same as the 3×3:", same)
nine = np.allclose(total + 9 * biases, expected, atol=1e-5)
print("nine 1×1, each with the bias:", nine)

# %% [markdown]
# The multiply–accumulates are the same: nine layers of $c \cdot n$ a position are $3
# \cdot 3 \cdot c \cdot n$. So a convolution is two things, and the 1×1 is one of
# them: it mixes channels. The other, looking sideways, is moving and adding.
