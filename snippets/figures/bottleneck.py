from _draw import Drawing, names_of, size, weights

names = names_of("architectures/residual-bottleneck.py")
d, said = Drawing(332), []
for x, name in ((76, "bottleneck"), (272, "basic")):
    layers = [layer for layer in names[name].layers if hasattr(layer, "kernel")]
    widths = [names[name].input_shape[-1], *(layer.filters for layer in layers)]
    step = 171 / len(layers)
    edge, count = x - widths[0] * 0.22, sum(map(weights, layers))
    d.text(x, 16, f"{name.capitalize()} block", "strong")
    end = d.profile(
        x, 30, widths, [size(n.kernel_size) for n in layers], 0.44, step
    )
    for i, layer in enumerate(layers):
        d.text(
            x + 59,
            45 + step * (i + 0.5),
            f"{weights(layer):,}",
            "small",
            "start",
        )
    d.path(
        "arrow", [(x, end + 3), (x, end + 13)], [(x, end + 37), (x, end + 43)]
    )
    d.arrow(
        (edge - 2, 40),
        (edge - 14, 40),
        (edge - 14, end + 25),
        (x - 14, end + 25),
    )
    d.units("", [(x, end + 25)], 12)
    d.text(x, end + 30, "+", "strong")
    d.bar(edge, end + 45, -2 * (edge - x), 20, "output")
    d.text(x, end + 60, names[name].output_shape[-1])
    d.text(x, end + 90, f"{count:,} weights", "strong")
    said.append(
        f"{name} block {' → '.join(map(str, widths))}, {count:,} weights"
    )
d.print(f"With a shortcut around each: {'; '.join(said)}. Widths are to scale.")
