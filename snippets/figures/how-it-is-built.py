import re
from pathlib import Path

from _draw import SNIPPETS, Drawing

ROOT = SNIPPETS.parent


def count(folder: Path, *patterns: str) -> int:
    """Count the files below a folder; a name that starts with _ is a helper."""
    found = [file for pattern in patterns for file in folder.rglob(pattern)]
    return sum(not file.name.startswith("_") for file in found)


scripts = count(SNIPPETS, "*.py")
derived = count(SNIPPETS, "*.txt", "*.svg", "*.md")
published = (SNIPPETS / "published.toml").read_text("utf-8").count("\n[[figure]]\n")
nav = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2]
pages = len(re.findall(r"[\w/-]+\.md$", nav, re.M))
notebooks = len(re.findall(r"[\w/-]+\.py$", nav, re.M))
tests = count(ROOT / "tests", "test_*.py")
steps = re.search(
    r"^STEPS = \((.*?),?\)$",
    (ROOT / "tests/publish/__init__.py").read_text("utf-8"),
    re.M,
)[1]

rows = [
    ("snippets/", f"{scripts} scripts, {published} figures of others", "weights"),
    ("outputs", f"{derived} texts, drawings and tables", "output"),
    ("docs/", f"{pages} pages, {notebooks} notebooks", "input"),
    ("built site", "HTML", "output"),
    ("site/", "what is published", "output"),
]
between = [
    "make outputs runs them",
    "pages include them",
    "MkDocs, which runs the notebooks",
    f"publish: {steps}",
]
wide, high, step = 284, 46, 88
d, said = Drawing(step * (len(rows) - 1) + high + 8), []
d.bar((316, 4), 80, step * (len(rows) - 1) + high, "layer")
d.text(356, 30, "tests/", "strong")
d.text(356, 50, f"{tests} files", "small")
for i, (name, words, hue) in enumerate(rows):
    y = 4 + step * i
    d.bar((4, y), wide, high, hue)
    d.text(4 + wide / 2, y + 19, name, "strong")
    d.text(4 + wide / 2, y + 37, words, "small")
    d.path("guide", [(wide + 8, y + high / 2), (314, y + high / 2)])
    said.append(f"{name} ({words})")
    if i < len(between):
        x, end = 24, y + step - 3
        d.path("arrow", [(x, y + high + 3), (x, end)])
        d.path("arrow", [(x - 4, end - 5), (x, end), (x + 4, end - 5)])
        d.text(x + 14, y + high + 26, between[i], "small start")
        said.append(between[i])
d.print(f"{' → '.join(said)}. {tests} files of tests read every stage.")
