"""What all painted parts of a form share: the same few styles, taken from the style sheet."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.screen import ModalScreen
from textual.widget import Widget

from sales_tui.core.text import literal

GUTTER = 2
"""Cells at the left: the sign of the current field, and a blank."""

HERE = "▌"
"""Stands before the current field, so that it can be told without colours."""

LABEL = 14
"""Cells for the labels of fields."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of a form, resolved."""

    plain: Style
    label: Style
    muted: Style
    accent: Style
    field: Style
    here: Style
    cursor: Style
    selected: Style
    wrong: Style
    strong: Style
    refusal: Style


class FormScreen(ModalScreen[None]):
    """Holds the styles for all its parts: resolved once, not for each of them."""

    COMPONENT_CLASSES = {f"form--{name}" for name in Looks.__slots__}

    @property
    def looks(self) -> Looks:
        """The styles at present."""
        return Looks(*(self.get_component_rich_style(f"form--{name}") for name in Looks.__slots__))


class FormPart(Widget, can_focus=False):
    """A painted part of a form. The form hears the keys; its parts never take Textual's focus."""

    ALLOW_SELECT = False

    @property
    def looks(self) -> Looks:
        """The styles of its form."""
        form = self.screen
        assert isinstance(form, FormScreen)
        return form.looks


def joined(*parts: tuple[str, Style]) -> Text:
    """Texts one after the other, each in its style; never markup, and safe for the terminal."""
    text = Text(no_wrap=True, end="")
    for part, style in parts:
        text.append(literal(part), style)
    return text


def cut(text: str, width: int) -> str:
    """The text, literal, in at most `width` cells, ending in `…` where something was cut."""
    text = literal(text)
    if cell_len(text) <= width:
        return text
    shortened = Text(text, no_wrap=True)
    shortened.truncate(max(width, 0), overflow="ellipsis")
    return shortened.plain


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken at blanks where it can be; one at least."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines += _broken(literal(paragraph), max(width, 4))
    return lines


def _broken(text: str, width: int) -> list[str]:
    lines, line, used, blank = [], "", 0, -1
    for char in text:
        cells = cell_len(char)
        if used + cells > width:
            kept, rest = (line[:blank], line[blank + 1 :]) if blank > 0 and char != " " else (line, "")
            lines.append(kept.rstrip())
            if char == " " and not rest:
                line, used, blank = "", 0, -1
                continue
            line, used = rest, cell_len(rest)
            blank = line.rfind(" ")
        if char == " ":
            blank = len(line)
        line += char
        used += cells
    return [*lines, line]
