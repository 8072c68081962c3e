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
