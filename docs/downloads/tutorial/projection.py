# %% [markdown]
# # Projection: as many maps out as in
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A 1×1 layer of 512 filters on 512 feature maps gives 512 feature maps again. Each
# new map is a weighted sum of all the old ones, plus a bias, through a ReLU. The
# layer has 262,656 parameters, the model 276,992.
#
# *Read first: Baseline. Next: Reduction, where a 1×1 saves.*
#
# *Figure: Projection, as many maps as before: 256×256×3, 3×3 layer of 14,336
# parameters, 256×256×512, 1×1 layer of 262,656 parameters, 256×256×512. Depths are to
# scale, except that the input is drawn deeper. Height, width and depth stay. What the
# maps hold is new.*

# %%
import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((256, 256, 3)),
        layers.Conv2D(512, 3, padding="same", activation="relu", name="conv_3x3"),
        layers.Conv2D(512, 1, activation="relu", name="project_1x1"),
    ],
    name="projection",
)
model.summary()

# %% [markdown]
# ## The arithmetic
#
# | term | parameters | for |
# |---|--:|---|
# | 3·3·3·512 + 512 | 14,336 | the 3×3 layer, as in the baseline |
# | 1·1·512·512 | 262,144 | one weight for each pair of input map and filter |
# | 512 | 512 | one bias a filter |
# | 1·1·512·512 + 512 | 262,656 | the 1×1 layer |
# | 14,336 + 262,656 | 276,992 | the model |
#
# The 1×1 layer has 262,656 ÷ 14,336 = 18.3 times the parameters of the 3×3 before it.
# A small kernel is not a small layer: the depth of the input decides.
#
# ## What it is for
#
# Mixing. After it, each map can combine what all the maps before it found. With the
# activation it adds one more nonlinear step at every position, for a ninth of the
# weights that 3×3 would take. Network in Network is built on it.
#
# Brownlee, like the post, calls this one to one. The *number* of maps goes one to
# one. The maps do not: take away one input map and every one of the 512 outputs can
# change.
#
# ## When it is the wrong tool
#
# Straight after another linear layer with no activation between: two linear layers in
# a row are one, and the second adds cost but no power. Two convolutions in a row
# shows it in numbers, and that the other order can fail at the border.
#
# *Restates the projection example of Brownlee, 2019.*
#
# ## Exercises
#
# ### Do nothing
#
# *A minute · linear algebra*
#
# Which weights make the 1×1 layer of this page hand on its input unchanged? How many
# of its parameters are then not 0?
#
# ### Another order
#
# *Ten minutes · linear algebra*
#
# A picture has the channels red, green, blue. Write the matrix of a 1×1 layer,
# channels in rows and filters in columns as Keras keeps it, that puts out green,
# blue, red. What do you get if you use the transposed matrix?
#
# ### Two thin layers for one
#
# *Ten minutes · parameters*
#
# A projection on 96 maps is replaced by two 1×1 layers, 96 → r → 96, with no
# activation between. Up to which r have the two fewer weights than the one, biases
# left out? And what can the one do that the two cannot?
#
# ### Merge two layers
#
# *Ten minutes · linear algebra*
#
# Write `merge(first, first_biases, second, second_biases)` for NumPy arrays: two 1×1
# layers in a row, without activation, become one. `first` is (channels, maps),
# `second` (maps, filters). Return the pair `(weights, biases)` of the one layer that
# does the same. Paste it into exercises.py, run `python exercises.py merge`, and read
# what it says.
#
# ### Fold the batch normalisation
#
# *An hour · equivalence*
#
# After training, batch normalisation turns each channel $x$ into $\gamma (x - \mu) /
# \sqrt{v + \varepsilon} + \beta$, with four fixed numbers a channel and a small
# $\varepsilon$ against division by 0. So it is a 1×1 layer with a diagonal matrix.
# Merge it with the 1×1 layer before it: derive the weights and biases of the one
# layer, program it for `Conv2D` and `BatchNormalization` in Keras, and compare on
# random maps. Give the normalisation numbers that are not 0 and 1. When does the
# merged layer not do the same?
#
# ## Answers
#
# ### Hint: Do nothing
#
# Which map must filter 1 hand on, and which must it ignore?
#
# ### Hint: Another order
#
# Column 1 makes the first map that comes out. Which channel should it pick?
#
# ### Hint: Two thin layers for one
#
# Two layers: 96·r weights each.
#
# ### Hint: Merge two layers
#
# Write the second layer's output for one position, then put the first layer's formula
# in place of its input.
#
# ### Hint: Fold the batch normalisation
#
# Call $s = \gamma / \sqrt{v + \varepsilon}$, one number a filter. In Keras,
# `get_weights()` of the normalisation gives $\gamma$, $\beta$, $\mu$, $v$ in this
# order, and `epsilon` is an attribute.
#
# ### Answer: Do nothing
#
# The identity matrix: weight 1 from map $m$ to filter $m$, 0 elsewhere, biases 0. One
# weight in each filter: 512·1 = **512** of 262,656. The input has already passed a
# ReLU, so the second one changes nothing. So the layer *could* do nothing. Whether
# training finds that is another matter, and one reason for the shortcut.
#
# ### Answer: Another order
#
# Column 1 picks green, column 2 blue, column 3 red:

