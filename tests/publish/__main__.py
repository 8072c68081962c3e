"""Finish a built site in place: python -m publish SITE."""

import sys
from pathlib import Path

from publish import publish

publish(Path(sys.argv[1]))
