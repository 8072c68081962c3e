"""Plant faults, one at a time, and say which test catches each.

    python tests/faults.py [--seed 1] [--sample 8] [--kind "digit in prose"]

Each kind of fault picks its place at random, from the seed, in a scratch copy of the
project. A fault that no test catches ends the run with exit code 1.
"""

import argparse
import concurrent.futures
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from notebooks import as_ipynb
from project import ROOT

LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv",
    ".*_cache",
    ".hypothesis",
    "site",
    ".site",
    "site-zensical",
    "__pycache__",
)
FENCES = re.compile(r"^ *```.*?^ *```$", re.M | re.S)
UNREAD = re.compile(
    r"\[[^\]]*\]\([^)]*bibliography[^)]*\)|(?<=\])\([^)]*\)|`[^`\n]*`|^.*8<.*$|^\{ #.*$",
    re.M,
)


class Tree:
    """A scratch copy of the project, and a source of chance."""

    def __init__(self, folder: Path, chance: random.Random):
        self.folder, self.chance = folder, chance

    def files(self, pattern: str) -> list[Path]:
        """List the files that match, none of them a picture's script or a test's data."""
        return sorted(self.folder.glob(pattern))

    def edit(
        self, pattern: str, wrong: str, change: Callable | str, mask=None
    ) -> str:
        """Change one match of the expression `wrong`, in one of the files, at random.

        `mask` is an expression for parts of the text that are out of bounds. Returns
        what was done, as "file:line: old → new".
        """
        places = []
        for file in self.files(pattern):
            text = file.read_text("utf-8")
            seen = text
            for hidden in mask or ():
                seen = hidden.sub(lambda m: re.sub(r"[^\n]", "\0", m[0]), seen)
            places += [(file, text, m) for m in re.finditer(wrong, seen, re.M)]
        file, text, match = self.chance.choice(places)
        new = change(match) if callable(change) else match.expand(change)
        file.write_text(text[: match.start()] + new + text[match.end() :], "utf-8")
        line = text.count("\n", 0, match.start()) + 1
        return f"{file.relative_to(self.folder)}:{line}: {match[0]!r} → {new!r}"

    def cell(self, wrong: str, change: Callable | str) -> str:
        """Change one match in one of the notebooks, and make its .ipynb again."""
        done = self.edit("docs/notebooks/*.py", wrong, change)
        file = self.folder / done.partition(":")[0]
        file.with_suffix(".ipynb").write_text(as_ipynb(file), "utf-8")
        return done

    def digit(self, match: re.Match) -> str:
        """Return the match with one of its digits changed."""
        places = [i for i, character in enumerate(match[0]) if character.isdigit()]
        place = self.chance.choice(places)
        digit = self.chance.choice([d for d in "123456789" if d != match[0][place]])
        return match[0][:place] + digit + match[0][place + 1 :]

    def append(self, pattern: str, text: str) -> str:
        """Add a text at the end of one of the files."""
        file = self.chance.choice(self.files(pattern))
        file.write_text(file.read_text("utf-8") + text, "utf-8")
        return f"{file.relative_to(self.folder)}: + {text.strip()!r}"

    def paint(self, pattern: str) -> str:
        """Change one pixel of one of the pictures."""
        file = self.chance.choice(self.files(pattern))
        picture = Image.open(file).convert("RGB")
        place = tuple(self.chance.randrange(side) for side in picture.size)
        picture.putpixel(place, (255, 0, 255))
        picture.save(file)
        return f"{file.relative_to(self.folder)}: the pixel at {place}"

    def delete(self, pattern: str) -> str:
        """Delete one of the files."""
        file = self.chance.choice(self.files(pattern))
        file.unlink()
        return f"{file.relative_to(self.folder)} deleted"

    def add(self, name: str, text: str) -> str:
        """Add a file."""
        (self.folder / name).write_text(text, "utf-8")
        return f"{name} added"


PAGE, PROSE = "docs/**/*.md", (FENCES, UNREAD)
CODE = "snippets/[!f]*/*.py"  # but not figures/
BIG = r"\d{1,3}(?:,\d{3})+|\d+×\d+×\d+|\d+(?:\.\d+)? %"
NUMBER = rf"(?:{BIG})|\d+(?:\.\d+)?(?= times)"
LINK = r"(?<=\]\()(?!http)[\w./-]+\.md"
CHECK = r"^    (?:report\(|assert )(?s:.*?)\n(?=\n\n|\Z)"

ANSWERED = r"^/// html \| number-answer\[data-search-exclude\]"

