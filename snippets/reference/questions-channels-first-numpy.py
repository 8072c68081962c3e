import numpy as np

maps = np.zeros((3, 32, 32))  # 3 channels first, then height and width

for name, formula, shape in [
    ("Conv2D", "chw,klco->ohw", (1, 1, 3, 64)),
    ("Dense", "chw,wo->cho", (32, 64)),
    ("EinsumDense", "chw,co->ohw", (3, 64)),
]:
    kernel, bias = np.ones(shape), np.zeros(64)
    output = np.einsum(formula, maps, kernel)
    print(
        f"{name:<11} kernel {kernel.shape!s:<13}",
        f"output {output.shape!s:<12} parameters {kernel.size + bias.size:,}",
    )
