# %% [markdown]
# # How much of a network is 1×1?
#
# *From One by One: 1×1 convolutions, explained and executed. Code:
# [MIT](https://opensource.org/license/mit). Text: [CC BY
# 4.0](https://creativecommons.org/licenses/by/4.0/). Every block ran with Keras
# 3.15.1 and TensorFlow 2.21.0. It needs `pip install tensorflow` and nothing else.*
#
# **In 30 of the 40 networks that Keras ships, more than half of the
# multiply–accumulates are 1×1 convolutions.** In MobileNet it is 94.9 %. The ten
# others: five of the six ResNets and two EfficientNetV2, all with 47.7 % and more;
# Inception V3; and the two VGGs, which have none at all.
#
# *Read first: Xception and MobileNet. Next: the lab, to count your own.*
#
# *Figure: Share of 1×1 in the MACs and in the parameters: MobileNet 94.9 % and 73.8
# %; ConvNeXtTiny 93.4 % and 90.6 %; Xception 93.4 % and 89.6 %; MobileNetV2 89.1 %
# and 60.0 %; EfficientNetB0 87.9 % and 71.0 %; NASNetMobile 85.6 % and 73.4 %;
# MobileNetV3Small 75.4 % and 56.6 %; EfficientNetV2B0 55.5 % and 76.5 %;
# InceptionResNetV2 53.6 % and 67.2 %; DenseNet121 52.0 % and 58.6 %; ResNet50V2 50.9
# % and 47.4 %; ResNet50 48.9 % and 47.4 %; InceptionV3 22.0 % and 29.9 %; VGG16 0.0 %
# and 0.0 %. What share of a network is 1×1: the smallest of each family in
# `keras.applications`.*
#
# ## All 40 networks
#
# Each at the input size that Keras documents for it.
#
# | network | 1×1, % of MACs | 1×1, % of parameters | convolutions | 1×1 | MACs | parameters | input |
# |---|--:|--:|--:|--:|--:|--:|--:|
# | ConvNeXtXLarge | 97.2 | 95.7 | 112 | 72 | 60,921,030,656 | 350,196,968 | 224 |
# | ConvNeXtLarge | 96.9 | 95.4 | 112 | 72 | 34,361,433,600 | 197,767,336 | 224 |
# | NASNetLarge | 96.6 | 93.4 | 488 | 267 | 23,783,414,658 | 88,949,818 | 331 |
# | ConvNeXtBase | 96.4 | 94.6 | 112 | 72 | 15,354,729,472 | 88,591,464 | 224 |
# | ConvNeXtSmall | 95.9 | 93.9 | 112 | 72 | 8,683,712,256 | 50,223,688 | 224 |
# | MobileNet | 94.9 | 73.8 | 27 | 13 | 568,740,352 | 4,253,864 | 224 |
# | EfficientNetB7 | 94.7 | 93.2 | 273 | 217 | 37,745,884,192 | 66,658,687 | 600 |
# | EfficientNetB6 | 93.9 | 91.3 | 224 | 178 | 19,067,593,536 | 43,265,143 | 528 |
# | ConvNeXtTiny | 93.4 | 90.6 | 58 | 36 | 4,455,531,264 | 28,589,128 | 224 |
# | Xception | 93.4 | 89.6 | 74 | 38 | 8,357,403,496 | 22,910,480 | 299 |
# | EfficientNetB5 | 93.4 | 89.7 | 194 | 154 | 10,266,384,752 | 30,562,527 | 456 |
# | EfficientNetB4 | 92.1 | 86.6 | 160 | 127 | 4,393,771,024 | 19,466,823 | 380 |
# | EfficientNetB3 | 91.3 | 83.1 | 130 | 103 | 1,827,141,392 | 12,320,535 | 300 |
# | EfficientNetB2 | 90.4 | 80.1 | 115 | 91 | 993,561,872 | 9,177,569 | 260 |
# | EfficientNetB1 | 89.2 | 78.8 | 115 | 91 | 686,802,832 | 7,856,239 | 240 |
# | MobileNetV2 | 89.1 | 60.0 | 52 | 34 | 300,774,272 | 3,538,984 | 224 |
# | MobileNetV3Large | 88.4 | 74.2 | 63 | 47 | 216,589,760 | 5,507,432 | 224 |
# | EfficientNetB0 | 87.9 | 71.0 | 81 | 64 | 385,814,752 | 5,330,571 | 224 |
# | NASNetMobile | 85.6 | 73.4 | 356 | 195 | 563,638,816 | 5,326,716 | 224 |
# | MobileNetV3Small | 75.4 | 56.6 | 53 | 41 | 56,510,400 | 2,554,968 | 224 |
# | DenseNet201 | 63.5 | 70.4 | 200 | 101 | 4,291,365,888 | 20,242,984 | 224 |
# | EfficientNetV2M | 59.8 | 93.0 | 245 | 187 | 24,582,460,384 | 54,431,388 | 480 |
# | EfficientNetV2L | 58.0 | 94.6 | 339 | 259 | 56,079,699,008 | 119,027,848 | 480 |
# | DenseNet169 | 56.9 | 65.0 | 168 | 85 | 3,359,843,328 | 14,307,880 | 224 |
# | EfficientNetV2B0 | 55.5 | 76.5 | 91 | 69 | 718,086,176 | 7,200,312 | 224 |
# | EfficientNetV2B3 | 55.0 | 83.5 | 136 | 103 | 3,011,458,816 | 14,467,622 | 300 |
# | InceptionResNetV2 | 53.6 | 67.2 | 244 | 140 | 13,155,794,016 | 55,873,736 | 299 |
# | EfficientNetV2B2 | 53.3 | 79.5 | 116 | 87 | 1,697,542,832 | 10,178,374 | 260 |
# | DenseNet121 | 52.0 | 58.6 | 120 | 61 | 2,834,161,664 | 8,062,504 | 224 |
# | ResNet50V2 | 50.9 | 47.4 | 53 | 36 | 3,482,255,360 | 25,613,800 | 224 |
# | EfficientNetV2S | 49.9 | 87.5 | 170 | 129 | 8,365,617,152 | 21,612,360 | 384 |
# | EfficientNetV2B1 | 49.0 | 77.4 | 111 | 83 | 1,196,819,360 | 8,212,124 | 240 |
# | ResNet50 | 48.9 | 47.4 | 53 | 36 | 3,857,973,248 | 25,636,712 | 224 |
# | ResNet101V2 | 48.9 | 47.2 | 104 | 70 | 7,194,476,544 | 44,675,560 | 224 |
# | ResNet152V2 | 48.3 | 47.1 | 155 | 104 | 10,906,697,728 | 60,380,648 | 224 |
# | ResNet101 | 48.0 | 47.2 | 104 | 70 | 7,570,194,432 | 44,707,176 | 224 |
# | ResNet152 | 47.7 | 47.1 | 155 | 104 | 11,282,415,616 | 60,419,944 | 224 |
# | InceptionV3 | 22.0 | 29.9 | 94 | 40 | 5,713,216,096 | 23,851,784 | 299 |
# | VGG16 | 0.0 | 0.0 | 13 | 0 | 15,470,264,320 | 138,357,544 | 224 |
# | VGG19 | 0.0 | 0.0 | 16 | 0 | 19,632,062,464 | 143,667,240 | 224 |
#
# More than half of the MACs are 1×1 in 30 of 40 networks.
#
# Parameters and MACs often disagree. A weight of a convolution works at every
# position of its map, a weight of the classifier once. MobileNetV2's classifier has
# 1,280·1,000 + 1,000 = 1,281,000 of its 3,538,984 parameters and next to none of its
# MACs. EfficientNetV2B0 is the reverse: its first stages use full 3×3 kernels, few
# weights that work on large maps.
#
# A residual bottleneck explains the ResNets. Its two 1×1 have 256·64 + 64·256 =
# 32,768 weights, its 3×3 has 3·3·64·64 = 36,864: just under half. In Inception the
# 1×1 are many, 40 of 94, and cheap: they are there so that the others cost less.
#
# ## How a layer is counted
#
# From 32 channels on 14×14 maps to 64, with biases:
#
# | layer | counts as | arithmetic | parameters | arithmetic | MACs |
# |---|---|---|--:|---|--:|
# | 1×1 | 1×1 | 32·64 + 64 | 2,112 | 14·14·32·64 | 401,408 |
# | `Dense` at each position | 1×1 | 32·64 + 64 | 2,112 | 14·14·32·64 | 401,408 |
# | 1×1 in four groups | 1×1 | 8·64 + 64 | 576 | 14·14·8·64 | 100,352 |
# | 3×3 | larger | 3·3·32·64 + 64 | 18,496 | 14·14·3·3·32·64 | 3,612,672 |
# | depthwise 3×3, to 32 | larger | 3·3·32 + 32 | 320 | 14·14·3·3·32 | 56,448 |
# | separable 3×3, first part | larger | 3·3·32 | 288 | 14·14·3·3·32 | 56,448 |
# | separable 3×3, second part | 1×1 | 32·64 + 64 | 2,112 | 14·14·32·64 | 401,408 |
# | `Dense` on a vector | dense | 32·64 + 64 | 2,112 | 32·64 | 2,048 |
#
# - MACs are output positions times the weights that each position uses. Biases,
#   additions, activations and pooling are left out.
# - A layer's biases are its parameters. Those of batch normalisation count for the
#   whole network only.
# - ConvNeXt writes its pointwise layers as `Dense`. They are 1×1 convolutions.
# - The two layers of squeeze-and-excitation are 1×1 on a single position. They count:
#   many parameters, few MACs.
# - The classifier never counts as 1×1, not even in MobileNet and MobileNetV3, where
#   Keras writes it as `Conv2D`. Otherwise a way of writing would decide.
# - Inception V3's kernels of one row or one column are larger ones.

