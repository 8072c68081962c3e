import numpy as np
from _draw import Drawing, number
from keras import layers

rows, columns = np.indices((5, 5))
maps = np.stack(
    [4 - columns, 4 - abs(rows - 2) - abs(columns - 2), rows], axis=-1
)
maps = maps[None].astype("float32")
neuron = layers.Conv2D(1, 1)
neuron.build(maps.shape)
neuron.set_weights([np.array([0.5, 2, -1]).reshape(1, 1, 3, 1), np.array([1])])
output = np.array(neuron(maps))
kernel, bias = (array.ravel() for array in neuron.get_weights())
row, column = 3, 1
value = number(output[0, row, column, 0])
d = Drawing(296)


def sheet(x, values, hue):
    """Draw one map with its cells shaded and return the middle of the chosen one."""
    d.block(x, 208, 140, 0, hue)
    for i, line in enumerate((values - values.min()) / np.ptp(values)):
        for j, shade in enumerate(line):
            cell = d.face(x, 208, 140, (j / 5, i / 5, (j + 1) / 5, (i + 1) / 5))
            d.path(f"{hue} cell", cell, closed=True, opacity=0.06 + 0.5 * shade)
    at = column / 5, row / 5, (column + 1) / 5, (row + 1) / 5
    corners = d.face(x, 208, 140, at)
    d.path(f"{hue} chosen", corners, closed=True)
    return np.mean(corners, axis=0)


terms = []
for i, (x, weight) in enumerate(zip((12, 100, 188), kernel, strict=True)):
    cx, cy = sheet(x, maps[0, :, :, i], "input")
    d.path("beam", [(cx, cy), (cx + (75 if i < 2 else 140), cy)])
    d.path("guide", [(cx, cy + 18), (cx, 228)])
    pixel = number(maps[0, row, column, i])
    d.chip(cx, 246, pixel, "input", 27)
    d.text(cx + 21, 251, "×")
    d.chip(cx + 44, 246, number(weight), "weights", 31)
    d.text(cx + 67, 251, "+")
    terms.append(f"{pixel} × {number(weight)}")
d.chip(cx + 90, 246, number(bias[0]), "weights", 31)
d.text(cx + 114, 251, "=")
d.chip(cx + 90, cy, "1×1", "weights")
end = sheet(cx + 124, output[0, :, :, 0], "output")
d.path("guide", [(end[0], cy + 18), (end[0], 228)])
d.chip(end[0], 246, value, "output", 34)
labels = {
    "value": cx - 176,
    "weight": cx - 132,
    "bias": cx + 90,
    "output": end[0],
}
for words, x in labels.items():
    d.text(x, 280, words, "muted")
d.text(12, 18, f"{maps.shape[-1]} input maps", "strong", "start")
d.text(388, 18, f"{output.shape[-1]} output map", "strong", "end")
d.print(
    f"One position of {maps.shape[-1]} input maps gives one value of the output map:"
    f" {' + '.join(terms)} + {number(bias[0])} = {value}."
)
