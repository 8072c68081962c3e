"""A service worker that knows every file."""

from pathlib import Path


def apply(site: Path) -> None:
    """Do nothing yet."""
