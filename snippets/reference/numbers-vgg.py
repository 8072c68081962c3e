from math import prod

import keras

vgg = keras.applications.VGG16(weights=None)
values, macs, weights = {}, {}, {}
for layer in vgg.layers:
    if layer.name != "flatten":  # it holds the last pool's values again
        values[layer.name] = prod(layer.output.shape[1:])
    if hasattr(layer, "kernel"):
        weights[layer.name] = prod(layer.kernel.shape)
        positions = prod(layer.output.shape[1:-1])  # 1 for Dense
        macs[layer.name] = positions * weights[layer.name]


def part(counts, *names):
    """Sum counts over the layers whose name starts with one of the names."""
    return sum(n for layer, n in counts.items() if layer.startswith(names))


print("part of VGG-16        values           MACs      weights")
blocks = [f"block{i}" for i in range(1, 6)]
for start in ("input", *blocks, "fc", "predictions"):
    counts = (part(c, start) for c in (values, macs, weights))
    print(f"{start:14}", *(f"{n:13,}" for n in counts))
sums = (sum(counts.values()) for counts in (values, macs, weights))
print(f"{'in all':14}", *(f"{n:13,}" for n in sums))

early = ("block1", "block2")
for what, counts in (("values", values), ("MACs", macs)):
    share = 100 * part(counts, *early) / sum(counts.values())
    print(f"blocks 1 and 2 have {share:.0f} % of the {what}")
print(f"parameters, biases included: {vgg.count_params():,}")
memory = sum(values.values()) * 4 / 1024**2  # 4 bytes a value
print(f"memory: {memory:.1f} MB")
three = 3 * values["block1_conv1"]
print(f"three layers of 64 maps: {three:,} values,")
print(f"{three * 4 / 1024**2:.2f} MB, with gradients {three * 8 / 1024**2:.1f}")
