def smallest_input(layers):
    """Return the smallest side that leaves one position, an int."""
    side = 1
    for kernel, stride in reversed(layers):
        side = (side - 1) * stride + kernel
    return side


print("3×3, then 3×3:", smallest_input([(3, 1), (3, 1)]))
stages = [(3, 1), (2, 2)] * 5
print("five times 3×3 and 2×2 pooling:", smallest_input(stages))
print("ten times 1×1:", smallest_input([(1, 1)] * 10))
