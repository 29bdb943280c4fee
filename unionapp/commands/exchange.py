"""`device`, `bundle`, `hub`: what is carried to the city and what comes back."""

from __future__ import annotations

from typing import Any


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the commands to the parser."""
