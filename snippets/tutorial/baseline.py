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
