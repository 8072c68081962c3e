# %% [markdown]
# # Glow
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# A 1×1 convolution with as many filters as channels can be run backwards, by a 1×1
# convolution with the inverse matrix. Kingma and Dhariwal, 2018, put one into every
# step of their flow: 192 of them in the model that draws faces, with 3.7 % of its
# parameters.
#
# *Read first: Projection. Next: EfficientNet, where a 1×1 decides how much of each
# map passes.*
#
# A flow is a network that loses nothing. It turns a picture into numbers that look
# like noise, and noise into a picture, by the same weights. You need two things of
# each layer: its inverse, to draw pictures, and, to train, by what factor it
# stretches volume, the determinant of its Jacobian. For most layers the second is out
# of reach. For a 1×1 it is one small determinant:
#
# $$
# \log\left|\det\frac{\partial y}{\partial x}\right| = h \cdot w \cdot \log\left|\det
# W\right|
# $$
#
# *Figure: A 1×1 convolution with the 3×3 matrix W takes maps x of 2×2×3 to y; one
# with the inverse matrix takes y back to x. Its Jacobian, 12×12, has W 4 times along
# the diagonal and 0 elsewhere, so its log-determinant is 4 times that of W: −3.254.
# Each position meets the same matrix and no other position, so the Jacobian is that
# matrix once for each position.*
#
# ## There and back, in numbers

# %%
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
height, width, channels = 2, 2, 3
weights = rng.normal(size=(channels, channels))


def pointwise(matrix):
    """Return a 1×1 convolution that turns each pixel x into matrix · x."""
    layer = layers.Conv2D(matrix.shape[0], 1, use_bias=False)
    layer.build((None, None, None, matrix.shape[1]))
    layer.set_weights([matrix.T[None, None]])  # 1, 1, channels in, channels out
    return layer


forward, inverse = pointwise(weights), pointwise(np.linalg.inv(weights))
maps = rng.normal(size=(1, height, width, channels))
error = np.abs(inverse(forward(maps)) - maps).max()
print(f"largest error after there and back: below 0.00001 is {error < 1e-5}")

# The layer is linear: what it makes of a lone 1 is a column of its Jacobian.
values = height * width * channels
lone = np.eye(values).reshape(values, height, width, channels)
jacobian = np.reshape(forward(lone), (values, values)).T
log_det = np.linalg.slogdet(weights).logabsdet
in_full = np.linalg.slogdet(jacobian).logabsdet
print(f"full Jacobian: {values}×{values}, {np.count_nonzero(jacobian)} not zero")
print(f"log|det| of the full Jacobian {in_full:7.4f}")
print(f"log|det| of the weights       {log_det:7.4f}")
print(
    f"{height} · {width} · log|det| of the weights {height * width * log_det:.4f}"
)

# %% [markdown]
# The first and the last of the three log-determinants are one and the same: 12·12
# derivatives, or a 3×3 matrix and a factor of 4. There is no bias and no activation.
# A bias would only shift, which leaves every volume as it is; Glow has a layer of its
# own for that. A ReLU could not be undone.
#
# ## What it replaces
#
# A permutation. Each step of a flow changes half of the channels and lets the other
# half through, so the halves have to be mixed between steps. RealNVP, the model
# before, reversed the order of the channels; the authors also try a fixed random
# order. Both are 1×1 convolutions with a single 1 in each row. Glow learns the matrix
# instead, and starts from a random rotation.

# %%
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
maps = rng.normal(size=(1, 8, 8, 6)).astype("float32")


def pointwise(matrix, maps):
    """Run a 1×1 convolution that turns each pixel x into matrix · x."""
    layer = layers.Conv2D(matrix.shape[0], 1, use_bias=False)
    layer.build(maps.shape)
    layer.set_weights([matrix.T[None, None]])
    return np.array(layer(maps))


reverse = np.eye(6)[::-1]
same = np.array_equal(pointwise(reverse, maps), maps[..., ::-1])
print("1×1 with a permutation matrix reverses the channels:", same)
print("its |det|:", round(abs(np.linalg.det(reverse))))

reduction = rng.normal(size=(4, 6))
_, _, directions = np.linalg.svd(reduction)
lost = directions[-1].astype("float32")  # of length 1; the reduction sends it to 0
moved = maps + 5 * lost
change = np.abs(pointwise(reduction, moved) - pointwise(reduction, maps)).max()
print("rank of a reduction 6 → 4:", np.linalg.matrix_rank(reduction))
print(
    "distance between two inputs, at each pixel:", round(np.linalg.norm(5 * lost))
)
print("their outputs differ by less than 1e-4:", change < 1e-4)

