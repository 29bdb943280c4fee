"""Starts the scripted day as a process of its own and asks the commands what it left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unionapp.services.sample import PASSPHRASE

PATIENCE = 240


@dataclass(frozen=True)
class Answer:
    """What a command printed."""

    status: int
    json: Any
    errors: str


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "UNIONAPP_PASSPHRASE": PASSPHRASE,
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }


def start_day(out: Path, data: Path, *, pictures: bool = False) -> subprocess.Popen[str]:
    """Start the day; its acknowledgements come line by line on standard output."""
    words = [sys.executable, "-m", "unionapp.ui.day", "--out", str(out), "--data", str(data)]
    if not pictures:
        words.append("--no-pictures")
    return subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
    )


def command(data: Path, *words: str) -> Answer:
    """Run a command of the program in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "unionapp", "--data-dir", str(data), *words, "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        timeout=PATIENCE,
        check=False,
    )
    answer = json.loads(done.stdout) if done.stdout.startswith("{") else None
    return Answer(done.returncode, answer, done.stderr)


def acknowledged(lines: list[str]) -> list[dict[str, Any]]:
    """Return the acknowledgements among the lines that a day printed."""
    return [json.loads(line) for line in lines if line.startswith('{"ack"')]
