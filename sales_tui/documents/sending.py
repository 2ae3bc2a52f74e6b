"""Where printed text goes: to a command, one process a document and never through a shell, or into a folder."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sales_tui.core.text import literal
from sales_tui.exchange.export.sheet import ExportFailed
from sales_tui.exchange.export.whole_file import whole_file
from sales_tui.store.print_run import LONGEST, Queued

PATIENCE = LONGEST.total_seconds() / 2
"""Seconds that a command gets; well within the time after which a print counts as left behind."""

_UNSAFE = re.compile(r"[^\w.-]|^\.")
"""What a document's number may have and a file's name had better not."""


class NotSent(Exception):
    """It couldn't be printed; the message is one clear sentence for people."""


class Printer(Protocol):
    """Where a run prints to."""

    def send(self, one: Queued, text: str) -> str:
        """Print the document; returns where it went. Raises NotSent."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that gets each document on its standard input."""

    words: tuple[str, ...]

    def send(self, one: Queued, text: str) -> str:
        """Run the command; it has to end with status 0 in time."""
        try:
            ended = subprocess.run(self.words, input=text.encode(), capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise NotSent(f"{self.words[0]} gave no answer in {PATIENCE:.0f} seconds.") from None
        except OSError as error:
            raise NotSent(f"{self.words[0]} can't be started: {error.strerror or error}.") from None
        if ended.returncode:
            said = literal(ended.stderr.decode(errors="replace").strip().partition("\n")[0])[:200]
            raise NotSent(f"{self.words[0]} ended with status {ended.returncode}{f': {said}' if said else ''}")
        return shlex.join(self.words)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that gets a file for each document, such as `shipment-000000012.txt`."""

    path: Path

    def send(self, one: Queued, text: str) -> str:
        """Write the file, whole or not at all; a document that is printed again takes the place of its file."""
        file = self.path / file_name(one)
        try:
            with whole_file(file) as out:
                out.write(text.encode())
        except ExportFailed as failed:
            raise NotSent(str(failed)) from None
        return str(file)


def file_name(one: Queued) -> str:
    """Kind and number; a number that no file can have gets the print's own beside it, so that no two are the same."""
    number = _UNSAFE.sub("_", one.increment_id)[:80]
    return f"{one.kind}-{number}{'' if number == one.increment_id else f'-{one.id}'}.txt"


def command(text: str) -> Command:
    """The command that a person or the settings name. Raises ValueError with a sentence where it can't be run."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise ValueError(f"The print command '{text}' can't be read: {error}.") from None
    if not words or shutil.which(words[0]) is None:
        raise ValueError(f"The print command '{text}' can't be run: there is no program '{words[0] if words else ''}'.")
    return Command(tuple(words))
