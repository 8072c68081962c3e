from _draw import Drawing, names_of, number

_, block = names_of("architectures/densenet.py")["pairs"][6]
model = names_of("architectures/densenet-transition.py")["transition"]
depth, total = block.input_shape[-1], block.output_shape[-1]
read = {n.name: n.output.shape[-1] for n in block.layers if n.name[:4] == "read"}
inner = {n.output.shape[-1] for n in block.layers if n.name[:6] == "reduce"}
growth = (total - depth) // len(read)
scale, left, step = 0.9, 44, 27
(narrow,) = inner

d = Drawing(306)
d.text(4, 15, "Maps read", "strong start")
d.text(392, 15, f"each arrow: 1×1 → {narrow}, 3×3 → {growth}", "muted end")
y = 26
for count in read.values():
    d.bar((left, y), depth * scale, 18, "input")
    for at in range(depth, count, growth):
        d.bar((left + at * scale, y), growth * scale, 18, "output")
    d.text(left - 6, y + 14, number(count), "small end")
    new = left + count * scale
    d.arrow((new + 4, y + 9), (new + 36, y + 9))
    d.bar((new + 40, y), growth * scale, 18, "output")
    d.text(new + 40 + growth * scale / 2, y + 14, f"+{growth}", "small")
    y += step
half = model(56, total)[0].output.shape[-1]
middle = left + total * scale / 2
d.text(392, y + 50, "transition", "strong end")
end = d.profile((middle, y + 6), [total, half], ["1×1"], scale, 60)
d.text(middle, end + 22, "then 2×2 average pooling", "small")
sizes = ", ".join(map(number, read.values()))
d.print(
    f"Dense block on {depth} maps, widths to scale: its layers read {sizes} maps and"
    f" each adds {growth}, so {total} leave it. The transition halves them to {half}."
)
