from _draw import Drawing, names_of, number, size, weights

fire = names_of("architectures/squeezenet.py")["fire2"]
squeeze, one, three = (
    fire.get_layer(f"{part}")
    for part in ("squeeze_1x1", "expand_1x1", "expand_3x3")
)
depth, few, output = fire.input_shape[-1], squeeze.filters, fire.output_shape[-1]
scale = 1.2
d = Drawing(322)
d.text(200, 15, size(fire.input_shape), "strong")
end = d.profile((200, 26), [depth, few], [size(squeeze.kernel_size)], scale, 64)
d.text(200 + depth * scale / 2 + 14, 72, number(weights(squeeze)), "small start")
left = 200 - output * scale / 2
for layer, x in ((one, 100), (three, 300)):
    wide = layer.filters * scale
    d.path("guide", [(200 + (x - 200) / 12, end + 3), (x, end + 22)])
    kernel = size(layer.kernel_size)
    low = d.profile((x, end + 26), [few, layer.filters], [kernel], scale, 64)
    d.text(x + wide / 2 + 8, end + 72, number(weights(layer)), "small start")
    band = [(x + wide / 2, low), (left + wide, low + 32), (left, low + 32)]
    d.path("output band", [*band, (x - wide / 2, low)], end="z")
    d.bar((left, low + 34), wide, 20, "output")
    left += wide
d.text(200, low + 76, size(fire.output_shape), "strong")
d.text(200, low + 95, f"{one.filters} + {three.filters}", "muted")
d.print(
    f"A fire module, widths to scale: {depth} maps are squeezed to {few} by 1×1"
    f" filters. These feed {one.filters} filters of 1×1 and {three.filters} of 3×3,"
    f" whose outputs concatenate to {output} maps. Weights:"
    f" {number(weights(squeeze))}, {number(weights(one))}, {number(weights(three))}."
)