KINDS: dict[str, Callable[[Tree], str]] = {
    "digit in prose": lambda t: t.edit(
        PAGE, rf"(?<!\| )(?:{BIG})(?! \|)", t.digit, PROSE
    ),
    "digit in a table": lambda t: t.edit(
        PAGE, rf"(?<=\| )(?:{BIG})(?= \|)", t.digit, PROSE
    ),
    "digit in arithmetic": lambda t: t.edit(
        PAGE, r"\d+(?:[·+÷ ]+\d+)+", t.digit, PROSE
    ),
    "digit in a description": lambda t: t.edit(
        PAGE,
        rf"(?<=^description: ).*(?:{BIG}).*",
        lambda m: re.sub(BIG, t.digit, m[0], count=1),
    ),
    "digit in an output": lambda t: t.edit("snippets/**/*.txt", r"\d{3,}", t.digit),
    "digit in a drawing": lambda t: t.edit(
        "snippets/**/*.svg", r"(?<=>)[\d,]{2,}(?=<)", t.digit
    ),
    "digit in a text alternative": lambda t: t.edit(
        "snippets/**/*.svg",
        r'(?<=aria-label=")[^"]*\d{2,}[^"]*',
        lambda m: re.sub(r"\d{2,}", t.digit, m[0], count=1),
    ),
    "digit in a published value": lambda t: t.edit(
        "snippets/published.toml", r"(?<=^value = )\d+", t.digit
    ),
    "digit in the table of figures": lambda t: t.edit(
        "snippets/published.md", r"\d{3,}", t.digit
    ),
    "digit in the register": lambda t: t.edit(
        "snippets/numbers.toml", r'(?<=^text = ").*\d.*(?=")', t.digit
    ),
    "digit in a reason": lambda t: t.edit(
        "snippets/published.toml",
        r"(?<=^why = ).*\d,\d{3}.*",
        lambda m: re.sub(r"\d,\d{3}", t.digit, m[0], count=1),
    ),
    "year of a citation": lambda t: t.edit(
        PAGE, r"(?<=, )20\d\d(?=\]\([^)]*bibliography)", t.digit
    ),
    "author of a citation": lambda t: t.edit(
        PAGE, r"(?<=\[)[A-Z][a-z]+(?= et al\.[^\]]*\]\([^)]*bibliography)", "Smith"
    ),
    "identifier of a paper": lambda t: t.edit(
        "docs/reference/bibliography.md", r"(?<=arXiv:)[\d.]+", t.digit
    ),
    "address of a paper": lambda t: t.edit(
        "docs/reference/bibliography.md", r"(?<=abs/)[\d.]+", t.digit
    ),
    "undefined citation": lambda t: t.edit(
        PAGE, r"(?<=bibliography\.md#)\w+", "nobody2019"
    ),
    "uncited entry": lambda t: t.append(
        "docs/reference/bibliography.md",
        "\nAda Byron (1999). *Notes*. [arXiv:9901.00001](https://arxiv.org/abs/9901.00001). Used for nothing.\n{ #byron1999 }\n",
    ),
    "filter count": lambda t: t.edit(CODE, r"(?<=Conv2D\()\d+", t.digit),
    "kernel size": lambda t: t.edit(
        CODE,
        r"(?<=Conv2D\(\d\d, )\d(?=,)|(?<=Conv2D\(\d\d\d, )\d(?=,)",
        lambda m: str(int(m[0]) + 1),
    ),
    "padding": lambda t: t.edit(CODE, r'padding="same"', 'padding="valid"'),
    "activation": lambda t: t.edit(CODE, r'activation="relu"', 'activation="tanh"'),
    "name of a layer": lambda t: t.edit(
        "snippets/tutorial/*.py", r'(?<=[^_]name=")\w+(?=")', r"\g<0>_2"
    ),
    "bias": lambda t: t.edit(CODE, r"use_bias=False", "use_bias=True"),
    "snippet that raises": lambda t: t.append(
        CODE, "\nraise ValueError('planted')\n"
    ),
    "snippet that prints more": lambda t: t.append(CODE, "\nprint('planted')\n"),
    "snippet that no page shows": lambda t: t.add(
        "snippets/tutorial/planted.py", "print(1)\n"
    ),
    "output that no page shows": lambda t: t.add(
        "snippets/tutorial/planted.txt", "1\n"
    ),
    "broken block in a note": lambda t: t.append(
        PAGE, "\n!!! note\n\n    ```python\n    planted\n    ```\n"
    ),
    "broken block in a tab": lambda t: t.append(
        PAGE, '\n=== "Tab"\n\n    ```python\n    planted\n    ```\n'
    ),
    "broken block in a list": lambda t: t.append(
        PAGE, "\n1. planted\n\n    ```py\n    planted\n    ```\n"
    ),
    "block in the wrong language": lambda t: t.edit(
        PAGE, r"(?<=^```\{\.)python", "text"
    ),
    "block under a wrong title": lambda t: t.edit(
        PAGE, r'(?<=title="snippets/)[\w/-]+', "planted"
    ),
    "output of another snippet": lambda t: t.edit(
        PAGE,
        r'(?<=^--8<-- ")(?!tutorial/baseline)[\w/-]+(?=\.txt")',
        "tutorial/baseline",
    ),
    "missing include": lambda t: t.edit(
        PAGE, r'(?<=^--8<-- ")[\w/-]+', r"\g<0>-planted"
    ),
    "include outside snippets": lambda t: t.append(
        PAGE, '\n--8<-- "../README.md"\n'
    ),
    "link to no page": lambda t: t.edit(PAGE, LINK, "planted.md"),
    "link to no anchor": lambda t: t.edit(
        PAGE, rf"{LINK}(?:#[\w-]+)?(?=\))", r"\g<0>#planted"
    ),
    "link that is not https": lambda t: t.edit(PAGE, r"(?<=\()https://", "http://"),
    "picture that is not there": lambda t: t.append(
        PAGE, "\n![planted](../assets/images/planted.svg)\n"
    ),
    "page off the navigation": lambda t: t.edit(
        "mkdocs.yml", r"^      - \w[^:]*: tutorial/.*\n", ""
    ),
    "page nobody lists": lambda t: t.add(
        "docs/planted.md", "---\ndescription: Planted.\n---\n\n# Planted\n\nText.\n"
    ),
    "second title": lambda t: t.edit(PAGE, r"^## ", "# "),
    "skipped level of headings": lambda t: t.edit(PAGE, r"^## ", "#### "),
    "missing description": lambda t: t.edit(PAGE, r"^description: .*\n", ""),
    "duplicate id": lambda t: t.append(
        "docs/[at]*/*.md", '\n<p id="exercises">planted</p>\n'
    ),
    "invalid HTML": lambda t: t.append(
        PAGE, "\n<div><p><ul><li>planted</li></ul></p></div>\n"
    ),
    "formula left open": lambda t: t.edit(PAGE, r"\$(?=\n\n)", ""),
    "caption removed": lambda t: t.edit(PAGE, r"^<figcaption>.*\n", ""),
    "text alternative removed": lambda t: t.edit(
        "snippets/**/*.svg", r' aria-label="[^"]*"', ""
    ),
    "American spelling": lambda t: t.edit(
        PAGE,
        r"\b(colour|behaviour|learnt|normalisation|neighbour)",
        lambda m: {
            "colour": "color",
            "behaviour": "behavior",
            "learnt": "colorful",
            "normalisation": "normalization",
            "neighbour": "neighbor",
        }[m[0]],
        PROSE,
    ),
    "misspelling": lambda t: t.edit(
        PAGE,
        r"\b(because|their|which|without)\b",
        lambda m: {
            "because": "becuase",
            "their": "thier",
            "which": "whcih",
            "without": "whithout",
        }[m[0]],
        PROSE,
    ),
    "term of another kind": lambda t: t.edit(
        PAGE, r"multiply–accumulates", "multiply-accumulates", PROSE
    ),
    "script of another host": lambda t: t.append(
        "docs/overrides/main.html",
        '{% block libs %}<script src="https://example.org/x.js"></script>{% endblock %}\n',
    ),
    "font of another host": lambda t: t.append(
        "docs/assets/stylesheets/*.css",
        '\n@import url("https://example.org/font.css");\n',
    ),
    "verdict contradicted": lambda t: t.edit(
        "snippets/published.toml",
        r'(?<=^verdict = )"(?:reproduced|rounded)"',
        '"differs"',
    ),
    "reason missing": lambda t: t.edit(
        "snippets/published.toml", r"^why = .*\n", ""
    ),
    "source missing": lambda t: t.edit(
        "snippets/published.toml", r"^source = .*\n", ""
    ),
    "id used twice": lambda t: t.edit(
        "snippets/published.toml", r'(?<=^id = ")(?!baseline").*(?=")', "baseline"
    ),
    "expression that raises": lambda t: t.edit(
        "snippets/published.toml", r'(?<=^expression = ")', "planted + "
    ),
    "expression that copies": lambda t: t.edit(
        "snippets/published.toml",
        r'^value = (\S+)((?:\n.*)*?\nexpression = )".*"',
        r'value = \1\2"\1"',
    ),
    "second derivation wrong": lambda t: t.edit(
        "snippets/published.toml", r"(?<=^formula = ).*\d.*", t.digit
    ),
    "reason that does not hold": lambda t: t.edit(
        "snippets/published.toml",
        r"(?<=^because = \").*(?=\"$)",
        lambda m: f"1.5 * ({m[0]})",
    ),
    "transcription unchecked": lambda t: t.edit(
        "snippets/published.toml", r"^checked = .*\n", ""
    ),
    "source off the audit": lambda t: t.edit(
        "docs/reference/numbers.md", r'^--8<-- "published.*\n', ""
    ),
    "stale download of the audit": lambda t: t.edit(
        "docs/assets/data/numbers.*", r"(?<=[,: ])\d{3,}(?=,|$)", t.digit
    ),
    "version of the citation": lambda t: t.edit(
        "CITATION.cff", r"(?<=^version: )\d", t.digit
    ),
    "stale count of networks": lambda t: t.edit(
        "docs/assets/data/share.csv", r"(?<=,)\d+(?=,)", t.digit
    ),
    "kernel counted as another kind": lambda t: t.edit(
        "snippets/architectures/share.py",
        r"kernel\.shape\[:-2\]",
        "kernel.shape[1:-2]",
    ),
    "error in a notebook": lambda t: t.cell(
        r"^# %%\n", r"\g<0>raise ValueError('planted')\n"
    ),
    "digit in a notebook": lambda t: t.cell(
        rf"^# .*(?:{NUMBER}).*",
        lambda m: re.sub(NUMBER, t.digit, m[0], count=1),
    ),
    "measurement that is pinned": lambda t: t.cell(r' tags=\["measured"\]', ""),
    "digit in an output of a notebook": lambda t: t.edit(
        "snippets/notebooks/*.txt", r"\d,\d{3}", t.digit
    ),
    "stale download of a notebook": lambda t: t.edit(
        "docs/notebooks/*.ipynb", r"\d{2,}", t.digit
    ),
    "notebook in Jupyter's clothes": lambda t: t.edit(
        "docs/overrides/main.html",
        r"\{% include \"partials/notebook.html\" %\}",
        "",
    ),
    "notebook that is not run": lambda t: t.edit(
        "mkdocs.yml", r"(?<=execute: )true", "false"
    ),
    "malformed TOML": lambda t: t.edit(
        "snippets/published.toml", r"(?<=^value = )\S+", ""
    ),
    "setting of a layer": lambda t: t.edit(
        "tests/layers.list", r"use_bias=True", "use_bias=False"
    ),
    "skipped test": lambda t: t.edit(
        "tests/test_*.py",
        r"^(?=def test_)",
        '@pytest.mark.skip(reason="planted")\n',
    ),
    "test that may fail": lambda t: t.edit(
        "tests/test_*.py", r"^(?=def test_)", "@pytest.mark.xfail()\n"
    ),
    "emptied check": lambda t: t.edit("tests/test_*.py", CHECK, "    pass\n"),
    "deleted tests": lambda t: t.delete("tests/**/test_*.py"),
    "tests nobody lists": lambda t: t.add(
        "tests/test_planted.py", 'def test_x():\n    """X."""\n    assert 1\n'
    ),
    "answer that stands open": lambda t: t.edit(
        PAGE, r"^/// answer$", "/// answer\n    open: true"
    ),
    "wrong answer key": lambda t: t.edit(
        PAGE, rf"(?<={ANSWERED}\n- `)[^`]*\d[^`]*(?=`)", t.digit
    ),
    "answer that the key contradicts": lambda t: t.edit(
        PAGE, rf"(?<={ANSWERED}\n)(- `[^`]+`)(.*\n)(- `[^`]+`)", r"\3\2\1"
    ),
    "slip that is right": lambda t: t.edit(
        PAGE, rf"(?<={ANSWERED}\n)(- `[^`]+`)(.*\n)- `[^`]+`", r"\1\2\1"
    ),
    "exercise without a hint": lambda t: t.edit(PAGE, r"^/// hint$", "/// answer"),
    "exercise without an answer": lambda t: t.edit(
        PAGE, r"^/// answer\n(?:(?!///).*\n)+", "/// answer\n"
    ),
    "number read wrongly": lambda t: t.edit(
        "docs/assets/javascripts/answers.js", r"(?<=\bm: 1e)6|0\.5(?= \+)", "7"
    ),
    "checker that accepts a wrong solution": lambda t: t.edit(
        "docs/exercises/exercises.py", r"raise WrongError\(", "(lambda *_: None)("
    ),
    "checker that rejects a right solution": lambda t: t.edit(
        "docs/exercises/exercises.py",
        r"\bd \* each < straight",
        "d * each <= straight",
    ),
    "stale list of exercises": lambda t: t.edit(PAGE, r"^A minute ·", "An hour ·"),
    "stale download of a page": lambda t: t.edit(
        "docs/downloads/**/*.*", r"\d{2,}", t.digit
    ),
    "download of a page that is gone": lambda t: t.add(
        "docs/downloads/tutorial/planted.py", "print(1)\n"
    ),
    "download that needs more": lambda t: t.edit(
        "snippets/tutorial/*.py", r"^import keras$", "import keras\nimport pytest"
    ),
    "versions that did not run": lambda t: t.edit(
        "docs/overrides/partials/versions.html", r"\d+\.\d+", t.digit
    ),
    "digit on a slide": lambda t: t.edit(
        "docs/lecture/slides.md", r"\d,\d{3}", t.digit
    ),
    "slide without notes": lambda t: t.edit(
        "docs/lecture/slides.md",
        r'^<aside class="notes" markdown>',
        "<aside markdown>",
    ),
    "path that leads nowhere": lambda t: t.edit(
        PAGE, r"^Read first: .*Next: .*\n\{ \.path \}\n", ""
    ),
    "NumPy that differs from Keras": lambda t: t.edit(
        "snippets/**/*-numpy.py", r"(?<=print\().*", r"1, \g<0>"
    ),
    "term without a meaning": lambda t: t.edit(
        "docs/reference/glossary.md", r"(?<=^## )([A-Z][a-z]+)$", r"\1 planted"
    ),
    "viewport of a desk": lambda t: t.append(
        "docs/overrides/main.html",
        '{% block site_meta %}{{ super() | replace("width=device-width", "width=1000") }}{% endblock %}\n',
    ),
    "heavier page": lambda t: t.append(
        "docs/overrides/main.html",
        '{% block libs %}<meta name="planted" content="'
        + t.chance.randbytes(9000).hex()
        + '">{% endblock %}\n',
    ),
    "page that grows with the site": lambda t: t.edit(
        "mkdocs.yml", r"^ +- navigation\.prune\n", ""
    ),
    "altered picture": lambda t: t.paint("docs/assets/images/*.png"),
    "altered hash": lambda t: t.edit(
        "requirements.txt", r"(?<=sha256:)\w+", t.digit
    ),
    "CI without tests": lambda t: t.edit(
        ".ci/run", r"^make (?:test|audit OTHERS=no)$", "true"
    ),
    "judge of pages that is too kind": lambda t: t.edit(
        "tests/audit/results.py",
        r"median(?=\(round)|FULL(?=\]$)|ENOUGH(?= if)",
        lambda m: {"median": "max", "FULL": "FULL - 2", "ENOUGH": "1"}[m[0]],
    ),
    "lint left out": lambda t: t.edit(
        ".pre-commit-config.yaml",
        r"^      - id: (?:ruff|deno|codespell|toml|yaml|html).*\n(?: {8}.*\n)+",
        "",
    ),
    "action that can change": lambda t: t.edit(
        ".github/workflows/*.yml", r"@[0-9a-f]{40}  # (v\d+).*", r"@\1"
    ),
    "workflow with a command of its own": lambda t: t.edit(
        ".github/workflows/*.yml",
        r"(?<=run: )(?:bash \.ci/run|make).*",
        "pip install mkdocs && mkdocs build",
    ),
    "workflow that may do more": lambda t: t.edit(
        ".github/workflows/*.yml", r"^(  contents|      pages): read", r"\1: write"
    ),
    "workflow that may do less": lambda t: t.edit(
        ".github/workflows/*.yml",
        r"^      (?:pages|id-token|contents): write.*\n",
        "",
    ),
    "workflow that GitHub does not read": lambda t: t.edit(
        ".github/workflows/*.yml",
        r"timeout-minutes|runs-on|(?<=steps\.)\w+",
        "planted",
    ),
    "stale diagram": lambda t: t.edit(
        "snippets/figures/how-it-is-built.svg",
        r"\d+(?= (?:scripts|figures|pages|notebooks|files))",
        t.digit,
    ),
    "changelog of another version": lambda t: t.edit(
        "CHANGELOG.md",
        r"^## \[Unreleased\]\n(?:(?!## ).*\n)*## \[\d",
        lambda m: m[0][:-1] + str(int(m[0][-1]) + 1),
    ),
    "test that the guide does not name": lambda t: t.edit(
        "CONTRIBUTING.md", r"^\| `tests/.*\n", ""
    ),
    "example of the guide": lambda t: t.edit(
        "CONTRIBUTING.md", r"(?<=^weights: )\d+", t.digit
    ),
    "line ends of each system": lambda t: t.edit(".gitattributes", r" eol=lf", ""),
    "text in the system's encoding": lambda t: t.edit(
        "tests/*.py", r'(?<=read_text\()"utf-8"', ""
    ),
    "card that is missing": lambda t: t.edit(
        "tests/publish/share.py", r"file\.write_bytes\(", r"page.path and \g<0>"
    ),
    "canonical link that leads elsewhere": lambda t: t.edit(
        "docs/overrides/main.html",
        r"^\{% block extrahead %\}",
        r'\g<0><link rel="canonical" href="https://one-by-one.example/lab/">',
    ),
    "structured data of another page": lambda t: t.edit(
        "tests/publish/share.py",
        r'(?<="description": )page\.description|(?<="headline": )page\.title',
        '"Another"',
    ),
    "page missing from the sitemap": lambda t: t.edit(
        "tests/publish/share.py", r"\[\*pages\]", r"\g<0>[1:]"
    ),
    "page missing from llms.txt": lambda t: t.edit(
        "tests/publish/share.py",
        r"in pages\.items\(\)(?=:$)",
        "in [*pages.items()][1:]",
    ),
    "stale Markdown of a page": lambda t: t.edit(
        "tests/publish/copies.py",
        r"rest\.strip\(\)|printed\(piece\)|cell\.source(?=\))",
        r"\g<0>.replace('1', '2')",
    ),
    "hash of another script": lambda t: t.edit(
        "tests/publish/policy.py", r"script(?=\.replace\()", "script.strip()"
    ),
    "policy that lets scripts in": lambda t: t.edit(
        "tests/publish/policy.py",
        r"(?<=\"script-src\": \"'self')",
        " 'unsafe-inline'",
    ),
    "handler in a template": lambda t: t.edit(
        "docs/overrides/partials/palette.html",
        r'(?<=<button type="button")',
        ' onclick="console.log(1)"',
    ),
    "host that stops a script": lambda t: t.edit(
        "tests/publish/policy.py", r"sorted\(everywhere\)", r"\g<0>[1:]"
    ),
    "file kept forever that changes": lambda t: t.edit(
        "tests/publish/policy.py",
        r"(?<=if )HASHED\.search",
        'file.name == "mix.js" or \\g<0>',
    ),
    "unasked for, hence safe": lambda t: t.edit(
        "tests/vulnerable.py", r"asked < len\(packages\)", "asked < 0"
    ),
    "licence that nobody accepted": lambda t: t.edit(
        "pyproject.toml", r"(?<=^allow-only = \")MIT;", ""
    ),
    "package that is served unlisted": lambda t: t.edit(
        "docs/reference/privacy.md", r"^\| in its scripts: \[rxjs\].*\n", ""
    ),
    "command that is not there": lambda t: t.edit(
        "README.md", r"(?:(?<=`)|(?<=    ))make \w+", "make planted"
    ),
    "stale offline file": lambda t: t.edit(
        "tests/publish/__init__.py", r"policy, offline(?=\))", "offline, policy"
    ),
    "page off the offline list": lambda t: t.edit(
        "tests/publish/offline.py", r"(?<=\|)(?=assets/cards)", "tutorial/.*|"
    ),
    "version that does not change": lambda t: t.edit(
        "tests/publish/offline.py", r"dumps\(hashes\)", "dumps(list(hashes))"
    ),
    "module not joined in the zip": lambda t: t.edit(
        "tests/portable.py", r"(?<=assets/javascripts/)(?=\*\.js)", "planted-"
    ),
    "template that only MkDocs understands": lambda t: t.edit(
        "docs/overrides/partials/palette.html",
        r"(?<=in config\.theme\.palette) (?=%\})",
        ' if config.plugins["material/search"] ',
    ),
    "mended by both themes": lambda t: t.edit(
        "docs/overrides/main.html",
        r"""'role="dialog">', 'role="dialog" aria-label="' ~ lang\.t\("search"\) ~ '">'""",
        """'role="dialog"', 'role="dialog" aria-label="' ~ lang.t("search") ~ '"'""",
    ),
}
IN_A_BROWSER: dict[str, Callable[[Tree], str]] = {
    "page missing from the PDF": lambda t: t.edit(
        "docs/overrides/pdf.html",
        r"(?<=\{\{ page\.article) (?=\}\})",
        " if not loop.last or not page.depth ",
    ),
    "link of the PDF astray": lambda t: t.edit(
        "tests/pdf.py", r'(?<=f"#\{one\}" \+ f")--', "-"
    ),
    "code cut off in the PDF": lambda t: t.edit(
        "docs/overrides/pdf.html",
        r"(?<=line-height: 1\.4;)$",
        " white-space: pre; font-size: 12pt;",
    ),
    "parts of two versions": lambda t: t.edit(
        "tests/publish/sw.js", r"^ *if \(!hash\.startsWith.*\n", ""
    ),
    "worker registered unasked": lambda t: t.edit(
        "docs/assets/javascripts/offline-copy.js",
        r"(?=this\.#show\(\);)",
        "begun(); ",
    ),
    "contrast": lambda t: t.edit(
        "docs/assets/stylesheets/one-by-one.css",
        r"(?<=--obo-muted: light-dark\()#\w+, #\w+",
        "#b5b5b5, #5a5a5a",
    ),
    "too wide for a phone": lambda t: t.append(
        "docs/assets/stylesheets/one-by-one.css",
        "\n.md-typeset p { min-width: 30rem; }\n",
    ),
    "figure left off the paper": lambda t: t.append(
        "docs/assets/stylesheets/one-by-one.css",
        "\n@media print { .md-typeset figure { display: none; } }\n",
    ),
    "copy button without a name": lambda t: t.edit(
        "docs/overrides/partials/javascripts/loader.html",
        'role", "none',
        'aria-hidden", "true',
    ),
    "wrong count in the lab": lambda t: t.edit(
        "docs/assets/javascripts/stack.js",
        r"kernel \* kernel \*|\b4 \* channels|(?<=Math\.)ceil",
        lambda m: {"ceil": "floor"}.get(m[0], m[0].replace("*", "+")),
    ),
    "example of the lab": lambda t: t.edit(
        "docs/assets/javascripts/stack.js", r"(?<=\.n)\d+(?=.*\",$)", t.digit
    ),
    "wrong mix in the lab": lambda t: t.edit(
        "docs/assets/javascripts/mix.js", r" \* [a-hk]\[i\]", r"\g<0> * 1.001"
    ),
    "key that is read without script": lambda t: t.edit(
        "docs/assets/stylesheets/exercises.css",
        r"^\.md-typeset (?=:is\(number-answer)",
        "",
    ),
    "space not reserved for the lab": lambda t: t.edit(
        "docs/assets/stylesheets/layer-budget.css",
        r"min-(?=block-size: calc)",
        "max-",
    ),
    "space not reserved for an answer": lambda t: t.edit(
        "docs/assets/stylesheets/exercises.css",
        r"^\.js (?=number-answer:not)",
        ".no-js ",
    ),
    "parts of the lab that never come": lambda t: t.edit(
        "docs/overrides/partials/javascripts/loader.html",
        r"script\[data-part\](?=\"\)\n +scripts)",
        "script[data-parts]",
    ),
    "mark in code that shows, and is left out": lambda t: t.edit(
        "docs/assets/stylesheets/one-by-one.css",
        r"(?<=-operator-color: var\(--obo-)ink",
        "output",
    ),
    "progress kept unasked": lambda t: t.edit(
        "docs/assets/javascripts/number-answer.js",
        r"done\(\);\n  if \(!exercises\) return false;",
        "done() ?? new Set();",
    ),
    "answer that is lost": lambda t: t.edit(
        "docs/assets/javascripts/number-answer.js",
        r"said\.textContent = says;",
        r"\g<0> input.value = '';",
    ),
    "answers printed first": lambda t: t.edit(
        "docs/assets/stylesheets/one-by-one.css", r"order: 2", "order: -1"
    ),
    "meaning that cannot be dismissed": lambda t: t.edit(
        "docs/assets/javascripts/glossary.js",
        r'popover = "auto"',
        'popover = "manual"',
    ),
    "rule that a page needs, left out": lambda t: t.edit(
        "tests/publish/trim.py",
        r'(?<=^IDLE = re\.compile\(r")|(?<=^    r")(?=transition)',
        "color|",
    ),
    "search index fetched unasked": lambda t: t.edit(
        "docs/overrides/partials/javascripts/loader.html",
        r"asks \|\| box\.checked",
        "true",
    ),
    "tabs that are not linked": lambda t: t.edit(
        "mkdocs.yml", r"^ +- content\.tabs\.link\n", ""
    ),
    "slides without keys": lambda t: t.edit(
        "docs/assets/javascripts/lecture.js", r"\.initialize\(", ".configure("
    ),
    "sorter that takes numbers for words": lambda t: t.edit(
        "docs/assets/javascripts/sortable-table.js", r"rows\.some", "!rows.some"
    ),
    "filter that lets all pass": lambda t: t.edit(
        "docs/assets/javascripts/figure-filter.js",
        r"row\.hidden = .*;|toggleAttribute\(\"hidden\", !passes\);",
        lambda m: m[0].replace("!", "!!"),
    ),
    "storage without a choice": lambda t: t.append(
        "docs/assets/javascripts/number-answer.js",
        '\nlocalStorage.setItem("seen", "1");\n',
    ),
    "storage that the note leaves out": lambda t: t.edit(
        "docs/reference/privacy.md", r"^\| a tab of code .*\n", ""
    ),
    "style that a page needs, and may not have": lambda t: t.edit(
        "tests/publish/policy.py",
        r"(?<=\"style-src\": \"'self') 'unsafe-inline'",
        "",
    ),
    "script that fails": lambda t: t.edit(
        "docs/overrides/partials/javascripts/*.html", r"document\.", "documnet."
    ),
    "copy button gone": lambda t: t.edit(
        "mkdocs.yml", r"^ +- content\.code\.copy\n", ""
    ),
    "search gone": lambda t: t.edit(
        "mkdocs.yml", r"^  - search:\n(?: {6}.*\n)+", ""
    ),
}


