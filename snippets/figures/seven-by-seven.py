from _draw import Drawing, names_of, number, size, weights

names = names_of("tutorial/reduction-before-7x7.py")
straight, reduced = names["straight"].layers, names["reduced"].layers
maps, fewer = straight[0].kernel.shape[2], reduced[1].kernel.shape[2]
large, small = size(straight[0].kernel_size), size(reduced[0].kernel_size)
full, parts = weights(straight[0]), [weights(layer) for layer in reduced]
total, terms = sum(parts), " + ".join(map(number, parts))
d, x = Drawing(190), 6

d.text(6, 18, f"{large} straight on {maps} maps", "strong start")
d.bar((6, 30), 388, 30, "weights solid")
d.text(6, 80, f"{number(full)} weights", "start")
d.text(6, 122, f"{small} to {fewer} maps, then {large}", "strong start")
for part in parts:
    d.bar((x, 134), 388 * part / full, 30, "weights solid")
    x += 388 * part / full + 2
d.text(x + 10, 154, terms, "start")
d.text(6, 184, f"{number(total)} weights: {full / total:.1f} times fewer", "start")
d.print(
    f"Bars to scale. A {large} layer straight on {maps} maps has {number(full)}"
    f" weights; a {small} layer to {fewer} maps and the {large} on those have {terms} ="
    f" {number(total)}."
)
