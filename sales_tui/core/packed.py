"""Many short texts in little memory: a hundred thousand numbers cost what their characters cost."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator


class PackedTexts:
    """A list of texts that is only ever added to."""

    __slots__ = ("_ends", "_text")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._text = bytearray()
        self._ends = array("Q")
        for text in texts:
            self.append(text)

    def append(self, text: str) -> None:
        """One more, at the end."""
        self._text += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._text))

    @property
    def memory(self) -> int:
        """How many bytes they take."""
        return len(self._text) + len(self._ends) * self._ends.itemsize

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: int) -> str:
        """The text at that place, from 0. Raises IndexError."""
        if not 0 <= place < len(self._ends):
            raise IndexError(place)
        start = self._ends[place - 1] if place else 0
        return self._text[start : self._ends[place]].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return (self[place] for place in range(len(self)))