# %% [markdown]
# The second half of the output says why the matrix must be square. A reduction from 6
# channels to 4 sends different pixels to the same result: its rank is 4, two
# directions are gone, and no layer can bring them back. An expansion loses nothing,
# but its outputs fill only part of their space, and there is no determinant to take.
# What is lost when you reduce is the price that many other pages of this site pay on
# purpose.
#
# ## The determinant almost free
#
# The determinant of a matrix of $c$ channels takes about $c^3$ operations. The paper
# writes the matrix as a product instead, $W = P\,L\,(U + \mathrm{diag}(s))$, with a
# fixed permutation $P$, a lower triangular $L$ with ones on its diagonal, and an
# upper triangular $U$ with zeros. Then the log-determinant is a sum of $c$
# logarithms:

# %%
import numpy as np


def lu(matrix):
    """Return P, L and U, whose product is the matrix, by elimination."""
    packed, order = matrix.copy(), np.arange(len(matrix))
    for i in range(len(matrix)):
        largest = i + abs(packed[i:, i]).argmax()
        for rows in (packed, order):
            rows[[i, largest]] = rows[[largest, i]]
        packed[i + 1 :, i] /= packed[i, i]
        packed[i + 1 :, i + 1 :] -= np.outer(packed[i + 1 :, i], packed[i, i + 1 :])
    unit = np.eye(len(matrix))
    return unit[:, order], np.tril(packed, k=-1) + unit, np.triu(packed)


channels = 12  # a 2×2 patch of an RGB picture, stacked
rng = np.random.default_rng(0)
rotation, _ = np.linalg.qr(rng.normal(size=(channels, channels)))
start = abs(np.linalg.slogdet(rotation).logabsdet)

permutation, lower, upper = lu(rotation)
s = np.diag(upper).copy()
upper = np.triu(upper, k=1)  # what is left has zeros on the diagonal


def weights(s):
    """Return the channels×channels matrix of the 1×1 (equation 10)."""
    return permutation @ lower @ (upper + np.diag(s))


below = channels * (channels - 1) // 2
learnt = {"L": below, "U": below, "s": channels}
print("P · L · (U + diag(s)) is the rotation:", np.allclose(weights(s), rotation))
print("learnt numbers:", learnt, "in all", sum(learnt.values()))
print(f"log|det| of a rotation: 0 to within 1e-9 is {start < 1e-9}")

s *= np.exp(rng.normal(0, 0.1, channels))  # as if trained for a while
from_s = np.log(np.abs(s)).sum()
in_full = np.linalg.slogdet(weights(s)).logabsdet
print(f"sum of log|s|   {from_s:.6f}")
print(f"log|det| of all {in_full:.6f}")

# %% [markdown]
# Nothing is given up: 66 + 66 + 12 = 144 numbers are learnt, as many as the 12·12 of
# the plain matrix. As long as no entry of $s$ is 0, the layer can be inverted.
#
# ## What it costs
#
# The model of faces has six levels of 32 steps, for pictures of 256×256×3; its
# couplings are additive, as in the authors' code. A level first turns 2×2 patches
# into channels, and hands half of them on at its end.

# %%
import keras
from keras import layers

LEVELS, STEPS, WIDTH = 6, 32, 512  # for pictures of 256×256×3
side, depth = 256, 3
coupling = middle = invertible = convolutions = 0

