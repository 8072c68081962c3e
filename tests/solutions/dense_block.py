"""Ways to write dense_block, right and wrong."""

import keras
from keras.layers import (
    Activation,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Dense,
    ReLU,
    ZeroPadding2D,
)


def right_running(maps, growth, layers):
    """Carry all maps along."""
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(maps))
        x = Conv2D(4 * growth, 1, use_bias=False)(x)
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, padding="same", use_bias=False)(x)
        maps = Concatenate()([maps, x])
    return maps


def right_list(maps, growth, layers):
    """Keep a list, and concatenate all of it each time."""
    seen = [maps]
    for i in range(layers):
        x = Concatenate()(seen) if i else maps
        x = Activation("relu")(BatchNormalization(name=f"z{9 - i}")(x))
        x = Conv2D(4 * growth, (1, 1), use_bias=False, name=f"b{9 - i}")(x)
        x = Activation("relu")(BatchNormalization()(x))
        seen.append(Conv2D(growth, 3, padding="same", use_bias=False)(x))
    return Concatenate()(seen)


def right_recursive(maps, growth, layers):
    """Add one layer to the block of one fewer; a Sequential each."""
    if layers == 0:
        return maps
    before = right_recursive(maps, growth, layers - 1)
    layer = keras.Sequential(
        [
            BatchNormalization(),
            ReLU(),
            Conv2D(4 * growth, 1, use_bias=False),
            BatchNormalization(),
            ReLU(),
            Conv2D(growth, 3, padding="same", use_bias=False),
        ]
    )
    return keras.ops.concatenate([before, layer(before)], axis=-1)


def right_dense(maps, growth, layers):
    """Use Dense for the 1×1, and pad by hand."""
    for _ in range(layers):
        x = keras.activations.relu(BatchNormalization()(maps))
        x = Dense(4 * growth, use_bias=False)(x)
        x = keras.activations.relu(BatchNormalization()(x))
        x = Conv2D(growth, 3, use_bias=False)(ZeroPadding2D(1)(x))
        maps = keras.layers.concatenate([maps, x])
    return maps


def wrong_new_only(maps, growth, layers):
    """Return only the new maps.

    Told: Only the new maps
    """
    seen, new = maps, []
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(seen))
        x = Conv2D(4 * growth, 1, use_bias=False)(x)
        x = ReLU()(BatchNormalization()(x))
        new.append(Conv2D(growth, 3, padding="same", use_bias=False)(x))
        seen = Concatenate()([seen, new[-1]])
    return Concatenate()(new) if layers > 1 else new[0]


def wrong_reads_newest(maps, growth, layers):
    """Let a layer read only the newest maps.

    Told: Missing: 1×1
    """
    x, seen = maps, [maps]
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(4 * growth, 1, use_bias=False)(x)
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, padding="same", use_bias=False)(x)
        seen.append(x)
    return Concatenate()(seen)


def wrong_in_front(maps, growth, layers):
    """Put new maps in front.

    Told: not in front of it
    """
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(maps))
        x = Conv2D(4 * growth, 1, use_bias=False)(x)
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, padding="same", use_bias=False)(x)
        maps = Concatenate()([x, maps])
    return maps


def wrong_narrow(maps, growth, layers):
    """Reduce to growth, not to four times as many.

    Told: Missing: 1×1
    """
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(maps))
        x = Conv2D(growth, 1, use_bias=False)(x)
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, padding="same", use_bias=False)(x)
        maps = Concatenate()([maps, x])
    return maps


def wrong_norm_after(maps, growth, layers):
    """Normalise after each convolution, as ResNet does.

    Told: One before each convolution
    """
    for _ in range(layers):
        x = Conv2D(4 * growth, 1, use_bias=False)(maps)
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, padding="same", use_bias=False)(x)
        x = ReLU()(BatchNormalization()(x))
        maps = Concatenate()([maps, x])
    return maps


def wrong_first_relu(maps, growth, layers):
    """Forget the first ReLU.

    Told: The ReLU before the 1×1 is missing
    """
    for _ in range(layers):
        x = Conv2D(4 * growth, 1, use_bias=False)(BatchNormalization()(maps))
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, padding="same", use_bias=False)(x)
        maps = Concatenate()([maps, x])
    return maps


def wrong_second_relu(maps, growth, layers):
    """Forget the second ReLU.

    Told: The ReLU before the 3×3 is missing
    """
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(maps))
        x = Conv2D(4 * growth, 1, use_bias=False)(x)
        x = BatchNormalization()(x)
        x = Conv2D(growth, 3, padding="same", use_bias=False)(x)
        maps = Concatenate()([maps, x])
    return maps


def wrong_relu_after(maps, growth, layers):
    """Put a ReLU into the 3×3 too.

    Told: A ReLU after the 3×3 is not asked
    """
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(maps))
        x = Conv2D(4 * growth, 1, use_bias=False)(x)
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, padding="same", use_bias=False, activation="relu")(x)
        maps = Concatenate()([maps, x])
    return maps


def wrong_biases(maps, growth, layers):
    """Leave the biases in.

    Told: use_bias=False: the batch normalisation
    """
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(maps))
        x = Conv2D(4 * growth, 1)(x)
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, padding="same")(x)
        maps = Concatenate()([maps, x])
    return maps


def wrong_added(maps, growth, layers):
    """Add, as ResNet does.

    Told: concatenated, not added
    """
    depth = maps.shape[-1]
    for _ in range(layers):
        x = Conv2D(4 * growth, 1, use_bias=False)(BatchNormalization()(maps))
        x = Conv2D(depth, 3, padding="same", use_bias=False)(x)
        maps = maps + x
    return maps


def wrong_unpadded(maps, growth, layers):
    """Forget the padding.

    Told: padding="same" keeps height and width
    """
    for _ in range(layers):
        x = ReLU()(BatchNormalization()(maps))
        x = Conv2D(4 * growth, 1, use_bias=False)(x)
        x = ReLU()(BatchNormalization()(x))
        x = Conv2D(growth, 3, use_bias=False)(x)
        maps = Concatenate()([maps, x])
    return maps


def wrong_without_import(maps, growth, layers):
    """Forget an import.

    Told: Write `from keras import ops`
    """
    x = ReLU()(BatchNormalization()(maps))
    return ops.concatenate([maps, x])  # noqa: F821