# %%
import sys
from math import prod

import keras

ALL = [name for name in dir(keras.applications) if name[0].isupper()]
NAMES = [name for name in sys.argv[1:] if name in ALL] or ALL


def leaves(model):
    """Yield the layers of a model, those of models inside it too."""
    for layer in model.layers:
        yield from leaves(layer) if isinstance(layer, keras.Model) else [layer]


def count(layer):
    """Yield (kind, parameters, MACs) of each kernel: two if separable."""
    _, *sides, depth = layer.output.shape  # no sides: a vector
    for part in ("depthwise_kernel", "pointwise_kernel", "kernel"):
        if (kernel := getattr(layer, part, None)) is not None:
            kind = "1×1" if prod(kernel.shape[:-2]) == 1 else "larger"
            weights, biased = prod(kernel.shape), part != "depthwise_kernel"
            parameters = weights + depth * (biased and layer.use_bias)
            yield kind if sides else "dense", parameters, weights * prod(sides)


def measure(model):
    """Count a network whose last layer with weights is its classifier."""
    *body, last = [layer for layer in leaves(model) if layer.weights]
    found = [kernel for layer in body for kernel in count(layer)]
    one = [kernel for kernel in found if kernel[0] == "1×1"]
    parameters = model.count_params()
    macs = sum(macs for *_, macs in [*found, *count(last)])
    return {
        "1×1, % of MACs": 100 * sum(m for *_, m in one) / macs,
        "1×1, % of parameters": 100 * sum(p for _, p, _ in one) / parameters,
        "convolutions": sum(kind != "dense" for kind, *_ in found),
        "1×1": len(one),
        "MACs": macs,
        "parameters": parameters,
        "input": model.input_shape[1],
    }


