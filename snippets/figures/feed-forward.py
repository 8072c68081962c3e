from _draw import Drawing, names_of, number

names = names_of("architectures/feed-forward.py")
ffn, positions = names["ffn"], names["POSITIONS"]
widths = [ffn.input_shape[-1], *(layer.units for layer in ffn.layers)]
d = Drawing(170)
for x, position in ((66, 1), (192, 2), (334, positions)):
    d.text(x, 15, f"position {position}", "strong")
    end = d.profile((x, 26), widths, ["1×1", "1×1"], 0.28)
d.text(263, 100, "…", "strong")
d.text(200, end + 16, "the same two layers everywhere", "muted")
d.print(
    f"At position 1, at position 2 and so on to {positions}: the same two layers,"
    f" {' → '.join(map(number, widths))} features. Nothing leads from one position to"
    " another."
)
