"""`attachments`: the files of a quote, named or written to a folder; never opened, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

from sales_tui.cli.exits import DONE, SOME_REFUSED, USAGE, leave, say
from sales_tui.core.text import literal, storable
from sales_tui.runtime import Runtime


def save_attachments(runtime: Runtime, number: str, folder: Path | None) -> int:
    """Name the files of a quote, or write them into the folder; returns the exit status."""
    from sales_tui.store.attachments import attachments
    from sales_tui.store.engine import reading

    if folder is not None and not folder.is_dir():
        leave(USAGE, f"{folder} is no folder; make it first.")
    kept = 0
    with reading(runtime.engine) as connection:
        files = attachments(connection, storable(number))
        if files is None:
            leave(SOME_REFUSED, f"There is no quote {literal(number)}.")
        for file in files:
            print(f"{literal(file.file_name)}  {len(file.content):,} bytes  {file.media_type}")
            if folder is not None and not _write(folder / Path(file.file_name).name, file.content):
                kept += 1
    return SOME_REFUSED if kept else DONE


def _write(path: Path, content: bytes) -> bool:
    """Write a new file; whether it was. One that is there already stays."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        say(f"{literal(str(path))} is there already and was left as it is.")
        return False
    except OSError as error:
        leave(USAGE, f"{literal(str(path))} can't be written: {error.strerror or error}.")
    return True
