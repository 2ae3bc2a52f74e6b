"""Where the readable inputs of the demo are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import sales_tui


def data_file(name: str) -> Path:
    """The file of that name in `data/`. Raises FileNotFoundError where it isn't there."""
    package = Path(sales_tui.__path__[0])
    for folder in (package / "data", package.parent / "data"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"sales-tui was installed without its data file {name}")


def table(name: str) -> dict[str, Any]:
    """A TOML file of `data/`, by its name without the ending."""
    with data_file(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
