from _draw import Drawing, names_of, number, size, weights

names = names_of("architectures/residual-bottleneck.py")
d, said = Drawing(328), []
for x, name in ((76, "bottleneck"), (272, "basic")):
    block = names[name]
    layers = [layer for layer in block.layers if hasattr(layer, "kernel")]
    widths = [block.input_shape[-1], *(layer.filters for layer in layers)]
    step, wide, total = (
        171 / len(layers),
        widths[0] * 0.44,
        sum(map(weights, layers)),
    )
    left = x - wide / 2
    d.text(x, 15, f"{name.capitalize()} block", "strong")
    words = [size(layer.kernel_size) for layer in layers]
    end = d.profile((x, 28), widths, words, 0.44, step)
    for i, layer in enumerate(layers):
        d.text(x + 59, 43 + step * (i + 0.5), number(weights(layer)), "small start")
    d.path("arrow", [(x, end + 3), (x, end + 42)])
    d.arrow(
        (left - 2, 38),
        (left - 14, 38),
        (left - 14, end + 24),
        (x - 13, end + 24),
    )
    d.add("circle", "unit", cx=x, cy=end + 24, r=12)
    d.text(x, end + 29, "+", "strong")
    d.bar((left, end + 44), wide, 20, "output")
    d.text(x, end + 59, block.output_shape[-1], "small")
    d.text(x, end + 88, f"{number(total)} weights", "strong")
    said.append(
        f"{name} block {' → '.join(map(str, widths))}, {number(total)} weights"
    )
d.print(f"With a shortcut around each: {'; '.join(said)}. Widths are to scale.")
