# Table 1 (Szegedy et al., 2014): side of the maps, params in K, ops in millions.
PRINTED = {
    "3a": (28, 159, 128),
    "3b": (28, 380, 304),
    "4a": (14, 364, 73),
    "4b": (14, 437, 88),
    "4c": (14, 463, 100),
    "4d": (14, 580, 119),
    "4e": (14, 840, 170),
    "5a": (7, 1072, 54),
    "5b": (7, 1388, 71),
}

contradictions = 0
for name, (side, params, ops) in PRINTED.items():
    # A printed 159 K stands for anything from 158.5 to 159.5 K.
    low, high = (
        (params + rounding) * 1024 * side * side / 1e6 for rounding in (-0.5, 0.5)
    )
    agree = low < ops + 0.5 and ops - 0.5 < high
    contradictions += not agree
    print(f"{name}: params say {low:5.1f} to {high:5.1f} million,", end=" ")
    print(f"ops say {ops:3}: {'agree' if agree else 'contradict'}")
print(contradictions, "rows contradict themselves")
