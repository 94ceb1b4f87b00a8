"""Files named as their reader would name them."""

import os
from pathlib import Path


def shown(path: Path) -> str:
    """A path from the folder that the reader is in, where it is inside; else from their home, else whole."""
    for base, sign in ((Path.cwd(), ""), (Path.home(), f"~{os.sep}")):
        if path.is_relative_to(base) and path != base:
            return sign + str(path.relative_to(base))
    return str(path)
