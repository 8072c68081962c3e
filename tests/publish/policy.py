"""A content security policy, with the hashes of the site's own scripts."""

from pathlib import Path


def apply(site: Path) -> None:
    """Do nothing yet."""
