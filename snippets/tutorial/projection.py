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
