"""Where the project keeps its files, and what it calls them."""

import difflib
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SNIPPETS = ROOT / "snippets"
PUBLISHED = SNIPPETS / "published.toml"


def scripts() -> list[Path]:
    """List every snippet; a name that starts with _ is a helper of its folder."""
    return sorted(p for p in SNIPPETS.rglob("*.py") if not p.name.startswith("_"))


def name(path: Path) -> str:
    """Name a file as messages and pytest's -k know it: from the project's root."""
    return path.relative_to(ROOT).as_posix()


def closest(wrong: str, known: list[str]) -> str:
    """Return " Did you mean …?" for a misspelt name, or nothing."""
    match = difflib.get_close_matches(wrong, known, 1)
    return f" Did you mean {match[0]}?" if match else ""
