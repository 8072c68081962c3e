from functools import cache
from math import prod

from keras import layers

NETWORKS = {  # channels and blocks of each stage (Liu et al., 2022, section 3)
    "T": ((96, 192, 384, 768), (3, 3, 9, 3)),
    "S": ((96, 192, 384, 768), (3, 3, 27, 3)),
    "B": ((128, 256, 512, 1024), (3, 3, 27, 3)),
    "L": ((192, 384, 768, 1536), (3, 3, 27, 3)),
    "XL": ((256, 512, 1024, 2048), (3, 3, 27, 3)),
    "S iso.": ((384,), (18,)),
    "B iso.": ((768,), (18,)),
    "L iso.": ((1024,), (36,)),
}


@cache
def counts(kind, depth, *arguments):
    """Return the parameters and the kernel's weights of a layer on `depth` maps."""
    layer = getattr(layers, kind)(*arguments)
    layer.build((None, None, None, depth))
    kernel = getattr(layer, "kernel", None)
    return layer.count_params(), 0 if kernel is None else prod(kernel.shape)


def network(channels, blocks, side):
    """Return parameters, MACs and the parameters of the pointwise layers."""
    patch = 4 if len(channels) > 1 else 16  # the isotropic ones see 16×16 patches
    side //= patch
    rows = [(1, side, *counts("Conv2D", 3, channels[0], patch))]
    if len(channels) > 1:
        rows += [(1, side, *counts("LayerNormalization", channels[0]))]
    pointwise, before = 0, None
    for depth, count in zip(channels, blocks, strict=True):
        if before:
            rows += [(1, side, *counts("LayerNormalization", before))]
            side //= 2
            rows += [(1, side, *counts("Conv2D", before, depth, 2, 2))]
        dense = counts("Dense", depth, 4 * depth), counts("Dense", 4 * depth, depth)
        rows += [(count, side, *numbers) for numbers in dense]
        rows += [(count, side, *counts("DepthwiseConv2D", depth, 7))]
        rows += [(count, side, *counts("LayerNormalization", depth))]
        rows += [(count, side, depth, 0)]  # layer scale
        pointwise += count * (dense[0][0] + dense[1][0])
        before = depth
    rows += [(1, 1, *counts("LayerNormalization", before))]
    rows += [(1, 1, *counts("Dense", before, 1000))]
    parameters = sum(count * own for count, _, own, _ in rows)
    return (
        parameters,
        sum(n * s * s * kernel for n, s, _, kernel in rows),
        pointwise,
    )


parameters, macs, macs_384 = {}, {}, {}
print("           parameters  in its Dense     MACs at 224×224      at 384×384")
for name, (channels, blocks) in NETWORKS.items():
    parameters[name], macs[name], pointwise = network(channels, blocks, 224)
    macs_384[name] = network(channels, blocks, 384)[1]
    print(
        f"{name:8} {parameters[name]:12,} {pointwise / parameters[name]:13.1%}",
        end="",
    )
    print(f" {macs[name]:19,} {macs_384[name]:15,}")
