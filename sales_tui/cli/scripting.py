"""`run`: a JSON Lines script of actions; each line is answered, and the answer flushed, before the next is read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sales_tui.actions.values import read_json
from sales_tui.cli.exits import DONE, SOME_REFUSED, USAGE, leave
from sales_tui.cli.showing import read_record
from sales_tui.runtime import Runtime
from sales_tui.store.requests import Outcome, Request
from sales_tui.workspaces import WORKSPACES


def run_script(runtime: Runtime, file: str, *, dry_run: bool, stop_on_error: bool) -> int:
    """Answer every line; returns the exit status."""
    status = DONE
    with _opened(file) as lines:
        for place, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            answer = {"line": place, **_answer(runtime, raw, dry_run=dry_run)}
            print(json.dumps(answer, ensure_ascii=False), flush=True)
            if answer["outcome"] != "ok":
                status = SOME_REFUSED
                if stop_on_error:
                    break
    return status


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    """The script's lines, as bytes. What can't be read ends the command."""
    if file == "-":
        yield sys.stdin.buffer
        return
    path = Path(file)
    if path.is_dir():
        leave(USAGE, f"{file} is a folder; name a JSON Lines file.")
    try:
        opened = path.open("rb")
    except OSError as error:
        leave(USAGE, f"{file} can't be read: {error.strerror}.")
    with opened:
        yield opened


def _answer(runtime: Runtime, raw: bytes, *, dry_run: bool) -> dict[str, Any]:
    """The result of one line, without its number."""
    try:
        line = read_json(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _refused("", "", "line.invalid", "The line is not UTF-8 text.")
    except ValueError as error:
        return _refused("", "", "line.invalid", f"The line can't be read: {error}.")
    if not isinstance(line, dict) or not isinstance(line.get("do"), str):
        return _refused("", "", "line.invalid", 'The line needs to be a JSON object with "do", such as {"do": "show"}.')
    action, target = line.pop("do"), line.pop("target", None)
    if not isinstance(target, str | int) or isinstance(target, bool):
        return _refused(action, "", "line.invalid", f'{action} needs "target", the number of the record.')
    if action == "show":
        return _show(runtime, str(target), line)
    key = line.pop("key", None)
    if key is not None and not (isinstance(key, str) and key):
        return _refused(action, str(target), "line.invalid", '"key" is a text that is not empty.')
    request = Request(action, str(target), line, key)
    return runtime.runner.run([request], dry_run=dry_run)[0].result()


def _refused(action: str, target: str, code: str, message: str) -> dict[str, Any]:
    return Outcome(action, target, "refused", message, code).result()


def _show(runtime: Runtime, target: str, line: dict[str, Any]) -> dict[str, Any]:
    workspace = line.get("workspace", "orders")
    if workspace not in WORKSPACES:
        return _refused("show", target, "workspace.unknown", f"There is no workspace '{workspace}'.")
    record = read_record(runtime, workspace, target)
    if record is None:
        place = WORKSPACES[workspace]
        return _refused("show", target, f"{place.kind}.unknown", f"There is no {place.noun} {target}.")
    return Outcome("show", target, "ok", f"Here is {target}.").result() | {"record": record}
