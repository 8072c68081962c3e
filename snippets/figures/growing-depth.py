import keras
from keras import layers

from _draw import SLANT, Drawing, size

model = keras.Sequential([keras.Input((256, 256, 3))])
stages = []  # the shape of each stage's maps
for filters in (64, 128, 256, 512, 512):
    if stages:
        model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
    stages.append(model.output_shape[1:])

first, last = stages[0], stages[-1]
d, x = Drawing(224), 8
for shape in stages:
    side, deep = shape[0] * 0.45, shape[-1] * 0.145
    long = deep + side * SLANT[0]
    wide = max(60, long)
    d.block((x + (wide - long) / 2, 172), side, deep, "input")
    d.text(x + wide / 2, 196, size(shape[:2]), "small")
    d.text(x + wide / 2, 215, f"×{shape[-1]}", "strong")
    x += wide + 9
d.text(392, 40, f"each map: {size(first[:2])} → {size(last[:2])}", "end")
d.text(392, 62, f"maps: {first[-1]} → {last[-1]}", "strong end")
shapes = ", ".join(map(size, stages))
d.print(
    f"Five stages of a VGG-like stack on a {size(model.input_shape)} input, sides to"
    f" one scale and depths to another. Maps shrink while their number grows: {shapes}."
)