def plant_and_run(kind: str, seed: int, folder: Path) -> tuple[str, str]:
    """Plant one fault in a scratch copy; return what it was and what caught it."""
    for command in (
        ["git", "checkout", "-q", "."],
        ["git", "clean", "-fdqx", "-e", ".venv", "-e", ".cache"],
    ):
        subprocess.run(command, cwd=folder, check=True)
    # What ran before need not run again, but for a notebook with a fault.
    shutil.copytree(ROOT / ".cache", folder / ".cache", dirs_exist_ok=True)
    plant = (KINDS | IN_A_BROWSER)[kind]
    fault = plant(Tree(folder, random.Random(f"{seed} {kind}")))  # noqa: S311
    caught = run(folder, listed("tests"))
    if not caught and kind in IN_A_BROWSER:
        caught = run(folder, listed("tests/browser") + listed("tests/browser/lab"))
    return fault, caught


def listed(folder: str) -> list[str]:
    """List what the Makefile runs in a folder of tests."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    files = re.findall(rf"{folder}/test_\w+\.py", makefile)
    return [*files, "docs"] if folder == "tests" else files


def run(folder: Path, tests: list[str]) -> str:
    """Run tests up to the first failure; return its name, or nothing."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    done = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True
    )
    if not done.returncode:
        return ""
    named = re.search(r"^(?:FAILED|ERROR):? (.*)$", done.stdout + done.stderr, re.M)
    return named[1][:90] if named else (done.stdout + done.stderr).strip()[-90:]


