"""Start: `sales-tui` and `python -m sales_tui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the version is answered before anything is loaded."""
    if sys.argv[1:] == ["--version"]:
        from sales_tui import __version__

        print(f"sales-tui {__version__}")
        return
    from sales_tui.cli.main import app

    app(prog_name="sales-tui")


if __name__ == "__main__":
    main()
