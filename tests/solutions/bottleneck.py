"""Ways to write bottleneck, right and wrong."""

import keras
from keras import layers, ops


def right_layers(maps, reduced):
    """Call layer after layer."""
    x = layers.Conv2D(reduced, 1, use_bias=False)(maps)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(reduced, 3, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(maps.shape[-1], 1, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.Add()([x, maps]))


def right_activation(maps, reduced):
    """Name every layer, and use Activation and +."""

    def step(x, filters, size, name):
        conv = layers.Conv2D(
            filters, (size, size), padding="same", use_bias=False, name=f"z_{name}"
        )
        return layers.BatchNormalization(name=f"a_{name}", epsilon=1e-5)(conv(x))

    x = layers.Activation("relu")(step(maps, reduced, 1, "reduce"))
    x = layers.Activation("relu")(step(x, reduced, 3, "look"))
    return layers.Activation("relu")(maps + step(x, maps.shape[-1], 1, "restore"))


def right_sequential(maps, reduced):
    """Put the branch into a Sequential."""
    branch = keras.Sequential()
    for filters, size in ((reduced, 1), (reduced, 3)):
        branch.add(layers.Conv2D(filters, size, padding="same", use_bias=False))
        branch.add(layers.BatchNormalization())
        branch.add(layers.ReLU())
    branch.add(layers.Conv2D(maps.shape[-1], 1, use_bias=False))
    branch.add(layers.BatchNormalization())
    return ops.relu(ops.add(branch(maps), maps))


def right_dense(maps, reduced):
    """Use Dense for the 1×1s, and pad by hand."""
    x = layers.Dense(reduced, use_bias=False)(maps)
    x = keras.activations.relu(layers.BatchNormalization()(x))
    x = layers.Conv2D(reduced, 3, use_bias=False)(layers.ZeroPadding2D(1)(x))
    x = keras.activations.relu(layers.BatchNormalization()(x))
    x = layers.Dense(maps.shape[-1], use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return keras.activations.relu(layers.add([maps, x]))


def wrong_biases(maps, reduced):
    """Leave the biases in.

    Told: use_bias=False: the batch normalisation
    """
    x = layers.Conv2D(reduced, 1)(maps)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(reduced, 3, padding="same")(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(maps.shape[-1], 1)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.Add()([x, maps]))


def wrong_no_sum(maps, reduced):
    """Forget the sum.

    Told: The sum with `maps` is missing
    """
    x = layers.Conv2D(reduced, 1, use_bias=False)(maps)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(reduced, 3, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(maps.shape[-1], 1, use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))


def wrong_no_last_relu(maps, reduced):
    """Forget the last ReLU.

    Told: The last ReLU is missing
    """
    x = layers.Conv2D(reduced, 1, use_bias=False)(maps)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(reduced, 3, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(maps.shape[-1], 1, use_bias=False)(x)
    return layers.Add()([maps, layers.BatchNormalization()(x)])


def wrong_activation_inside(maps, reduced):
    """Put the ReLU into the convolution, before batch normalisation.

    Told: ReLU comes before the batch normalisation
    """
    same = {"padding": "same", "use_bias": False, "activation": "relu"}
    x = layers.BatchNormalization()(layers.Conv2D(reduced, 1, **same)(maps))
    x = layers.BatchNormalization()(layers.Conv2D(reduced, 3, **same)(x))
    x = layers.Conv2D(maps.shape[-1], 1, use_bias=False)(x)
    return layers.ReLU()(layers.Add()([maps, layers.BatchNormalization()(x)]))


def wrong_relu_before_sum(maps, reduced):
    """Put the last ReLU before the sum.

    Told: The last ReLU stands before the sum
    """
    x = maps
    for filters, size in ((reduced, 1), (reduced, 3), (maps.shape[-1], 1)):
        x = layers.Conv2D(filters, size, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    return layers.Add()([maps, x])


def wrong_relu_before_and_after(maps, reduced):
    """Put a ReLU before the sum too.

    Told: before the sum too
    """
    x = maps
    for filters, size in ((reduced, 1), (reduced, 3), (maps.shape[-1], 1)):
        x = layers.Conv2D(filters, size, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    return layers.ReLU()(layers.Add()([maps, x]))


def wrong_preactivation(maps, reduced):
    """Normalise before each convolution, as later versions do.

    Told: come after each convolution, not before
    """
    x = maps
    for filters, size in ((reduced, 1), (reduced, 3), (maps.shape[-1], 1)):
        x = layers.ReLU()(layers.BatchNormalization()(x))
        x = layers.Conv2D(filters, size, padding="same", use_bias=False)(x)
    return layers.Add()([maps, x])


def wrong_no_middle_relu(maps, reduced):
    """Forget the ReLU after the 3×3.

    Told: The ReLU after the 3×3 is missing
    """
    x = layers.Conv2D(reduced, 1, use_bias=False)(maps)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(reduced, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(maps.shape[-1], 1, use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization()(x) + maps)


def wrong_unpadded(maps, reduced):
    """Forget the padding.

    Told: padding="same" keeps height and width
    """
    x = maps
    for filters, size in ((reduced, 1), (reduced, 3), (maps.shape[-1], 1)):
        x = layers.Conv2D(filters, size, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.Add()([maps, x]))


def wrong_full_depth(maps, reduced):
    """Restore the depth with the 3×3.

    Told: Not asked: 3×3
    """
    x = layers.Conv2D(reduced, 1, use_bias=False)(maps)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(maps.shape[-1], 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.Add()([maps, x]))


def wrong_not_restored(maps, reduced):
    """Leave out the second 1×1, and the sum.

    Told: restores the depth is missing
    """
    x = maps
    for size in (1, 3):
        x = layers.Conv2D(reduced, size, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    return x


def wrong_concatenated(maps, reduced):
    """Concatenate.

    Told: do not concatenate
    """
    x = maps
    for filters, size in ((reduced, 1), (reduced, 3), (maps.shape[-1], 1)):
        x = layers.Conv2D(filters, size, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    return layers.Concatenate()([maps, x])


def wrong_model(maps, reduced):
    """Return a model.

    Told: return the Keras tensor
    """
    x = layers.Conv2D(reduced, 1, use_bias=False)(maps)
    return keras.Model(maps, layers.Conv2D(maps.shape[-1], 1)(x))


def wrong_input(maps, reduced):
    """Begin with an input of its own.

    Told: not made from `maps`
    """
    start = keras.Input(maps.shape[1:])
    x = layers.Conv2D(reduced, 1, use_bias=False)(start)
    return layers.Conv2D(maps.shape[-1], 1, use_bias=False)(x)
