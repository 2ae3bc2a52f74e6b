"""The text that is being typed into a field, and its cursor: plain values without a screen."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len


@dataclass(slots=True)
class Editor:
    """A text with a cursor. `selected`: all of it is chosen, and the next character takes its place."""

    text: str = ""
    limit: int = 255
    several_lines: bool = False
    cursor: int = 0
    selected: bool = False

    def __post_init__(self) -> None:
        self.cursor = len(self.text)

    def arrive(self) -> None:
        """The field becomes the current one: what is in it may be typed over."""
        self.cursor = len(self.text)
        self.selected = bool(self.text) and not self.several_lines

    def place(self, cursor: int) -> None:
        """Put the cursor somewhere, as a click does."""
        self.cursor = max(0, min(cursor, len(self.text)))
        self.selected = False

    def replace(self, text: str) -> None:
        """Another text, as if it had been typed."""
        self.text = text[: self.limit]
        self.place(len(text))

    def insert(self, text: str) -> None:
        """Put text in at the cursor. Only printable characters are taken, and line ends where lines are allowed."""
        wanted = "".join(char for char in text if char.isprintable() or (char == "\n" and self.several_lines))
        if self.selected:
            self.text, self.cursor, self.selected = "", 0, False
        wanted = wanted[: self.limit - len(self.text)]
        self.text = self.text[: self.cursor] + wanted + self.text[self.cursor :]
        self.cursor += len(wanted)

    def press(self, key: str, character: str | None) -> bool:
        """What a key does to the text; False where it does nothing here."""
        if character is not None and character.isprintable():
            self.insert(character)
            return True
        act = _KEYS.get(key)
        if act is None:
            return False
        act(self)
        return True

    def left(self) -> None:
        """One character back; over combining marks at once."""
        self.place(0 if self.selected else self._before(self.cursor))

    def right(self) -> None:
        """One character on."""
        self.place(len(self.text) if self.selected else self._behind(self.cursor))

    def home(self) -> None:
        """To the beginning of the line."""
        self.place(self.text.rfind("\n", 0, self.cursor) + 1)

    def end(self) -> None:
        """To the end of the line."""
        found = self.text.find("\n", self.cursor)
        self.place(len(self.text) if found < 0 else found)

    def backspace(self) -> None:
        """Take the character before the cursor away, or all that is chosen."""
        self._cut(0 if self.selected else self._before(self.cursor), len(self.text) if self.selected else self.cursor)

    def delete(self) -> None:
        """Take the character behind the cursor away, or all that is chosen."""
        self._cut(0 if self.selected else self.cursor, len(self.text) if self.selected else self._behind(self.cursor))

    def delete_word(self) -> None:
        """Take the word before the cursor away."""
        kept = self.text[: self.cursor].rstrip()
        self._cut(max(kept.rfind(" "), kept.rfind("\n")) + 1, self.cursor)

    def delete_left(self) -> None:
        """Take everything before the cursor away."""
        self._cut(0, self.cursor)

    def delete_right(self) -> None:
        """Take everything behind the cursor away."""
        self._cut(self.cursor, len(self.text))

    def _cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.place(start)

    def _before(self, at: int) -> int:
        at -= 1
        while at > 0 and not cell_len(self.text[at]) and self.text[at] != "\n":
            at -= 1
        return max(at, 0)

    def _behind(self, at: int) -> int:
        at += 1
        while at < len(self.text) and not cell_len(self.text[at]) and self.text[at] != "\n":
            at += 1
        return min(at, len(self.text))


_KEYS = {
    "left": Editor.left,
    "right": Editor.right,
    "home": Editor.home,
    "end": Editor.end,
    "ctrl+e": Editor.end,
    "backspace": Editor.backspace,
    "ctrl+h": Editor.backspace,
    "delete": Editor.delete,
    "ctrl+w": Editor.delete_word,
    "ctrl+u": Editor.delete_left,
    "ctrl+k": Editor.delete_right,
}
