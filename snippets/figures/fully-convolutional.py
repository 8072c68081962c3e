from _draw import Drawing, face, names_of, size

names = names_of("architectures/fully-convolutional.py")
classifier, network = names["classifiers"]["valid"], names["networks"]["valid"]
dense, score = network.layers[-2:]
body, side = network.layers[: -len((dense, score))], classifier.input_shape[1]
d, said = Drawing(326), []
for bottom, picture in ((100, side), (298, names["picture"].shape[0])):
    shape, shapes = (1, picture, picture, 3), []
    for layer in network.layers:
        shape = layer.compute_output_shape(shape)
        shapes.append(shape[1:])
    shapes = [shapes[len(body) - 1], *shapes[-2:]]
    cell, x = 7, 8
    d.text(
        8,
        bottom - cell * shapes[0][0] * 1.28 - 12,
        f"{size((picture, picture, 3))} picture",
        "strong start",
    )
    for i, (shape, layer) in enumerate(
        zip(shapes, (dense, score, None), strict=True)
    ):
        high, deep = cell * shape[0], shape[-1] * 0.9
        hue = "input" if layer else "output"
        d.block((x, bottom), high, deep, hue, shape[0])
        end = x + deep + high * 0.42
        part = (1 if i else dense.kernel_size[0]) / shape[0]
        seen = face((x + deep, bottom), high, (0, 0, part, part))
        if picture != side:
            d.path(f"{hue} chosen", seen, end="z")
        d.text((x + end) / 2, bottom + 20, size(shape), "small")
        if layer:
            d.arrow((end + 6, bottom - 8), (end + 58, bottom - 8))
            d.chip(end + 31, bottom - 8, size(layer.kernel_size), "weights")
        x = end + 66
    said.append(
        f"{size((picture, picture, 3))} gives {', '.join(map(size, shapes))}"
    )
d.print(f"The same weights on two pictures: {'; '.join(said)}.")
