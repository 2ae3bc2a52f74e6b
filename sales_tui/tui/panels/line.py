"""One line of the screen: something at the left, something at the right, literal text in the theme's colours."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from sales_tui.core.text import literal

Part = tuple[str, str]
"""A text and its style, such as "$text-muted"; the style may be empty."""


ROOMY = (100, 30)
"""From so many columns and lines on, screens have their top line, rules and panes."""


def is_compact(size: Size) -> bool:
    """Whether the records need all the room there is, as at 80 x 24."""
    return size.width < ROOMY[0] or size.height < ROOMY[1]


class Line(Widget):
    """A widget one line high. Subclasses say what is in it."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def left(self) -> Sequence[Part]:
        """What stands at the left; cut where there is no room for it."""
        return ()

    def right(self) -> Sequence[Part]:
        """What stands at the right; always whole."""
        return ()

    def render(self) -> Content:
        """Both, with the space between them."""
        left, right = assemble(self.left()), assemble(self.right())
        room = self.size.width - right.cell_length
        return cut(left, max(0, room)) + right


def assemble(parts: Sequence[Part]) -> Content:
    """The parts, made safe for the terminal, in a row."""
    return Content.assemble(*((literal(text), style) for text, style in parts))


def cut(content: Content, width: int) -> Content:
    """Exactly `width` cells of it, ending in an ellipsis where something is missing."""
    if content.cell_length > width:
        return content.truncate(width, ellipsis=True)
    return content + Content(" " * (width - content.cell_length))


def cell(text: str, width: int, *, right: bool = False) -> str:
    """A plain text, safe for the terminal, exactly `width` cells wide."""
    from sales_tui.tui.grid.cells import fit

    return fit(text, width, "right" if right else "left")


def clipped(text: str, width: int) -> str:
    """A text of at most `width` cells."""
    shown = literal(text)
    return shown if len(shown) <= width // 2 else set_cell_size(cell(text, width), width).rstrip()