# %%
import keras
import numpy as np
from keras import layers

# Rows are channels that come in (red, green, blue), columns filters.
weights = np.array(
    [
        [0, 0, 1],  # red goes to the third place
        [1, 0, 0],  # green to the first
        [0, 1, 0],  # blue to the second
    ]
)
picture = np.array([[[10.0, 20.0, 30.0]]])  # one pixel

layer = layers.Conv2D(3, 1, use_bias=False, name="reorder")
layer.build((1, 1, 1, 3))
for name, matrix in {"weights": weights, "transposed": weights.T}.items():
    layer.set_weights([matrix[None, None]])
    pixel = keras.ops.convert_to_numpy(layer(picture[None]))[0, 0, 0]
    print(f"{name:10} {pixel.astype(int).tolist()}")

# %% [markdown]
# The transposed matrix gives blue, red, green. Swapping red and blue alone has a
# symmetric matrix, which hides the mistake: test with an order that goes round. The
# same slip waits when you copy weights to PyTorch, which keeps filters in rows.
#
# ### Answer: Two thin layers for one
#
# The one has 96·96 = 9,216 weights, the two 2·96·r. At r = 48 they have 2·96·48 =
# 9,216, just as many; so up to **47**. The two merge into one layer whose matrix has
# rank r at most. So it cannot be the identity, or any other matrix that can be
# undone. What happens without an activation.
#
# ### Answer: Merge two layers
#
# For the values $x$ of one position, the two give $(x W_1 + b_1) W_2 + b_2$, which is
# $x \, W_1 W_2 + (b_1 W_2 + b_2)$. The first biases pass through the second layer as
# well: who adds $b_1$ and $b_2$ goes wrong, and cannot even do it when the lengths
# differ.

# %%
import numpy as np


def merge(first, first_biases, second, second_biases):
    """Merge (channels, maps) and (maps, filters) into (channels, filters)."""
    return first @ second, first_biases @ second + second_biases


random = np.random.default_rng(0)
first, first_biases = random.normal(size=(6, 4)), random.normal(size=4)
second, second_biases = random.normal(size=(4, 5)), random.normal(size=5)
weights, biases = merge(first, first_biases, second, second_biases)

pixels = random.normal(size=(8, 8, 6))
both = (pixels @ first + first_biases) @ second + second_biases
print("weights", weights.shape, "biases", biases.shape)
one = pixels @ weights + biases
print("one layer, same as two:", np.allclose(one, both))

# %% [markdown]
# ### Answer: Fold the batch normalisation
#
# With $x W + b$ for its input, the normalisation gives $(x W + b - \mu) \, s +
# \beta$. So each column of the weights is multiplied by its $s$, and the bias becomes
# $(b - \mu) \, s + \beta$.

# %%
import keras
import numpy as np
from keras import layers

CHANNELS = 6
random = np.random.default_rng(0)
conv = layers.Conv2D(CHANNELS, 1, bias_initializer="random_normal")
norm = layers.BatchNormalization()
model = keras.Sequential([keras.Input((8, 8, CHANNELS)), conv, norm])
# As if trained: scale, offset, mean and variance of each channel.
norm.set_weights([random.uniform(0.5, 2, CHANNELS) for _ in range(4)])

kernel, bias = conv.get_weights()
scale, offset, mean, variance = norm.get_weights()
factor = scale / np.sqrt(variance + norm.epsilon)  # one a filter
folded = layers.Conv2D(CHANNELS, 1, name="folded")
folded.build((None, 8, 8, CHANNELS))
folded.set_weights([kernel * factor, (bias - mean) * factor + offset])

maps = random.normal(size=(2, 8, 8, CHANNELS)).astype("float32")
for training in (False, True):
    pair = keras.ops.convert_to_numpy(model(maps, training=training))
    same = np.allclose(pair, folded(maps), atol=1e-4)
    print(f"training={training}: one layer, same as the pair: {same}")
print(f"{model.count_params()} parameters become {folded.count_params()}")

# %% [markdown]
# In training it fails: there the mean and variance come from the batch, and change
# with it. Fold when you deploy, not before. It works for any convolution that comes
# directly before the normalisation, since only whole filters are scaled. With a ReLU
# between the two it does not.
