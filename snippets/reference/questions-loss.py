import numpy as np

rng = np.random.default_rng(0)
sources = rng.normal(size=(1000, 16))
alike = sources @ rng.normal(size=(16, 192))  # 192 mixtures of 16 maps
unlike = rng.normal(size=(1000, 192))


def lost(maps, kept):
    """Return the share of (positions, channels) that `kept` cannot restore."""
    restore = np.linalg.lstsq(kept, maps, rcond=None)[0]
    return ((maps - kept @ restore) ** 2).sum() / (maps**2).sum()


print("192 maps, reduced to 16    lost   lost with a ReLU after it")
for name, maps in {"mixtures of 16": alike, "all different": unlike}.items():
    best = np.linalg.svd(maps, full_matrices=False)[2][:16].T  # (192, 16)
    best *= np.sign(best.sum(axis=0))  # libraries differ in the sign
    kept = maps @ best
    shares = lost(maps, kept), lost(maps, np.maximum(kept, 0))
    print(f"{name:<24} {shares[0]:>6.0%}   {shares[1]:.0%}")
