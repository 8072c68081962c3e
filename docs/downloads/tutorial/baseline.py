# %% [markdown]
# # Baseline: one 3×3 layer
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A 3×3 layer of 512 filters turns a 256×256×3 picture into 512 feature maps of the
# same height and width. It has 14,336 parameters. The next three pages add one 1×1
# layer to it.
#
# *Read first: Downsampling. Next: Projection, the first 1×1 layer on it.*
#
# *Figure: Baseline, one layer: 256×256×3, 3×3 layer of 14,336 parameters,
# 256×256×512. Depths are to scale, except that the input is drawn deeper. Three
# channels in, 512 feature maps out. “Same” padding keeps height and width.*

# %%
import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((256, 256, 3)),
        layers.Conv2D(512, 3, padding="same", activation="relu", name="conv_3x3"),
    ],
    name="baseline",
)
model.summary()

# %% [markdown]
# `None` in the shape is the number of pictures in a batch, which the model leaves
# open.
#
# ## The arithmetic
#
# | term | parameters | for |
# |---|--:|---|
# | 3·3·3·512 | 13,824 | 3×3 positions, 3 input channels, 512 filters |
# | 512 | 512 | one bias a filter |
# | 3·3·3·512 + 512 | 14,336 | the layer |
#
# The maps are larger than the weights by far: 256·256·512 = 33,554,432 values for one
# picture, 128 MiB as 32-bit numbers. That is why this site builds the models and
# counts them, and runs only small ones.
#
# ## What it is for
#
# It stands for any layer that leaves you with many maps. 512 on a full-size picture
# is more than a real network would use at the start; the size makes the arithmetic
# plain.
#
# ## When it is the wrong tool
#
# As the first layer of a real network. GoogLeNet begins with 64 filters and a stride
# of 2, and has 512 maps only where height and width are down to 14.
#
# *Restates the first example of Brownlee, 2019.*
#
# ## Exercises
#
# ### Without padding
#
# *A minute · shapes*
#
# What changes in the summary if you take out the padding, `padding="same"`?
#
# ### The work of the layer
#
# *A minute · computation*
#
# How many multiply–accumulates does the baseline take on one picture?
#
# ### Maps or weights
#
# *Ten minutes · computation*
#
# The layer has 14,336 parameters whatever the size of the picture. What is the
# largest side, in whole pixels, of a square picture on which it puts out no more
# values than it has parameters?
#
# ### Every second position
#
# *An hour · equivalence*
#
# `Conv2D(4, 3, strides=2, padding="same")` seems to be the same layer with stride 1,
# of which only every second row and column is kept. Is it, and which rows does it
# keep? Give both layers the same weights and compare, on maps of side 7 and of
# side 8. Then do it with a 1×1. Explain what you see.
#
# ## Answers
#
# ### Hint: Without padding
#
# How often does a window of 3 fit along 256 pixels?
#
# ### Hint: The work of the layer
#
# How many for one value of the output? And how many values are there?
#
# ### Hint: Maps or weights
#
# Each position has 512 values. How many positions have as many values as the layer
# has parameters?
#
# ### Hint: Every second position
#
# With stride 1, output row $i$ is centred on input row $i$. With stride 2, how many
# zeros does Keras need so that all windows fit, and on which side does it put an odd
# one?
#
# ### Answer: Without padding
#
# The output becomes 254×254×512: a 3×3 window fits 256 − 3 + 1 = 254 times along 256
# pixels. The count stays at 14,336, because it does not depend on height or width. So
# the right count does not prove the right setting; read the shape too.
#
# ### Answer: The work of the layer
#
# One value takes 3·3·3 = 27, and there are 256·256·512 = 33,554,432 values:
# 27·33,554,432 = **905,969,664**. A layer of 14,336 parameters keeps the processor
# busy with nine hundred million steps, because each weight is used at 256·256 =
# 65,536 positions. How the counts differ.
#
# ### Answer: Maps or weights
#
# 14,336 ÷ 512 = 28 positions would balance. A square of side 5 has 25 and gives
# 5·5·512 = 12,800 values; one of side 6 gives 6·6·512 = 18,432, already more. So
# **5**: on any real picture this layer is small and its maps are large. Deep in a
# network it turns round. A 3×3 layer of 512 filters on 512 channels has 3·3·512·512 +
# 512 = 2,359,808 parameters, and 2,359,808 ÷ 512 = 4,609 positions balance them: up
# to a side of 67 its weights outnumber its maps.
#
# ### Answer: Every second position

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)


def first_kept(side, kernel_size):
    """Find the first row of stride 1 that stride 2 keeps, side×side."""
    maps = keras.random.normal((1, side, side, 3))
    every = layers.Conv2D(4, kernel_size, padding="same")
    second = layers.Conv2D(4, kernel_size, strides=2, padding="same")
    full = keras.ops.convert_to_numpy(every(maps))
    second.build(maps.shape)
    second.set_weights(every.get_weights())
    half = keras.ops.convert_to_numpy(second(maps))
    for first in (0, 1):
        kept = full[:, first::2, first::2]
        if kept.shape == half.shape and np.allclose(kept, half, atol=1e-5):
            return first
    return None


for kernel_size in (1, 3):
    for side in (7, 8):
        first = first_kept(side, kernel_size)
        kept = ", ".join(str(i) for i in range(first, side, 2))
        print(f"{kernel_size}×{kernel_size} on side {side}: keeps {kept}")

# %% [markdown]
# It is, but which rows are kept depends on the side. Side 8 gives 4 windows. With
# stride 2 they span (4 − 1)·2 + 3 = 9 pixels, so 9 − 8 = 1 zero is missing, and Keras
# puts it at the end. The first window covers rows 0 to 2 and is centred on row 1.
# Side 7 gives 4 windows too, which need 9 − 7 = 2 zeros, one at either end, so the
# first window is centred on row 0.
#
# A 1×1 needs no zeros: it always keeps 0, 2, 4 and so on, and drops the rest unread.
# Remember the 3×3 when you copy weights from a library that pads both ends alike:
# with even sides, every window moves by one position.
