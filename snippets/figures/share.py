import sys

from _draw import Drawing, names_of

# The smallest network of each family.
sys.argv[1:] = [
    "ConvNeXtTiny",
    "DenseNet121",
    "EfficientNetB0",
    "EfficientNetV2B0",
    "InceptionResNetV2",
    "InceptionV3",
    "MobileNet",
    "MobileNetV2",
    "MobileNetV3Small",
    "NASNetMobile",
    "ResNet50",
    "ResNet50V2",
    "VGG16",
    "Xception",
]
networks = names_of("architectures/share.py")["networks"]
BARS = {"1×1, % of MACs": "solid", "1×1, % of parameters": "bar"}
left, scale, step, high = 134, 2.35, 38, 15
ordered = sorted(
    networks.items(), key=lambda row: [-row[1][share] for share in BARS]
)
end = 66 + step * len(ordered)
d, said = Drawing(end + 2), []
for i, (share, kind) in enumerate(BARS.items()):
    d.add("rect", f"weights {kind}", x=left, y=6 + 20 * i, width=high, height=high)
    d.text(left + high + 7, 18 + 20 * i, share.replace("1×1, ", ""), "small start")
d.path("guide", [(left + 50 * scale, 50), (left + 50 * scale, end)])
d.path("", [(left, 50), (left, end)])
d.text(left + 50 * scale + 6, 60, "half", "muted start")
for i, (name, row) in enumerate(ordered):
    y = 66 + step * i
    d.text(left - 7, y + 20, name, "small end")
    for j, (share, kind) in enumerate(BARS.items()):
        wide = row[share] * scale
        place = {"x": left, "y": y + j * high, "width": wide, "height": high}
        d.add("rect", f"weights {kind}", **place)
        d.text(398, y + 12 + j * high, f"{row[share]:.0f}", "small end")
    macs, parameters = (row[share] for share in BARS)
    said.append(f"{name} {macs:.1f} % and {parameters:.1f} %")
d.print(f"Share of 1×1 in the MACs and in the parameters: {'; '.join(said)}.")
