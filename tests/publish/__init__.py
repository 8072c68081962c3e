"""What a built site is given before it is published: one module a step.

A step changes a folder of files, whoever built it: MkDocs or Zensical.
"""

from pathlib import Path

from publish import offline, policy, share, trim

# The policy hashes what the steps before it wrote; offline, what all of them did.
STEPS = (share, trim, policy, offline)


def publish(site: Path, *without) -> None:
    """Take every step on a built site, in place, but for those that are left out."""
    for step in STEPS:
        if step not in without:
            step.apply(site)
