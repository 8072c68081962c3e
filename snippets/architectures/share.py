import sys
from math import prod

import keras

ALL = [name for name in dir(keras.applications) if name[0].isupper()]
NAMES = [name for name in sys.argv[1:] if name in ALL] or ALL


def leaves(model):
    """Yield the layers of a model, those of models inside it too."""
    for layer in model.layers:
        yield from leaves(layer) if isinstance(layer, keras.Model) else [layer]


def count(layer):
    """Yield (kind, parameters, MACs) of each kernel: two if separable."""
    _, *sides, depth = layer.output.shape  # no sides: a vector
    for part in ("depthwise_kernel", "pointwise_kernel", "kernel"):
        if (kernel := getattr(layer, part, None)) is not None:
            kind = "1×1" if prod(kernel.shape[:-2]) == 1 else "larger"
            weights, biased = prod(kernel.shape), part != "depthwise_kernel"
            parameters = weights + depth * (biased and layer.use_bias)
            yield kind if sides else "dense", parameters, weights * prod(sides)


def measure(model):
    """Count a network whose last layer with weights is its classifier."""
    *body, last = [layer for layer in leaves(model) if layer.weights]
    found = [kernel for layer in body for kernel in count(layer)]
    one = [kernel for kernel in found if kernel[0] == "1×1"]
    parameters = model.count_params()
    macs = sum(macs for *_, macs in [*found, *count(last)])
    return {
        "1×1, % of MACs": 100 * sum(m for *_, m in one) / macs,
        "1×1, % of parameters": 100 * sum(p for _, p, _ in one) / parameters,
        "convolutions": sum(kind != "dense" for kind, *_ in found),
        "1×1": len(one),
        "MACs": macs,
        "parameters": parameters,
        "input": model.input_shape[1],
    }


networks = {}
for name in NAMES:
    size = {"input_shape": (224, 224, 3)} if "MobileNetV3" in name else {}
    with keras.StatelessScope(initialize_variables=False):  # shapes will do
        model = getattr(keras.applications, name)(weights=None, **size)
    networks[name] = measure(model)
print("| network |", " | ".join(networks[name]), "|")
print("|---|" + "--:|" * len(networks[name]))
for name in sorted(NAMES, key=lambda name: -networks[name]["1×1, % of MACs"]):
    cells = [f"{n:,.1f}" if n % 1 else f"{n:,}" for n in networks[name].values()]
    print(f"| {name} |", " | ".join(cells), "|")
most = sum(row["1×1, % of MACs"] > 50 for row in networks.values())
print(f"\nMore than half of the MACs are 1×1 in {most} of {len(NAMES)} networks.")