networks = {}
for name in NAMES:
    size = {"input_shape": (224, 224, 3)} if "MobileNetV3" in name else {}
    with keras.StatelessScope(initialize_variables=False):  # shapes will do
        model = getattr(keras.applications, name)(weights=None, **size)
    networks[name] = measure(model)
print("| network |", " | ".join(networks[name]), "|")
print("|---|" + "--:|" * len(networks[name]))
for name in sorted(NAMES, key=lambda name: -networks[name]["1×1, % of MACs"]):
    cells = [f"{n:,.1f}" if n % 1 else f"{n:,}" for n in networks[name].values()]
    print(f"| {name} |", " | ".join(cells), "|")
most = sum(row["1×1, % of MACs"] > 50 for row in networks.values())
print(f"\nMore than half of the MACs are 1×1 in {most} of {len(NAMES)} networks.")

# %% [markdown]
# `StatelessScope` spares the time and memory of filling the weights with numbers.
# Name networks on the command line, `python share.py ResNet50`, to count only those.
#
# ## What Keras prints
#
# The manual lists 38 of the 40 with their parameters (Keras, 2015). All agree but
# three, and those three are cut off where the others are rounded.
#
# **The 38 figures**
#
# 38 figures: 26 reproduced, 9 rounded, 3 differ.
#
# | figure | published | computed | verdict |
# |---|--:|--:|---|
# | Xception (Available models, earlier version) | 22,910,480 | 22,910,480 | reproduced |
# | VGG16 (Available models, earlier version) | 138,357,544 | 138,357,544 | reproduced |
# | VGG19 (Available models, earlier version) | 143,667,240 | 143,667,240 | reproduced |
# | ResNet50 (Available models, earlier version) | 25,636,712 | 25,636,712 | reproduced |
# | ResNet101 (Available models, earlier version) | 44,707,176 | 44,707,176 | reproduced |
# | ResNet152 (Available models, earlier version) | 60,419,944 | 60,419,944 | reproduced |
# | ResNet50V2 (Available models, earlier version) | 25,613,800 | 25,613,800 | reproduced |
# | ResNet101V2 (Available models, earlier version) | 44,675,560 | 44,675,560 | reproduced |
# | ResNet152V2 (Available models, earlier version) | 60,380,648 | 60,380,648 | reproduced |
# | InceptionV3 (Available models, earlier version) | 23,851,784 | 23,851,784 | reproduced |
# | InceptionResNetV2 (Available models, earlier version) | 55,873,736 | 55,873,736 | reproduced |
# | MobileNet (Available models, earlier version) | 4,253,864 | 4,253,864 | reproduced |
# | MobileNetV2 (Available models, earlier version) | 3,538,984 | 3,538,984 | reproduced |
# | DenseNet121 (Available models, earlier version) | 8,062,504 | 8,062,504 | reproduced |
# | DenseNet169 (Available models, earlier version) | 14,307,880 | 14,307,880 | reproduced |
# | DenseNet201 (Available models, earlier version) | 20,242,984 | 20,242,984 | reproduced |
# | NASNetMobile (Available models, earlier version) | 5,326,716 | 5,326,716 | reproduced |
# | NASNetLarge (Available models, earlier version) | 88,949,818 | 88,949,818 | reproduced |
# | EfficientNetB0 (Available models, earlier version) | 5,330,571 | 5,330,571 | reproduced |
# | EfficientNetB1 (Available models, earlier version) | 7,856,239 | 7,856,239 | reproduced |
# | EfficientNetB2 (Available models, earlier version) | 9,177,569 | 9,177,569 | reproduced |
# | EfficientNetB3 (Available models, earlier version) | 12,320,535 | 12,320,535 | reproduced |
# | EfficientNetB4 (Available models, earlier version) | 19,466,823 | 19,466,823 | reproduced |
# | EfficientNetB5 (Available models, earlier version) | 30,562,527 | 30,562,527 | reproduced |
# | EfficientNetB6 (Available models, earlier version) | 43,265,143 | 43,265,143 | reproduced |
# | EfficientNetB7 (Available models, earlier version) | 66,658,687 | 66,658,687 | reproduced |
# | EfficientNetV2B0 (Available models) | 7.2 M | 7.20 | rounded |
# | EfficientNetV2B1 (Available models) | 8.2 M | 8.21 | rounded |
# | EfficientNetV2B2 (Available models) | 10.2 M | 10.18 | rounded |
# | EfficientNetV2B3 (Available models) | 14.5 M | 14.47 | rounded |
# | EfficientNetV2S (Available models) | 21.6 M | 21.61 | rounded |
# | EfficientNetV2M (Available models) | 54.4 M | 54.43 | rounded |
# | EfficientNetV2L (Available models) | 119.0 M | 119.03 | rounded |
# | ConvNeXtTiny (Available models) | 28.6 M | 28.59 | rounded |
# | ConvNeXtSmall (Available models) | 50.2 M | 50.22 | rounded |
# | ConvNeXtBase (Available models) | 88.5 M | 88.59 | differs (1) |
# | ConvNeXtLarge (Available models) | 197.7 M | 197.77 | differs (1) |
# | ConvNeXtXLarge (Available models) | 350.1 M | 350.20 | differs (1) |
#
# 1. The last digit is cut off; the page's other figures are rounded.
#
# ## When it is the wrong measure
#
# For speed. A 1×1 convolution does little arithmetic for each value that it reads, so
# a share of MACs is no share of time. And for what a layer contributes: a depthwise
# 3×3 is a small part of MobileNet's MACs and the only part that sees neighbours.
#
# ## Exercises
#
# ### A 1×1 for nothing
#
# *A minute · computation*
#
# Suppose that a chip does 1×1 convolutions in no time, and that the rest takes time
# by its MACs. How many times faster does ResNet50 become, to two decimals?
#
# ### The share in an expanded block
#
# *Ten minutes · computation*
#
# A block of MobileNetV2 expands 32 channels to 192, applies a depthwise 3×3, and
# projects back to 32. What share of its MACs is 1×1, in percent to one decimal?
#
# ### Down to an eighth
#
# *Ten minutes · parameters*
#
# The ResNets' bottleneck reduces to a quarter of the channels, and just under half of
# its weights are 1×1. Reduce to an eighth instead. What share is 1×1, in percent? And
# does it depend on the number of channels?
#
# ### A depthwise ResNet50
#
# *An hour · computation*
#
# Make each of ResNet50's sixteen 3×3 convolutions depthwise and leave all else as it
# is: the 7×7, the 1×1, the classifier. What share of the MACs is 1×1 then, in percent
# to one decimal? Count with a script, or by hand: the sixteen have 64, 128, 256 and
# 512 filters, three, four, six and three of them, on maps of 56, 28, 14 and 7
# positions a side.
#
# ## Answers
#
# ### Hint: A 1×1 for nothing
#
# What share of the time is left?
#
# ### Hint: The share in an expanded block
#
# All three layers work at the same positions, so compare their weights.
#
# ### Hint: Down to an eighth
#
# Take 256 channels first. Then write c for 256 and c ÷ 8 for 32, and see what
# cancels.
#
# ### Hint: A depthwise ResNet50
#
# Each full 3×3 takes the same number of MACs: when the side halves, the filters
# double. What is left of the table's MACs without them is 7×7, 1×1 and classifier.
# The 7×7 makes 64 maps of 112 positions a side from three. The classifier scores
# 1,000 classes from 4·512 = 2,048 numbers.
#
# ### Answer: A 1×1 for nothing
#
# 100 ÷ (100 − 48.9) = **1.96**. MobileNet would become 100 ÷ (100 − 94.9) = 19.6
# times as fast, VGG16 not at all. What remains sets the limit. And MACs are not time:
# on a real machine MobileNet's depthwise layers may take far more than their share.
#
# ### Answer: The share in an expanded block
#
# The 1×1: 32·192 + 192·32 = 12,288 at each position. The depthwise: 3·3·192 = 1,728.
# In all 12,288 + 1,728 = 14,016, and 100·12,288÷14,016 = **87.7**, so 87.7 %. The
# whole network has 89.1 %.
#
# ### Answer: Down to an eighth
#
# From 256 to 32: the 1×1 have 256·32 + 32·256 = 16,384 weights, the 3×3 has
# 3·3·32·32 = 9,216, together 16,384 + 9,216 = 25,600. 100·16,384 ÷ 25,600 = **64**,
# so 64 %.
#
# From $c$ channels to $c / r$ it is $2 c^2 / r$ against $9 c^2 / r^2$, a share of $2
# r / (2 r + 9)$. The number of channels cancels. Half is passed at $r = 4.5$; with
# $r = 4$ the ResNets stay just below.
#
# ### Answer: A depthwise ResNet50
#
# A full 3×3 takes 56·56·3·3·64·64 = 115,605,504 MACs at every stage, all sixteen
# 16·115,605,504 = 1,849,688,064. Depthwise ones take 12,418,560 together. The network
# is nearly halved, and **93.4** % of what is left is 1×1.

