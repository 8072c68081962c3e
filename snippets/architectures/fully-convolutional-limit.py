# VGG-16: multiply–accumulates for one 224×224 picture, and in its former Dense
# layers for one position of the grid.
STAGES = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]
convolutions, side, depth = 0, 224, 3
for filters, count in STAGES:
    for _ in range(count):
        convolutions += side * side * 3 * 3 * depth * filters
        depth = filters
    side //= 2
dense = 7 * 7 * 512 * 4096 + 4096 * 4096 + 4096 * 21
crop = convolutions + dense
print(f"a crop: {convolutions:,} + {dense:,} = {crop:,}")

for grid in (1, 10, 100, 1000):
    large = 224 + 32 * (grid - 1)  # pixels a side
    area = (large / 224) ** 2
    one_pass = convolutions * area + dense * grid**2
    print(f"{grid:4} scores a side: {crop * grid**2 / one_pass:4.1f} times fewer")
# Each further score brings 32×32 new pixels, a 49th of a crop.
print(f"limit: {crop / (convolutions / 49 + dense):.1f}")
