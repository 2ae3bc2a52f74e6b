"""Exit statuses, and the one sentence on standard error that goes with each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from sales_tui.filters.error import FilterError
from sales_tui.runtime import Runtime
from sales_tui.settings import Settings, SettingsError
from sales_tui.store.location import DatabaseUnusable

DONE, SOME_REFUSED, USAGE, DATABASE = 0, 1, 2, 3


def say(sentence: str) -> None:
    """A sentence on standard error."""
    print(sentence, file=sys.stderr)


def leave(status: int, sentence: str = "") -> NoReturn:
    """End with that status, after one sentence on standard error."""
    if sentence:
        say(f"sales-tui: {sentence}")
    raise SystemExit(status)


@contextmanager
def explained() -> Iterator[None]:
    """Errors that people can do something about become one sentence and an exit status; never a traceback."""
    try:
        yield
        sys.stdout.flush()
    except DatabaseUnusable as error:
        leave(DATABASE, str(error))
    except SettingsError as error:
        leave(USAGE, str(error))
    except FilterError as error:
        leave(USAGE, f"--filter: {error}")
    except BrokenPipeError:
        # Whoever read our answer has had enough of it.
        _drop_output()
        raise SystemExit(DONE) from None
    except OSError as error:
        _drop_output()
        leave(USAGE, f"The answer can't be written: {error.strerror or error}.")
    except KeyboardInterrupt:
        leave(130, "stopped.")


def _drop_output() -> None:
    """What is still on its way to standard output goes nowhere, so that nothing complains about it at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def session(settings: Settings, *, writes: bool) -> Iterator[Runtime]:
    """A runtime on a usable database. Errors are explained."""
    with explained():
        runtime = Runtime(settings)
        try:
            runtime.prepare(writes=writes)
            yield runtime
        finally:
            runtime.close()
