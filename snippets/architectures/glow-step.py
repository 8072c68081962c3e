import numpy as np

rng = np.random.default_rng(0)
height, width, channels = 2, 2, 4
scale, shift = rng.normal(size=(2, channels))
weights = rng.normal(size=(channels, channels))
reduce, restore = rng.normal(size=(2, 1)), rng.normal(size=(1, 2))


def push(half):
    """Return what the other half is moved by; this cannot be undone."""
    seen = half + np.roll(half, 1, axis=0)  # a neighbour
    return np.maximum(seen @ reduce, 0) @ restore


def step(maps):
    """Scale and shift, mix with the 1×1, move the second half."""
    kept, moved = np.split((maps * scale + shift) @ weights, 2, axis=-1)
    return np.concatenate([kept, moved + push(kept)], axis=-1)


def undo(maps):
    """Return what `step` was given, undone from last to first."""
    kept, moved = np.split(maps, 2, axis=-1)
    mixed = np.concatenate([kept, moved - push(kept)], axis=-1)
    return (mixed @ np.linalg.inv(weights) - shift) / scale


maps = rng.normal(size=(height, width, channels))
print("there and back:", np.allclose(undo(step(maps)), maps))
small = 1e-6 * np.eye(maps.size).reshape(-1, *maps.shape)
moves = [(step(maps + e) - step(maps - e)).ravel() for e in small]
print(f"log|det|, {maps.size}×{maps.size}:", end=" ")
print(f"{np.linalg.slogdet(np.array(moves) / 2e-6).logabsdet:.4f}")
one = np.log(np.abs(scale)).sum() + np.linalg.slogdet(weights).logabsdet
print(f"from scale and weights: {height * width * one:.4f}")
