"""Found and shared: head, cards, feed, sitemap, Markdown."""

from pathlib import Path


def apply(site: Path) -> None:
    """Do nothing yet."""