# %%
import keras

with keras.StatelessScope(initialize_variables=False):  # shapes will do
    network = keras.applications.ResNet50(weights=None)

parts = {"7×7": 0, "1×1": 0, "3×3": 0, "3×3, depthwise": 0}
for layer in network.layers:
    if isinstance(layer, keras.layers.Conv2D):
        height, width, channels, filters = *layer.kernel.shape[:3], layer.filters
        positions = layer.output.shape[1] * layer.output.shape[2]
        kind = f"{height}×{width}"
        parts[kind] += positions * height * width * channels * filters
        if kind == "3×3":  # one filter a map in place of one for each pair
            parts["3×3, depthwise"] += positions * height * width * channels
parts["dense"] = 2048 * 1000

for name, left_out in (("full", "3×3, depthwise"), ("depthwise", "3×3")):
    kept = {kind: macs for kind, macs in parts.items() if kind != left_out}
    total = sum(kept.values())
    print(f"{name:9} {total:13,} MACs")
    for kind, macs in kept.items():
        print(f"  {kind:14} {macs:13,} {100 * macs / total:5.1f} %")

# %% [markdown]
# That is the way from ResNet to Xception and MobileNet. The next saving is not in the
# 3×3 any more: the 7×7 alone takes nearly ten times as much as all of them.
