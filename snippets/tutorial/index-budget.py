import keras
from keras import layers

BUDGET = 100_000  # parameters
CHANNELS = 256
PLANS = {"one 5×5": ((5,), 53), "two 3×3": ((3, 3), 61)}  # kernels, depth


def build(depth, kernel_sizes):
    """Reduce, look around, restore: (28, 28, 256) → the same shape."""
    maps = keras.Input((28, 28, CHANNELS))
    output = layers.Conv2D(depth, 1, activation="relu")(maps)
    for size in kernel_sizes:
        look = layers.Conv2D(depth, size, padding="same", activation="relu")
        output = look(output)
    restore = layers.Conv2D(CHANNELS, 1, name="restore")
    return keras.Model(maps, restore(output))


print(f"budget: {BUDGET:,} parameters")
for name, (kernel_sizes, depth) in PLANS.items():
    count = build(depth, kernel_sizes).count_params()
    more = build(depth + 1, kernel_sizes).count_params()
    print(f"{name}: {depth} maps, {count:,}; with one more {more:,}")
