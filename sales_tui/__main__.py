"""Start: `sales-tui` and `python -m sales_tui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. The version, and the plain start of the application, go past it: they can't wait."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from sales_tui import __version__

        print(f"sales-tui {__version__}")
    elif (database := _plain_start(arguments)) is not None:
        from sales_tui.cli.terminal import open_database

        open_database(database)
    else:
        from sales_tui.cli.main import app

        app(prog_name="sales-tui")


def _plain_start(arguments: list[str]) -> str | None:
    """The database to open ("" for the configured one), where nothing else is asked for."""
    if not arguments:
        return ""
    return arguments[1] if len(arguments) == 2 and arguments[0] == "--db" else None


if __name__ == "__main__":
    main()
