# %% [markdown]
# # Network in Network
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# An mlpconv block is a convolution followed by two 1×1 convolutions, each with a
# rectifier. Together they are a small network slid over the picture. Lin et al.,
# 2013, introduced it, and the 1×1 convolution as a layer of its own is usually traced
# to that paper.
#
# *Read first: Downsampling feature maps. Next: Inception, which reduces first.*
#
# ## The block
#
# *Figure: The layers 5×5, 1×1, 1×1 are a small network of 192 → 160 → 96 channels. It
# sees one 5×5 patch of 32×32×3 at a time and gives one position of 32×32×96. A 5×5
# convolution reads the neighbourhood; two 1×1 layers combine what it found, position
# by position.*
#
# The snippet builds the block. Then it takes one 5×5×3 patch of a picture, feeds it
# to three Dense layers with the same weights, and compares.

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
block = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(192, 5, padding="same", activation="relu", name="conv_5x5"),
        layers.Conv2D(160, 1, activation="relu", name="cccp_1"),
        layers.Conv2D(96, 1, activation="relu", name="cccp_2"),
    ],
    name="mlpconv",
)
block.summary()

# The same three layers as a small network for one 5×5×3 patch of the picture.
patch_network = keras.Sequential(
    [
        keras.Input((5 * 5 * 3,)),
        layers.Dense(192, activation="relu"),
        layers.Dense(160, activation="relu"),
        layers.Dense(96, activation="relu"),
    ]
)
patch_network.set_weights(
    [w.reshape(-1, w.shape[-1]) if w.ndim == 4 else w for w in block.get_weights()]
)
picture = np.random.default_rng(0).random((1, 32, 32, 3), "float32")
patch = picture[:, 8:13, 18:23].reshape(1, -1)  # centred on row 10, column 20
same = np.allclose(block(picture)[:, 10, 20], patch_network(patch), atol=1e-5)
print("a small network slid over the picture:", same)

# %% [markdown]
# The paper calls the step from maps to maps cross-channel parametric pooling: each
# output map is a weighted linear recombination of the input maps, then a rectifier.
# That step *is* a 1×1 convolution.
#
# | layer | arithmetic | parameters |
# |---|---|--:|
# | 5×5 | 5·5·3·192 + 192 | 14,592 |
# | first 1×1 | 192·160 + 160 | 30,880 |
# | second 1×1 | 160·96 + 96 | 15,456 |
# | block | 14,592 + 30,880 + 15,456 | 60,928 |
#
# ## What it cost and what it replaced
#
# The block stands where other networks had one plain convolution. It costs more than
# that:

# %%
import keras
from keras import layers


def stack(name, *convolutions):
    """Return a model of (filters, kernel size) layers on a 32×32×3 picture."""
    model = keras.Sequential([keras.Input((32, 32, 3))], name=name)
    for filters, kernel_size in convolutions:
        model.add(layers.Conv2D(filters, kernel_size, padding="same"))
    return model


plain = stack("5×5", (96, 5))
mlpconv = stack("5×5, 1×1, 1×1", (192, 5), (160, 1), (96, 1))
all_5x5 = stack("5×5, 5×5, 5×5", (192, 5), (160, 5), (96, 5))

for model in (plain, mlpconv, all_5x5):
    parameters = model.count_params()
    print(f"{model.name:14} {parameters:9,} parameters", end="")
    print(f" {parameters / plain.count_params():6.1f} times the first")

# %% [markdown]
# So here the 1×1 saves nothing against one layer. It buys two more nonlinear layers
# for a small part of what they would cost at 5×5. That is a different use from the
# reduction in Inception, and the older one.
#
# ## The whole network
#
# Three blocks, with pooling and dropout between. The last block ends in one map for
# each of the ten classes. Global average pooling turns each map into one score. A
# Dense layer in place of the last 1×1 and the pooling, on 8×8×192 maps, would have
# 8·8·192·10 + 10 = 122,890 parameters against 1,930.

