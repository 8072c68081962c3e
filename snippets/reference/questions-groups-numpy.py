import numpy as np

# Eight samples, each with one lit channel: outputs show which reach them.
one_channel_lit = np.eye(8)

print("groups  kernel        weights  inputs that one output sees")
for groups in 1, 2, 4, 8:
    kernel = np.ones((1, 1, 8 // groups, 8))
    inputs = np.split(one_channel_lit, groups, axis=1)
    filters = np.split(kernel[0, 0], groups, axis=1)
    parts = [x @ w for x, w in zip(inputs, filters, strict=True)]
    reached = np.concatenate(parts, axis=1)
    seen = int(reached[:, 0].sum())
    print(f"{groups:>6}  {kernel.shape}  {kernel.size:>7}  {seen}")
