import keras

with keras.StatelessScope(initialize_variables=False):  # shapes will do
    network = keras.applications.ResNet50(weights=None)

parts = {"7×7": 0, "1×1": 0, "3×3": 0, "3×3, depthwise": 0}
for layer in network.layers:
    if isinstance(layer, keras.layers.Conv2D):
        height, width, channels, filters = *layer.kernel.shape[:3], layer.filters
        positions = layer.output.shape[1] * layer.output.shape[2]
        kind = f"{height}×{width}"
        parts[kind] += positions * height * width * channels * filters
        if kind == "3×3":  # one filter a map in place of one for each pair
            parts["3×3, depthwise"] += positions * height * width * channels
parts["dense"] = 2048 * 1000

for name, left_out in (("full", "3×3, depthwise"), ("depthwise", "3×3")):
    kept = {kind: macs for kind, macs in parts.items() if kind != left_out}
    total = sum(kept.values())
    print(f"{name:9} {total:13,} MACs")
    for kind, macs in kept.items():
        print(f"  {kind:14} {macs:13,} {100 * macs / total:5.1f} %")