# %%
import keras
from keras import layers


def mlpconv(name, kernel_size, *filters):
    """Return a k×k convolution and two 1×1 (Lin et al., 2013, section 3.1).

    An h×w map stack becomes one of h×w×filters[-1].
    """
    sizes = (kernel_size, 1, 1)
    return [
        layers.Conv2D(
            n, k, padding="same", activation="relu", name=f"{name}_{i}_{k}x{k}"
        )
        for i, (n, k) in enumerate(zip(filters, sizes, strict=True), 1)
    ]


model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        *mlpconv("mlpconv1", 5, 192, 160, 96),
        layers.MaxPooling2D(3, 2, padding="same", name="pool1"),
        layers.Dropout(0.5, name="dropout1"),
        *mlpconv("mlpconv2", 5, 192, 192, 192),
        layers.MaxPooling2D(3, 2, padding="same", name="pool2"),
        layers.Dropout(0.5, name="dropout2"),
        *mlpconv("mlpconv3", 3, 192, 192, 10),
        layers.GlobalAveragePooling2D(name="one_score_a_class"),
        layers.Softmax(name="probabilities"),
    ],
    name="network_in_network",
)
model.summary()

# %% [markdown]
# The paper draws the structure and gives no filter counts for it; these are the ones
# of the configuration that its authors published for CIFAR-10. That configuration
# averages in the second pooling layer; the code here takes the maximum in both, as
# the paper says. It changes no count. The paper reports an error of 10.41 %, and 8.81
# % with augmented data. Those come from training, which this site does not do: they
# are quoted, not reproduced.
#
# ## When it is the wrong tool
#
# At the start of a network on large pictures. The 1×1 layers there run at every
# position: in the first block they take three quarters of the parameters, (30,880 +
# 15,456) ÷ 60,928, and of the multiply–accumulates too.
#
# ## Exercises
#
# ### A larger picture
#
# *A minute · shapes*
#
# Can the network take a picture of 64×64, with the same weights? If so, how many
# positions a side have the maps that are averaged at the end?
#
# ### The mlpconv with 3×3
#
# *Ten minutes · parameters*
#
# Make both 1×1 layers of the block 3×3, padded, with the same filters. How many
# parameters has the block then, biases included? And how many pixels across does a
# value of its output depend on?
#
# ### Take the mean first
#
# *Ten minutes · equivalence*
#
# The network's last 1×1 takes 8×8×192 maps to ten, and then the mean of each map is
# taken. Leave out that layer's activation, and take the mean before it. Are the
# scores the same? And how many multiply–accumulates does the layer take then?
#
# ### Fold a line
#
# *An hour · design*
#
# One 1×1 after the convolution, two or three? Take a single map with values from 0
# to 1. A 1×1 of $n$ filters with a rectifier bends that line once a filter, so a
# weighted sum of its maps has at most $n + 1$ straight pieces.
#
# Find two filters and a weighted sum that make a *tent*: from 0 up to 1 in the
# middle, then down to 0 again. Feed the tent to another such layer, and that to a
# third. How many straight pieces has the result? And how many filters would a single
# layer need for as many?
#
# ## Answers
#
# ### Hint: A larger picture
#
# Which layers change height and width, and does any of them have weights?
#
# ### Hint: The mlpconv with 3×3
#
# Each of the two has nine times the weights and as many biases. A padded 3×3 adds two
# pixels to the width that is seen.
#
# ### Hint: Take the mean first
#
# Both steps are weighted sums, one over positions, one over maps. What would a
# rectifier between them do?
#
# ### Hint: Fold a line
#
# Take $a$ = ReLU($x$) and $b$ = ReLU($x$ − 0.5). Before the middle $b$ is 0, so the
# weight of $a$ is the slope there. The weighted sum needs no layer of its own: it has
# no activation, so it melts into the next 1×1.
#
# ### Answer: A larger picture
#
# Yes. The two poolings leave 64 ÷ 2 ÷ 2 = **16** positions a side. Convolutions do
# not care about height and width, and global average pooling ends in ten numbers
# whatever the size of the maps. With the Dense layer in its place it could not: on 16
# by 16 positions that layer would need 16·16·192·10 = 491,520 weights, four times as
# many.
#
# ### Answer: The mlpconv with 3×3
#
# The two have 3·3·192·160 + 160 = 276,640 and 3·3·160·96 + 96 = 138,336 parameters,
# the block 14,592 + 276,640 + 138,336 = **429,568**. That is 429,568 ÷ 60,928 = 7.1
# times as many. A value now depends on 5 + 2 + 2 = 9 pixels across in place of 5. If
# you want a wider view, that is one way to pay for it. If you want to mix what the
# 5×5 found, it is waste.
#
# ### Answer: Take the mean first
#
# They are the same, bias included: a 1×1 commutes with averaging. The layer takes
# 192·10 = **1,920** multiply–accumulates in place of 8·8·192·10 = 122,880, which is
# 122,880 ÷ 1,920 = 64 times fewer. With the rectifier, as in the paper, they differ:
# it acts on every position before the mean, or once after it.

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).random((1, 8, 8, 192), "float32")
mean = layers.GlobalAveragePooling2D(name="one_score_a_class")
for activation in (None, "relu"):
    last = layers.Conv2D(10, 1, activation=activation, name="last_1x1")
    layer_first = mean(last(maps))
    mean_first = last(mean(maps)[:, None, None])[:, 0, 0]  # on 1×1 maps
    same = np.allclose(*map(keras.ops.convert_to_numpy, (layer_first, mean_first)))
    print(f"activation {activation}: the same scores, {same}")

