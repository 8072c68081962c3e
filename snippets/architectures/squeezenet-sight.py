# Layers between the picture and a score: kernel size and stride. A fire module
# sees as far as its 3×3; conv10 is a 1×1.
FIRE, POOL = (3, 1), (3, 2)
LAYERS = [(7, 2), POOL, *[FIRE] * 3, POOL, *[FIRE] * 4, POOL, FIRE, (1, 1)]


def sight(layers):
    """Return the side of the square of pixels that one score depends on."""
    field, step = 1, 1  # pixels seen, and from one position to the next
    for kernel_size, stride in layers:
        field += (kernel_size - 1) * step
        step *= stride
    return field


without = [(1, 1) if layer == FIRE else layer for layer in LAYERS]
print(f"with the 3×3 of the modules: {sight(LAYERS)} pixels across")
print(f"with 1×1 in their place: {sight(without)}")
