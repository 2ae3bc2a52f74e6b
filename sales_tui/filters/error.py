"""What is wrong with a filter."""

from __future__ import annotations


class FilterError(ValueError):
    """The filter can't be read. The message is a sentence that says what and what to do; `start`, `end`: where."""

    def __init__(self, message: str, start: int = 0, end: int = 0) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
