from _draw import Drawing, names_of, size

block = names_of("architectures/network-in-network.py")["block"]
module = names_of("architectures/inception.py")["reduced"]
bottleneck = names_of("architectures/residual-bottleneck.py")["bottleneck"]
shapes = {
    ("Network in", "Network", "filter, then", "keep mixing"): block.layers,
    ("Inception", "branch", "reduce, then", "filter"): [
        module.get_layer(name) for name in ("3x3_reduce", "3x3")
    ],
    ("Residual", "bottleneck", "reduce, filter,", "restore"): [
        layer for layer in bottleneck.layers if hasattr(layer, "kernel")
    ],
}
d, said = Drawing(276), []
for x, (words, layers) in zip((66, 200, 334), shapes.items(), strict=True):
    widths = [layers[0].kernel.shape[2], *(layer.filters for layer in layers)]
    kernels = [size(layer.kernel_size) for layer in layers]
    for i, y in enumerate((15, 33, 252, 270)):
        d.text(x, y, words[i], "strong" if i < 2 else "muted")
    d.profile((x, 48), widths, kernels, 0.46, 162 / len(layers))
    said.append(f"{' '.join(words[:2])} {' → '.join(map(str, widths))}")
d.print(f"The number of maps through three blocks, to scale: {'; '.join(said)}.")
