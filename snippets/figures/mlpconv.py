from _draw import Drawing, face, names_of, size

block = names_of("architectures/network-in-network.py")["block"]
layers, share = block.layers, 16  # channels to a circle
d = Drawing(258)


def draw(x, shape, hue, part):
    """Draw maps with `part` of their rows and columns marked; return its right edge."""
    deep, low, high = shape[-1] * 0.4, 0.5 - part / 2, 0.5 + part / 2
    d.block((x, 188), 104, deep, hue)
    d.text(max(44, x + 22 + deep / 2), 224, size(shape), "small")
    patch = face((x + deep, 188), 104, (low, low, high, high))
    d.path(f"{hue} chosen", patch, end="z")
    return patch[1:3]


rows = block.input_shape[1]
before = draw(8, block.input_shape, "input", layers[0].kernel_size[0] / rows)
circles = []
for x, layer in zip((112, 180, 248), layers, strict=True):
    count = layer.filters // share
    units = [(x, 122 + 14 * (i - (count - 1) / 2)) for i in range(count)]
    d.path("weights links", *([a, b] for a in before for b in units))
    d.chip(x - 34, 18, size(layer.kernel_size), "weights")
    d.text(x, 224, layer.filters, "strong")
    before, circles = units, circles + units
for x, y in circles:
    d.add("circle", "input unit" if x < 248 else "output unit", cx=x, cy=y, r=5)
d.arrow((256, 122), (286, 122))
draw(292, block.output_shape, "output", 1 / rows)
d.text(180, 249, f"each circle: {share} channels", "muted")
depths = " → ".join(str(layer.filters) for layer in layers)
kernels = [size(layer.kernel_size) for layer in layers]
d.print(
    f"The layers {', '.join(kernels)} are a small network of {depths} channels. It sees"
    f" one {kernels[0]} patch of {size(block.input_shape)} at a time and gives one"
    f" position of {size(block.output_shape)}."
)