# %% [markdown]
# A mean and one Dense layer is how most later networks end. It gives up the maps of
# scores, one a class, that this one could show you.
#
# ### Answer: Fold a line
#
# The tent is $2a - 4b$: slope 2 before the middle, 2 − 4 = −2 after it. While one
# tent goes up, the next goes up and down; while it comes down, the same again. So
# each layer doubles the pieces: 2·2·2 = **8**. A single layer needs at least 8 − 1 =
# 7 filters, and more parameters.

# %%
import keras
import numpy as np
from keras import layers


def tents(depth):
    """Return h×w×1 → h×w×1: `depth` 1×1 layers of 2 filters, then a 1×1 of 1."""
    network = keras.Sequential([keras.Input((None, None, 1))])
    mix = np.ones((1, 2))  # the first layer has one map to read
    for _ in range(depth):
        layer = layers.Conv2D(2, 1, activation="relu")
        network.add(layer)
        layer.set_weights([mix.reshape(1, 1, -1, 2), np.array([0, -0.5])])
        # The next layer reads the tent 2a − 4b in place of the two maps.
        mix = np.array([[2, 2], [-4, -4]])
    last = layers.Conv2D(1, 1)
    network.add(last)
    last.set_weights([np.array([2, -4]).reshape(1, 1, 2, 1), np.zeros(1)])
    return network


line = np.linspace(0, 1, 1025, dtype="float32")  # one row, values from 0 to 1
for depth in (2, 3, 5, 8):
    network = tents(depth)
    y = keras.ops.convert_to_numpy(network(line.reshape(1, 1, -1, 1))).ravel()
    pieces = 1 + np.count_nonzero(np.diff(np.sign(np.diff(y))))
    print(f"{depth} layers of 2 filters: {pieces} pieces,", end=" ")
    print(f"{network.count_params()} parameters")
    filters = pieces - 1  # a filter bends the line once
    print(f"  one layer: at least {filters} filters, {3 * filters + 1} parameters")

# %% [markdown]
# Width adds pieces, depth multiplies them. That shows what further 1×1 layers *can*
# do. What training makes of them is another matter; the paper stays with two.
