import keras
from keras import layers

print("positions  one for all  one for each position")
for side in 7, 14, 28:
    maps = keras.Input((side, side, 32))
    shared = layers.Dense(64)
    # Weights that have axes for the position too: h and w.
    own = layers.EinsumDense(
        "bhwc,hwcd->bhwd", output_shape=(side, side, 64), bias_axes="hwd"
    )
    shared(maps)
    own(maps)
    size = f"{side}×{side}"
    print(f"{size:>9}  {shared.count_params():>11,}  {own.count_params():>21,}")

any_size = keras.Input((None, None, 32))
print("a picture of any size:", layers.Dense(64)(any_size).shape[1:])
