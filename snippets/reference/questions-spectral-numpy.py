import numpy as np

bands = np.zeros((64, 64, 200))  # height, width, bands as channels
cube = bands[..., np.newaxis]  # bands as a third axis, one channel

for name, picture, formula, shape in [
    ("Conv2D(1, 1)", bands, "hwb,bf->hwf", (200, 1)),
    ("Conv3D(1, (1, 1, 200))", cube, "hwbc,bcf->hwf", (200, 1, 1)),
    ("Conv3D(1, 1)", cube, "hwbc,cf->hwbf", (1, 1)),
]:
    kernel, bias = np.ones(shape), np.zeros(1)
    output = np.einsum(formula, picture, kernel) + bias
    if formula == "hwbc,bcf->hwf":
        output = output[:, :, np.newaxis]  # the axis of bands, now of length 1
    parameters = kernel.size + bias.size
    print(f"{name:<23} {output.shape!s:<18} {parameters:>3} parameters")
