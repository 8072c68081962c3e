"""Draw the model of a tutorial script as a chain of blocks."""

from _draw import SLANT, Drawing, names_of, number, size


def chain(snippet: str, use: str):
    """Print the Sequential `model` of a script as blocks, their depths to one scale.

    `use` says in a few words what its last layer does to the number of maps.
    """
    model = names_of(snippet)["model"]
    shapes = [
        model.input_shape,
        *(layer.output.shape for layer in model.layers),
    ]
    across, gap, said = 92 * SLANT[0], 58, size(shapes[0])
    deep = [max(3, shape[-1] * 0.1) for shape in shapes]
    x = 200 - (sum(deep) + len(deep) * (across + gap) - gap) / 2
    d = Drawing(214)
    for shape, depth, layer in zip(
        shapes, deep, [*model.layers, None], strict=True
    ):
        d.block((x, 178), 92, depth, "input" if layer else "output")
        d.text(max(x + (depth + across) / 2, 42), 204, size(shape), "small")
        x += depth + across + gap
        if layer:
            kernel, parameters = (
                size(layer.kernel_size),
                number(layer.count_params()),
            )
            d.text(x - gap / 2, 16, parameters, "strong")
            d.text(x - gap / 2, 33, "parameters", "muted")
            d.path("guide", [(x - gap / 2, 42), (x - gap / 2, 112)])
            d.arrow((x - gap + 3, 128), (x - 4, 128))
            d.chip(x - gap / 2 - 2, 128, kernel, "weights")
            said += f", {kernel} layer of {parameters} parameters, "
            said += size(layer.output.shape)
    d.print(
        f"{use}: {said}. Depths are to scale, except that the input is drawn deeper."
    )
