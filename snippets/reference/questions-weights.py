import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = keras.random.normal((1, 4, 4, 32))
dense = layers.Dense(64)
expected = dense(maps)
kernel, bias = (np.asarray(value) for value in dense.get_weights())

conv = layers.Conv2D(64, 1)
conv.build(maps.shape)
conv.set_weights([kernel[np.newaxis, np.newaxis], bias])

torch_kernel = np.transpose(conv.kernel, (3, 2, 0, 1))
torch_maps = np.transpose(maps, (0, 3, 1, 2))
torch_output = np.einsum("oc,bchw->bohw", torch_kernel[:, :, 0, 0], torch_maps)
torch_output += bias[:, np.newaxis, np.newaxis]

conv_output = conv(maps)
back_to_keras = np.transpose(torch_output, (0, 2, 3, 1))
print("Dense", kernel.shape)
print("Conv2D", conv.kernel.shape, np.allclose(conv_output, expected, atol=1e-5))
print(
    "PyTorch's layout",
    torch_kernel.shape,
    np.allclose(back_to_keras, expected, atol=1e-5),
)
