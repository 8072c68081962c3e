from _draw import Drawing, names_of, number, weights

block = names_of("architectures/feed-forward-convnext.py")["block"]
names = ("depthwise", "expand", "project")
layers = [block.get_layer(name) for name in names]
widths = [block.input_shape[-1], *(layer.output.shape[-1] for layer in layers)]
words = ["depthwise 7×7", "1×1", "1×1"]
x, scale, step = 172, 0.19, 54
d = Drawing(266)
end = d.profile((x, 12), widths, words, scale, step)
for i, layer in enumerate(layers):
    d.text(330, 27 + step * (i + 0.5), number(weights(layer)), "small start")
d.path("arrow", [(x, end + 3), (x, end + 42)])
left = x - widths[2] * scale / 2 - 12
d.arrow((x - 38, 22), (left, 22), (left, end + 24), (x - 13, end + 24))
d.add("circle", "unit", cx=x, cy=end + 24, r=12)
d.text(x, end + 29, "+", "strong")
d.bar((x - widths[0] * scale / 2, end + 44), widths[0] * scale, 20, "output")
d.text(x, end + 59, widths[0], "small")
d.print(
    f"A ConvNeXt block, widths to scale: {' → '.join(map(number, widths))} channels by"
    f" a depthwise 7×7 of {number(weights(layers[0]))} weights and two 1×1 of"
    f" {number(weights(layers[1]))} each; the input is added."
)
