import numpy as np
from keras import layers

from _draw import Drawing, face, number, size

rows, columns = np.indices((5, 5))
maps = np.stack([4 - columns, 4 - abs(rows - 2) - abs(columns - 2), rows], axis=-1)
neuron = layers.Conv2D(1, 1)
neuron.build((None, *maps.shape))
neuron.set_weights([np.array([0.5, 2, -1]).reshape(1, 1, 3, 1), np.array([1])])
output = np.array(neuron(maps[None].astype("float32")))[0]
kernel, bias = (array.ravel() for array in neuron.get_weights())
i, j = 3, 1  # the position that is followed
value, (shift,) = number(output[i, j, 0]), map(number, bias)
d, terms = Drawing(296), []


def draw(x, values, hue):
    """Draw one map, shaded by its values; return the middle of the position."""
    d.block((x, 208), 140, 0, hue)

    def cell(row, column):
        part = column / 5, row / 5, (column + 1) / 5, (row + 1) / 5
        return face((x, 208), 140, part)

    for at, shade in np.ndenumerate((values - values.min()) / np.ptp(values)):
        d.path(
            f"{hue} cell",
            cell(*at),
            end="z",
            fill_opacity=f"{0.06 + shade / 2:.2f}",
        )
    d.path(f"{hue} chosen", cell(i, j), end="z")
    return np.mean(cell(i, j), axis=0)


for channel, x in enumerate((12, 100, 188)):
    cx, cy = draw(x, maps[:, :, channel], "input")
    d.path("beam", [(cx, cy), (cx + (75 if channel < 2 else 140), cy)])
    d.path("guide", [(cx, cy + 18), (cx, 228)])
    pixel, weight = number(maps[i, j, channel]), number(kernel[channel])
    d.chip(cx, 246, pixel, "input")
    d.text(cx + 21, 251, "×")
    d.chip(cx + 43, 246, weight, "weights")
    d.text(cx + 65.5, 251, "+")
    terms.append(f"{pixel} × {weight}")
d.chip(cx + 90, cy, size(neuron.kernel_size), "weights")
d.chip(cx + 90, 246, shift, "weights")
d.text(cx + 114, 251, "=")
end, _ = draw(cx + 124, output[:, :, 0], "output")
d.path("guide", [(end, cy + 18), (end, 228)])
d.chip(end, 246, value, "output")
labels = {"value": cx - 176, "weight": cx - 133, "bias": cx + 90, "output": end}
for words, x in labels.items():
    d.text(x, 280, words, "muted")
d.text(12, 18, f"{maps.shape[-1]} input maps", "strong start")
d.text(388, 18, f"{output.shape[-1]} output map", "strong end")
d.print(
    f"One position of {maps.shape[-1]} input maps gives one value of the output map:"
    f" {' + '.join(terms)} + {shift} = {value}."
)
