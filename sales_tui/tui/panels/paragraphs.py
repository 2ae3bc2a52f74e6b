"""Free text broken into lines of so many terminal cells: by words where it can, always literally."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells

from sales_tui.core.text import literal


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells; the text's own line breaks stay. Blank lines at the ends go."""
    width = max(1, width)
    lines: list[str] = []
    for paragraph in text.strip().splitlines() or [""]:
        lines += _wrapped(literal(paragraph.expandtabs(4)), width)
    return lines


def _wrapped(paragraph: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = chop_cells(word, width) or [""]
        lines += whole
    return [*lines, line]
