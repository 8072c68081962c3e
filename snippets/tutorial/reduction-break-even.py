def break_even(kernel, channels, filters):
    """Return the largest depth at which reducing saves weights, or 0."""
    area = kernel * kernel
    straight = area * channels * filters
    cost = channels + area * filters  # of each map in the middle
    return (straight - 1) // cost  # strictly fewer


for case in ((7, 512, 64), (3, 512, 64), (1, 12, 6), (3, 1, 64)):
    kernel, channels, filters = case
    print(f"{kernel}×{kernel} from {channels} to {filters}:", end=" ")
    print("up to", break_even(*case))
