import numpy as np

rng = np.random.default_rng(0)
maps = rng.normal(size=(1, 4, 4, 32))
kernel, bias = rng.normal(size=(32, 64)), rng.normal(size=64)
expected = maps @ kernel + bias

conv_kernel = kernel[np.newaxis, np.newaxis]
conv_output = np.einsum("bhwc,klco->bhwo", maps, conv_kernel) + bias

torch_kernel = np.transpose(conv_kernel, (3, 2, 0, 1))
torch_maps = np.transpose(maps, (0, 3, 1, 2))
torch_output = np.einsum("ockl,bchw->bohw", torch_kernel, torch_maps)
torch_output += bias[:, np.newaxis, np.newaxis]

back_to_keras = np.transpose(torch_output, (0, 2, 3, 1))
print("Dense", kernel.shape)
print("Conv2D", conv_kernel.shape, np.allclose(conv_output, expected))
print(
    "PyTorch's layout",
    torch_kernel.shape,
    np.allclose(back_to_keras, expected),
)
