"""Paints what is typed into a field: between brackets, scrolled so that the cursor is seen, marked where wrong."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from sales_tui.core.text import literal
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.part import Looks

FRAME = 4
"""Cells around the text: bracket, sign, a blank for the cursor, bracket."""


def box(editor: Editor, width: int, looks: Looks, *, here: bool, wrong: bool, right: bool = False) -> Text:
    """The field, exactly `width + FRAME` cells wide. `right`: aligned as amounts are."""
    start, end = _window(editor, width)
    shown = literal(editor.text[start:end])
    room = width - cell_len(shown)
    body = Text(no_wrap=True, end="")
    body.append(" " * (room if right else 0))
    at = len(body)
    body.append(shown, looks.wrong if wrong else looks.here if here else looks.field)
    body.append(" " * (1 if right else room + 1))
    if here:
        _mark(body, editor, at, start, len(shown), looks)
    bracket = looks.accent if here else looks.muted
    text = Text(no_wrap=True, end="")
    text.append("[", bracket)
    text.append("!" if wrong else " ", looks.wrong if wrong else bracket)
    text.append_text(body)
    text.append("]", bracket)
    return text


def cursor_at(editor: Editor, width: int, cell: int, *, right: bool = False) -> int:
    """The place in the text that stands at a cell of the box, as a click asks for it."""
    start, end = _window(editor, width)
    cell -= 2
    if right:
        cell -= width - cell_len(literal(editor.text[start:end]))
    at = start
    while at < end and cell >= cell_len(literal(editor.text[start : at + 1])):
        at += 1
    return at


def _mark(body: Text, editor: Editor, at: int, start: int, length: int, looks: Looks) -> None:
    if editor.selected:
        body.stylize(looks.selected, at, at + length)
    place = at + editor.cursor - start
    body.stylize(looks.cursor, place, place + 1)


def _window(editor: Editor, width: int) -> tuple[int, int]:
    """The part of the text that fits, with the cursor in it."""
    text = literal(editor.text)
    start = 0
    while cell_len(text[start : editor.cursor]) > width:
        start += max(1, (len(text[start : editor.cursor]) - width) // 2)
    end = start
    used = 0
    while end < len(text) and used + cell_len(text[end]) <= width:
        used += cell_len(text[end])
        end += 1
    return start, end
