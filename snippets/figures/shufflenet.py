from _draw import Drawing, names_of

names = names_of("architectures/shufflenet.py")
groups, depth = names["GROUPS"], names["DEPTH"]
order, reached = names["order"].tolist(), names["reached"]
each = depth // groups
places = [14 + 20 * i + 11 * (i // each) for i in range(depth)]
d, said = Drawing(382), []


def row(y, lit):
    """Draw a layer's channels at height y, those in `lit` filled."""
    for i, x in enumerate(places):
        kind = "output cell" if i in lit else "input front"
        d.add("rect", kind, x=x - 8, y=y - 8, width=16, height=16)


def links(y, pairs, lit, words):
    """Draw lines from row y to the next, and return the channels lit there."""
    for start, end in sorted(pairs, key=lambda pair: pair[0] in lit):
        kind = "arrow" if start in lit else "links"
        d.path(kind, [(places[start], y + 10), (places[end], y + 42)])
    d.text(280, y + 31, words, "small start")
    return {end for start, end in pairs if start in lit}


mix = [(i, k) for i in range(depth) for k in range(depth) if i // each == k // each]
deal = [(start, end) for end, start in enumerate(order)]
steps = {"apart": (mix, mix), "shuffled": (mix, deal, mix)}
y = 40
for name, title in (("apart", "Without a shuffle"), ("shuffled", "With a shuffle")):
    d.text(6, y - 18, title, "strong start")
    lit = {0}
    row(y, lit)
    for pairs in steps[name]:
        words = "shuffle" if pairs is deal else f"1×1, {groups} groups"
        lit = links(y, pairs, lit, words)
        y += 52
        row(y, lit)
    if lit != set(reached[name]):  # the drawing must show what the layers do
        raise ValueError(f"{name}: {lit} drawn, {reached[name]} computed")
    d.text(280, y + 5, f"{len(lit)} of {depth} reached", "small start")
    said.append(f"{title.lower()} channel 0 reaches {len(lit)} of {depth}")
    y += 66
d.print(
    f"Two 1×1 layers of {groups} groups on {depth} channels: {', '.join(said)}."
)
