import numpy as np

CHANNELS, GROUPS = 1024, 512
each = CHANNELS // GROUPS  # channels in a group
weights = each * each * GROUPS  # of one layer

sees = np.eye(CHANNELS, dtype=bool)  # outputs × inputs
count = 0
while not sees.all():
    if count:  # shuffle
        sees = sees.reshape(GROUPS, each, CHANNELS).swapaxes(0, 1)
    groups = sees.reshape(GROUPS, each, CHANNELS)
    sees = groups.any(axis=1).repeat(each, axis=0)
    count += 1
    [each_sees] = set(sees.sum(axis=1))  # all the same
    print(f"after layer {count:2} an output sees {each_sees:5,} inputs")
print(f"{count} layers of {weights:,} weights: {count * weights:,}")
