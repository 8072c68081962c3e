import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((256, 256, 3)),
        layers.Conv2D(512, 3, padding="same", activation="relu", name="conv_3x3"),
        layers.Conv2D(64, 1, activation="relu", name="reduce_1x1"),
    ],
    name="reduction",
)
model.summary()
