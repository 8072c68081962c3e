import numpy as np
from keras import layers, ops

rng = np.random.default_rng(0)
maps = rng.normal(size=(1, 8, 8, 6)).astype("float32")
shuffled = rng.permutation(64)
moves = {
    "shift by one": lambda x: np.roll(x, 1, axis=2),
    "mirror": lambda x: x[:, :, ::-1],
    "quarter turn": lambda x: np.rot90(x, axes=(1, 2)),
    "shuffle": lambda x: x.reshape(1, 64, -1)[:, shuffled].reshape(x.shape),
}
mixes = [layers.Conv2D(4, 1), layers.Conv2D(4, 3, padding="same")]

print("either order, same?  1×1    3×3    3×3 inside")
for name, move in moves.items():
    first, second = (
        np.isclose(
            ops.convert_to_numpy(mix(np.ascontiguousarray(move(maps)))),
            move(ops.convert_to_numpy(mix(maps))),
            atol=1e-5,
        )
        for mix in mixes
    )
    inside = second[:, 2:-2, 2:-2].all()
    print(f"{name:<20} {first.all()!s:<6} {second.all()!s:<6} {inside}")
