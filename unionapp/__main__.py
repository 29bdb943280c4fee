"""`python -m unionapp`: the commands, or the desktop when none is named."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and return its exit status."""
    from unionapp.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
