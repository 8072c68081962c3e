import numpy as np

for channels in (1, 3, 64):
    maps = np.zeros((32, 32, channels))
    padded = np.pad(maps, ((1, 1), (1, 1), (0, 0)))
    blocks = np.lib.stride_tricks.sliding_window_view(padded, (3, 3, channels))
    print(f"input channels: {channels}")
    for filters in (1, 10):
        kernel, bias = np.ones((3, 3, channels, filters)), np.zeros(filters)
        # One number a filter and position: the sum over a whole block.
        output = np.tensordot(blocks[:, :, 0], kernel, axes=3) + bias
        print(f"  {filters:2} filters: kernel {kernel.shape}", end=", ")
        print(f"{kernel.size + bias.size:,} parameters, output {output.shape}")
