from _draw import Drawing, names_of, size

module = names_of("architectures/inception.py")["reduced"]
depth, output, scale = module.input_shape[-1], module.output_shape, 0.47
branches = (
    ["1x1"],
    ["3x3_reduce", "3x3"],
    ["5x5_reduce", "5x5"],
    ["pool", "pool_proj"],
)
d, said = Drawing(306), []
d.text(200, 15, size(module.input_shape), "strong")
left = (
    200 - output[-1] * scale / 2
)  # where a branch's part of the output starts
for x, names in zip((50, 150, 250, 350), branches, strict=True):
    layers = [module.get_layer(name) for name in names]
    widths = [depth, *(layer.output.shape[-1] for layer in layers)]
    words = [
        size(n.kernel_size)
        if hasattr(n, "kernel")
        else f"{size(n.pool_size)} pool"
        for n in layers
    ]
    half, part = widths[-1] * scale / 2, widths[-1] * scale
    d.path("guide", [(200 + (x - 200) / 9, 24), (x, 50)])
    end = d.profile(x, 56, widths, words, scale)
    funnel = [(x + half, end), (x + half, 184), (left + part, 236)]
    funnel += [(left, 236), (x - half, 184), (x - half, end)]
    d.path("output band", funnel, closed=True)
    d.bar(left, 238, part, 20, "output")
    left += part
    said.append(" → ".join(map(str, widths[1:])))
d.text(200, 281, size(output), "strong")
d.text(200, 300, " + ".join(one.split()[-1] for one in said), "muted")
d.print(
    f"Inception module 3a, widths to scale: {depth} maps feed four branches of"
    f" {', '.join(said)} maps, which concatenate to {output[-1]}."
)
