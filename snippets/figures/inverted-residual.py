from _draw import Drawing, names_of, number, size, weights

blocks = {
    "Bottleneck": names_of("architectures/residual-bottleneck.py")["bottleneck"],
    "Inverted": names_of("architectures/mobilenet-v2.py")["block"],
}
SCALE, STEP = 0.38, 57
d, said = Drawing(330), []
for x, (name, block) in zip((86, 276), blocks.items(), strict=True):
    layers = [layer for layer in block.layers if hasattr(layer, "kernel")]
    widths = [layer.kernel.shape[2] for layer in layers]
    widths.append(block.output_shape[-1])
    left = x - max(widths) * SCALE / 2
    d.text(x, 15, name, "strong")
    words = [size(layer.kernel_size) for layer in layers]
    if layers[1].name == "depthwise":
        words[1] += " depthwise"
    end = d.profile((x, 28), widths, words, SCALE, STEP)
    for i, layer in enumerate(layers):
        near = x + max(widths[i : i + 2]) * SCALE / 2 + 6
        d.text(near, 43 + STEP * (i + 0.5), number(weights(layer)), "small start")
    d.path("arrow", [(x, end + 3), (x, end + 42)])
    start = x - widths[0] * SCALE / 2
    d.arrow(
        (start - 2, 38), (left - 12, 38), (left - 12, end + 24), (x - 13, end + 24)
    )
    d.add("circle", "unit", cx=x, cy=end + 24, r=12)
    d.text(x, end + 29, "+", "strong")
    wide = widths[-1] * SCALE
    d.bar((x - wide / 2, end + 44), wide, 20, "output")
    d.label(x, end + 59, number(widths[-1]), wide)
    total = number(sum(map(weights, layers)))
    d.text(x, end + 88, f"{total} weights", "strong")
    said.append(f"{name} {' → '.join(map(str, widths))}, {total} weights")
d.print(
    f"Widths to scale. {'; '.join(said)}. The shortcut of the first joins wide maps,"
    " that of the second narrow ones."
)
