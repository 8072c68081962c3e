from _draw import Drawing, names_of, size

blocks = {
    ("Network in", "Network", "filter, then", "keep mixing"): [
        layer
        for layer in names_of("architectures/network-in-network.py")[
            "block"
        ].layers
    ],
    ("Inception", "branch", "reduce, then", "filter"): [
        names_of("architectures/inception.py")["reduced"].get_layer(name)
        for name in ("3x3_reduce", "3x3")
    ],
    ("Residual", "bottleneck", "reduce, filter,", "restore"): [
        layer
        for layer in names_of("architectures/residual-bottleneck.py")[
            "bottleneck"
        ].layers
        if hasattr(layer, "kernel")
    ],
}
d, said = Drawing(276), []
for x, (words, layers) in zip((66, 200, 334), blocks.items(), strict=True):
    widths = [layers[0].kernel.shape[2], *(layer.filters for layer in layers)]
    for y, line, kind in zip(
        (15, 33, 252, 270), words, ["strong"] * 2 + ["muted"] * 2, strict=True
    ):
        d.text(x, y, line, kind)
    step = 162 / len(layers)
    d.profile(x, 48, widths, [size(n.kernel_size) for n in layers], 0.46, step)
    said.append(f"{' '.join(words[:2])} {' → '.join(map(str, widths))}")
d.print(
    f"The number of maps through three blocks, to scale: {'; '.join(said)}."
)