print("level  maps        invertible 1×1   coupling     h·w·c²         c³")
for level in range(1, LEVELS + 1):
    side, depth = side // 2, depth * 4  # 2×2 patches become channels
    mix = layers.Conv2D(depth, 1, use_bias=False)
    mix.build((None, side, side, depth))
    network = keras.Sequential([keras.Input((side, side, depth // 2))])
    network.add(layers.Conv2D(WIDTH, 3, padding="same", activation="relu"))
    network.add(layers.Conv2D(WIDTH, 1, activation="relu"))
    network.add(layers.Conv2D(depth // 2, 3, padding="same"))  # other half moves
    convolutions += STEPS * len(network.layers)
    coupling += STEPS * network.count_params()
    middle += STEPS * network.layers[1].count_params()
    invertible += STEPS * mix.count_params()
    maps = f"{side}×{side}×{depth}"
    print(f"{level:5}  {maps:12} {mix.count_params():12,}", end="")
    print(f" {network.count_params():10,} {side**2 * depth**2:10,}", end="")
    print(f" {depth**3:10,}")
    depth //= 2  # the other half is done and leaves

total = coupling + invertible
print(f"{convolutions} convolutions of couplings: {coupling:,} parameters,")
print(f"of which {STEPS * LEVELS} are 1×1, {WIDTH} → {WIDTH}: {middle:,}")
print(f"{STEPS * LEVELS} invertible 1×1: {invertible:,} parameters,")
print(f"{100 * invertible / total:.1f} % of {total:,}")

# %% [markdown]
# The convolution itself, $h \cdot w \cdot c^2$ multiplications, costs the same at
# every level: four times fewer positions, twice the channels. The determinant, $c^3$,
# grows. At the first four levels it is the smaller of the two, at the last it is 24
# times the convolution of one picture; a batch needs it only once. The paper calls
# the two “often comparable”; on deep, small maps the product form pays.
#
# | level 6 | arithmetic | result |
# |---|---|--:|
# | convolution | 4·4·384·384 | 2,359,296 |
# | determinant | 384·384·384 | 56,623,104 |
# | ratio | 56,623,104 ÷ 2,359,296 | 24 |
#
# Most of Glow is elsewhere: in the small networks that say how far each half is
# moved. Each is a 3×3, a 1×1 and a 3×3, and the authors give the reason for the 1×1
# in the middle: it has 512 channels on both sides. So this network has 1×1
# convolutions of two kinds, 192 that are invertible, and 192 ordinary ones with eight
# times their parameters.
#
# ## Published figures, recomputed
#
# The paper prints few counts. OpenAI's post on it prints two, for the model of faces.
#
# 1 figure: 1 reproduced, 0 rounded, 0 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | Log-determinant of a 1×1 that starts as a random rotation (Section 3.2) | 0 | 0 | reproduced |
#
# 2 figures: 0 reproduced, 2 rounded, 0 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | Model of faces, parameters (“~200M”) (Directions for research) | 200 M | 168.31 | rounded |
# | Model of faces, convolution layers (“~600”) (Directions for research) | 600 | 576 | rounded |
#
# Both of the post's figures are given as “about”, to one digit. 168 million rounds to
# 200 that way, and 576 convolutions to 600; those 576 leave the invertible ones out.
# The scales and offsets of the normalisation are left out here too. The paper also
# measures time; that is not counted but measured.
#
# ## When it is the wrong tool
#
# Whenever you do not need the way back. A classifier is meant to forget, and a square
# matrix keeps the depth as it is, so nothing downstream gets cheaper. Invertible also
# does not mean safe: a matrix can come so close to losing a direction that rounding
# finishes the job. Watch the smallest $|s|$, or use rotations alone.
#
# ## Exercises
#
# ### Twice everything
#
# *A minute · linear algebra*
#
# A 1×1 convolution doubles every channel of 8×8×4 maps. What is its log-determinant,
# to the nearest whole number? (The logarithm is the natural one.)
#
# ### As dear as the layer
#
# *A minute · computation*
#
# Take the determinant of c channels to cost c·c·c operations. On maps of 16×16
# positions, at how many channels does it cost as much as the convolution itself?
#
# ### Logarithm first
#
# *Ten minutes · linear algebra*
#
# Write `log_determinant(weights, height, width)`: the logarithm of the absolute value
# of the determinant that the 1×1 with these (channels, channels) weights has on a
# picture of height·width positions. It must also work for 384 channels. Paste it into
# exercises.py, run `python exercises.py log_determinant`, and read what it says.
#
# ### Undo a whole step
#
# *An hour · linear algebra*
#
# A step of a flow on 4 maps of 2×2 positions does three things: it scales and shifts
# each channel, mixes the channels with a 1×1, and moves the second half of the
# channels by numbers that a small network computes from the first half. Let that
# network be one that nobody could undo: a look at a neighbour, a reduction from 2
# maps to 1, a ReLU, and a 1×1 back to 2. Write the step and its inverse. Find its
# log-determinant without the 16×16 Jacobian, and check it against that Jacobian.
#
# ## Answers
#
# ### Hint: Twice everything
#
# What stands on the diagonal of the matrix, and what is its determinant? The formula
# at the top of the page does the rest.
#
# ### Hint: As dear as the layer
#
# The convolution takes h·w·c·c multiplications. Divide both by c·c.
#
# ### Hint: Logarithm first
#
# A determinant of many channels is a product of many numbers. What becomes of
# 0.1·0.1·0.1·… in floating point? NumPy has a function that never forms the product.
#
# ### Hint: Undo a whole step
#
# The first half comes out as it went in. So whoever wants to go back can compute the
# same movement again. For the determinant, ask what the derivatives of the moved half
# by itself are.
#
# ### Answer: Twice everything
#
# The matrix has 2 four times on its diagonal, so $\log|\det W| = 4 \log 2$, and the
# whole is $8 \cdot 8 \cdot 4 \log 2 = 256 \log 2$. With log 2 = 0.693 that is
# 256·0.693 = **177.4**. Each of the 8·8·4 = 256 values is doubled: that is all it
# says.
#
# ### Answer: As dear as the layer
#
# c·c·c = 16·16·c·c, so c = 16·16 = **256**: as many channels as there are positions.
# In Glow level 4 has 96 channels at 16×16 positions, which is far below; level 6 has
# 384 at 4·4 = 16, and 384 ÷ 16 = 24 is the ratio found above.
#
# ### Answer: Logarithm first

# %%
import numpy as np


def log_determinant(weights, height, width):
    """Return log|det| of a (channels, channels) 1×1 on height×width."""
    return height * width * np.linalg.slogdet(weights).logabsdet


doubling = 2 * np.eye(4)
print(f"8×8×4, doubled: {log_determinant(doubling, 8, 8):.4f}")

rng = np.random.default_rng(0)
rotation, _ = np.linalg.qr(rng.normal(size=(384, 384)))
tenth = 0.1 * rotation
print("384 channels, a tenth of a rotation:")
print("det of the weights:", abs(np.linalg.det(tenth)))
print(f"log|det| on 4×4: {log_determinant(tenth, 4, 4):,.3f}")

# %% [markdown]
# The determinant of that matrix is not 0 but 0.1 multiplied 384 times, far below the
# smallest number that a float can hold. Its logarithm is a harmless number; so take
# logarithms before you multiply. A matrix that really is singular gives −∞, and the
# sign of the determinant does not matter.
#
# ### Answer: Undo a whole step

# %%
import numpy as np

rng = np.random.default_rng(0)
height, width, channels = 2, 2, 4
scale, shift = rng.normal(size=(2, channels))
weights = rng.normal(size=(channels, channels))
reduce, restore = rng.normal(size=(2, 1)), rng.normal(size=(1, 2))


def push(half):
    """Return what the other half is moved by; this cannot be undone."""
    seen = half + np.roll(half, 1, axis=0)  # a neighbour
    return np.maximum(seen @ reduce, 0) @ restore


def step(maps):
    """Scale and shift, mix with the 1×1, move the second half."""
    kept, moved = np.split((maps * scale + shift) @ weights, 2, axis=-1)
    return np.concatenate([kept, moved + push(kept)], axis=-1)


def undo(maps):
    """Return what `step` was given, undone from last to first."""
    kept, moved = np.split(maps, 2, axis=-1)
    mixed = np.concatenate([kept, moved - push(kept)], axis=-1)
    return (mixed @ np.linalg.inv(weights) - shift) / scale


maps = rng.normal(size=(height, width, channels))
print("there and back:", np.allclose(undo(step(maps)), maps))
small = 1e-6 * np.eye(maps.size).reshape(-1, *maps.shape)
moves = [(step(maps + e) - step(maps - e)).ravel() for e in small]
print(f"log|det|, {maps.size}×{maps.size}:", end=" ")
print(f"{np.linalg.slogdet(np.array(moves) / 2e-6).logabsdet:.4f}")
one = np.log(np.abs(scale)).sum() + np.linalg.slogdet(weights).logabsdet
print(f"from scale and weights: {height * width * one:.4f}")

# %% [markdown]
# The inverse never runs the small network backwards: it runs it forwards again, on
# the half that was not touched, and subtracts. So the network may do what it likes,
# reduce, rectify, look around. The derivatives of the moved half by itself are ones
# on the diagonal, and what they are by the other half stands in a corner of the
# Jacobian that does not enter the determinant. Moving adds log 1 = 0. Only the scale
# and the 1×1 are left, at each of the four positions the same.
