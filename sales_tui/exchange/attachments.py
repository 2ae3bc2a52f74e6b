"""Files from the disk as the parameter of an action: their names without the path, and what is in them."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path

from sales_tui.exchange.files import Unreadable
from sales_tui.rules.quote_files import LARGEST


def read_attachments(paths: Iterable[str]) -> list[dict[str, str]]:
    """Each as {"file_name", "content"}, the content in base64, never more than may be kept. Raises Unreadable."""
    return [_read(Path(path.strip())) for path in paths if path.strip()]


def _read(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"{path} can't be read: {error.strerror or error}.") from None
    return {"file_name": path.name, "content": base64.b64encode(content).decode("ascii")}


def read_lines(path: str) -> str:
    """The text of a file of lines, such as SKUs with quantities. Raises Unreadable."""
    try:
        return Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise Unreadable(f"{path} can't be read: {error.strerror or error}.") from None
