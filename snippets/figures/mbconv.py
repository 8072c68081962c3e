from _draw import Drawing, names_of, number, size

block = names_of("architectures/efficientnet.py")["block"]
names = ("maps", "expand_1x1", "depthwise", "gated", "project_1x1")
widths = {name: block.get_layer(name).output.shape[-1] for name in names}
gate_names = ("squeeze", "excite_1x1_a", "excite_1x1_b")
gate = [block.get_layer(name).output.shape[-1] for name in gate_names]
area = size(block.get_layer("depthwise").output.shape[1:3])
x, aside, scale, step, last = 106, 304, 0.36, 48, 250  # last: y of the gated maps
kernel = size(block.get_layer("depthwise").kernel_size)

d = Drawing(404)
d.text(x, 15, size(block.input_shape), "strong")
upper = [widths[name] for name in names[:3]]
end = d.profile((x, 24), upper, ["1×1", f"depthwise {kernel}"], scale, step)
left, right = x - widths["gated"] * scale / 2, aside - gate[0] * scale / 2
d.text(aside, end - 45, "gate", "strong")
d.text(aside, end - 28, f"mean of {area}", "muted")
d.arrow((x + widths["depthwise"] * scale / 2 + 2, end - 10), (right - 3, end - 10))
low = d.profile((aside, end - 20), gate, ["1×1", "1×1"], scale, step)
middle = low - 10
d.path("arrow", [(x, end + 2), (x, middle - 14)])
d.path("arrow", [(right - 3, middle), (x + 14, middle)])
d.path("arrow", [(x + 19, middle - 4), (x + 14, middle), (x + 19, middle + 4)])
d.add("circle", "unit", cx=x, cy=middle, r=12)
d.text(x, middle + 5, "×", "strong")
d.path("arrow", [(x, middle + 14), (x, last - 2)])
pair = [widths["gated"], widths["project_1x1"]]
end = d.profile((x, last), pair, ["1×1"], scale, step)
d.path("arrow", [(x, end + 2), (x, end + 50)])
d.add("circle", "unit", cx=x, cy=end + 24, r=12)
d.text(x, end + 29, "+", "strong")
d.arrow((x - 17, 34), (left - 12, 34), (left - 12, end + 24), (x - 13, end + 24))
d.bar((x - pair[1] * scale / 2, end + 52), pair[1] * scale, 20, "output")
d.text(x, end + 67, pair[1], "small")
d.print(
    f"An MBConv block, widths to scale: {' → '.join(number(n) for n in upper)}, then"
    f" a gate from the mean of each map, {' → '.join(map(number, gate))}, multiplies"
    f" the maps; a 1×1 projects {pair[0]} → {pair[1]}, and the input is added."
)
