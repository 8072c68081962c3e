from _draw import Drawing, names_of, size

block = names_of("architectures/network-in-network.py")["block"]
layers, share = block.layers, 16  # channels to a circle
rows = block.input_shape[1]
kernel = layers[0].kernel_size[0]
d = Drawing(268)


def maps(x, shape, hue, part):
    """Draw a block of maps with `part` rows and columns of it marked."""
    d.block(x, 188, 104, shape[-1] * 0.4, hue)
    low, high = 0.5 - part / rows / 2, 0.5 + part / rows / 2
    patch = d.face(x + shape[-1] * 0.4, 188, 104, (low, low, high, high))
    d.path(f"{hue} chosen", patch, closed=True)
    d.text(max(44, x + 22 + shape[-1] * 0.2), 214, size(shape), "small")
    return patch


before = maps(8, block.input_shape, "input", kernel)[1:3]
for i, layer in enumerate(layers):
    x, count = 112 + 68 * i, layer.filters // share
    units = [(x, 122 + 14 * (j - (count - 1) / 2)) for j in range(count)]
    d.path("weights links", *([a, b] for a in before for b in units))
    d.chip(x - 34, 18, size(layer.kernel_size), "weights")
    d.units("output" if layer is layers[-1] else "input", units, 5)
    d.text(x, 236, layer.filters, "strong")
    before = units
d.arrow((256, 122), (286, 122))
maps(292, block.output_shape, "output", 1)
d.text(180, 258, f"each circle: {share} channels", "muted")
depths = " → ".join(str(layer.filters) for layer in layers)
d.print(
    f"A {size(layers[0].kernel_size)} layer and two 1×1 layers form a small network,"
    f" {depths} channels, that sees one patch of {size(block.input_shape)} at a time"
    f" and gives one position of {size(block.output_shape)}."
)
