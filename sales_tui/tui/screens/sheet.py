"""What the small screens with a question have in common: a sheet at the bottom, keys in order, hints to click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.panels.pick_list import PickList

if TYPE_CHECKING:
    from typing import ClassVar

    from sales_tui.tui.app import SalesApp

T = TypeVar("T")


class Sheet(ModalScreen[T]):
    """Ends with an answer, or with None. A subclass says what a key does in `press`."""

    CSS_PATH = "../styles/questions.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab,shift+tab", "nothing", show=False)]

    def __init__(self) -> None:
        super().__init__(classes="sheet")

    @property
    def desk(self) -> SalesApp:
        """The application, by its own type."""
        return cast("SalesApp", self.app)

    def press(self, key: str, character: str | None) -> bool:
        """What a key does here; False where it does nothing."""
        return False

    def on_key(self, event: events.Key) -> None:
        """Escape leaves; everything else is the subclass's."""
        if self.press(event.key, event.character):
            event.stop()
            event.prevent_default()
        elif event.key == "escape":
            event.stop()
            self.dismiss(None)

    @on(KeyLine.Clicked)
    def _click_key(self, message: KeyLine.Clicked) -> None:
        names = {"*": "asterisk", "F2": "f2", "↑": "up", "↓": "down"}
        self.desk.press(names.get(message.key, message.key), message.key)

    @on(PickList.Turned)
    def _turn(self, message: PickList.Turned) -> None:
        self.press(message.key, None)

    def show_hints(self, acts: Sequence[Hint], leave: str = "leave") -> None:
        """What the keys do now."""
        self.query_one(KeyLine).show(tuple(acts), (Hint("escape", leave),))

    def say(self, sentence: str, mood: Mood = Mood.SAYS) -> None:
        """Say something in the sheet."""
        self.query_one(Note).say(sentence, mood)

    def refuse(self, sentence: str, mood: Mood = Mood.REFUSES) -> None:
        """Say why something can't be done, with the bell."""
        self.say(sentence, mood)
        self.app.bell()

    def action_nothing(self) -> None:
        """Tab leads nowhere: there is one place to type."""
