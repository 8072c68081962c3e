"""One stylesheet, of the rules that the site uses."""

from pathlib import Path


def apply(site: Path) -> None:
    """Do nothing yet."""
