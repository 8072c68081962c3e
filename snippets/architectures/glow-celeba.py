import keras
from keras import layers

LEVELS, STEPS, WIDTH = 6, 32, 512  # for pictures of 256×256×3
side, depth = 256, 3
coupling = middle = invertible = convolutions = 0

print("level  maps        invertible 1×1   coupling     h·w·c²         c³")
for level in range(1, LEVELS + 1):
    side, depth = side // 2, depth * 4  # 2×2 patches become channels
    mix = layers.Conv2D(depth, 1, use_bias=False)
    mix.build((None, side, side, depth))
    network = keras.Sequential([keras.Input((side, side, depth // 2))])
    network.add(layers.Conv2D(WIDTH, 3, padding="same", activation="relu"))
    network.add(layers.Conv2D(WIDTH, 1, activation="relu"))
    network.add(layers.Conv2D(depth // 2, 3, padding="same"))  # other half moves
    convolutions += STEPS * len(network.layers)
    coupling += STEPS * network.count_params()
    middle += STEPS * network.layers[1].count_params()
    invertible += STEPS * mix.count_params()
    maps = f"{side}×{side}×{depth}"
    print(f"{level:5}  {maps:12} {mix.count_params():12,}", end="")
    print(f" {network.count_params():10,} {side**2 * depth**2:10,}", end="")
    print(f" {depth**3:10,}")
    depth //= 2  # the other half is done and leaves

total = coupling + invertible
print(f"{convolutions} convolutions of couplings: {coupling:,} parameters,")
print(f"of which {STEPS * LEVELS} are 1×1, {WIDTH} → {WIDTH}: {middle:,}")
print(f"{STEPS * LEVELS} invertible 1×1: {invertible:,} parameters,")
print(f"{100 * invertible / total:.1f} % of {total:,}")
