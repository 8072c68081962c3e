from _draw import Drawing, names_of, size

module = names_of("architectures/inception.py")["reduced"]
depth, output, scale = module.input_shape[-1], module.output_shape, 0.47
branches = (
    ["1x1"],
    ["3x3_reduce", "3x3"],
    ["5x5_reduce", "5x5"],
    ["pool", "pool_proj"],
)
left = 200 - output[-1] * scale / 2  # where a branch's part of the output starts
d, said, parts = Drawing(306), [], []
d.text(200, 15, size(module.input_shape), "strong")
for x, names in zip((50, 150, 250, 350), branches, strict=True):
    layers = [module.get_layer(name) for name in names]
    depths = [layer.output.shape[-1] for layer in layers]
    words = [
        size(n.kernel_size) if hasattr(n, "kernel") else f"{size(n.pool_size)} pool"
        for n in layers
    ]
    d.path("guide", [(200 + (x - 200) / 9, 24), (x, 50)])
    end = d.profile((x, 56), [depth, *depths], words, scale)
    wide = depths[-1] * scale
    band = [(x + wide / 2, end), (x + wide / 2, 184), (left + wide, 236)]
    band += [(left, 236), (x - wide / 2, 184), (x - wide / 2, end)]
    d.path("output band", band, end="z")
    d.bar((left, 238), wide, 20, "output")
    left += wide
    said.append(" → ".join(map(str, depths)))
    parts.append(str(depths[-1]))
d.text(200, 280, size(output), "strong")
d.text(200, 299, " + ".join(parts), "muted")
d.print(
    f"Inception module 3a, widths to scale: {depth} maps feed four branches of"
    f" {', '.join(said)} maps, which concatenate to {output[-1]}."
)