def scratch(folder: Path) -> Path:
    """Copy the project to where faults may be planted and taken back."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    git = ["git", "-c", "user.name=faults", "-c", "user.email=faults@localhost"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Before"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return folder


def main() -> int:
    """Plant each kind of fault, or a sample of them, and report."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument(
        "--seed", type=int, default=1, help="where chance starts (1)"
    )
    asked.add_argument(
        "--sample", type=int, help="only this many kinds, no browser"
    )
    asked.add_argument(
        "--kind", action="append", help="plant this kind; repeatable"
    )
    options = asked.parse_args()
    kinds = options.kind or list(KINDS | IN_A_BROWSER)
    if options.sample:
        # A quarter of an hour each is too much for a sample.
        kinds = [kind for kind in kinds if kind not in IN_A_BROWSER]
        kinds = random.Random(options.seed).sample(kinds, options.sample)  # noqa: S311
    print(f"{len(kinds)} kinds of fault, seed {options.seed}", flush=True)
    if broken := run(ROOT, listed("tests")):
        print(f"The tests have to pass before a fault is planted: {broken}")
        return 1
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        own = threading.local()

        def work(kind):
            if not hasattr(own, "tree"):
                own.tree = scratch(Path(folder) / str(threading.get_ident()))
            return plant_and_run(kind, options.seed, own.tree)

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
            for kind, (fault, caught) in zip(
                kinds, workers.map(work, kinds), strict=True
            ):
                missed += not caught
                print(
                    f"{'caught' if caught else 'MISSED'}  {kind}\n    {fault[:150]}"
                )
                print(f"    {caught or 'by no test'}", flush=True)
    print(f"{len(kinds) - missed} caught, {missed} missed, seed {options.seed}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
