"""What the screens for a person's own work have in common: the lines at top and bottom, and what keys do there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.css.query import NoMatches
from textual.screen import Screen

from sales_tui.tui.keys import AGAIN, Hint, Verb, act_hints, chord_hints, verbs
from sales_tui.tui.messages import Tone
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.line import Line
from sales_tui.tui.panels.message_line import MessageLine
from sales_tui.tui.panels.top_line import TopLine
from sales_tui.workspaces import TABS

if TYPE_CHECKING:
    from sales_tui.tui.app import SalesApp


class DeskScreen(Screen[None]):
    """A workspace or a record: small letters act, digits and capitals go."""

    kind: str
    """The kind of record that is on the screen."""

    AUTO_FOCUS = None

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._in_chord = False

    @property
    def desk(self) -> SalesApp:
        """The application, by its own type."""
        return cast("SalesApp", self.app)

    @cached_property
    def _verbs(self) -> dict[str, tuple[Verb, ...]]:
        return verbs(self.kind)

    # --- what the two kinds of screen answer differently

    @property
    def subject(self) -> tuple[int | None, str | None]:
        """The record that keys are about: its key in the grid, and its number, as far as they are known."""
        return None, None

    @property
    def allowed(self) -> frozenset[str] | None:
        """Names of the actions that are possible on the record; None where it hasn't been read yet."""
        return None

    @property
    def counts(self) -> Mapping[str, str]:
        """Name of an action -> how many pieces of the record it would be done to."""
        return {}

    def act_hints(self) -> Sequence[Hint]:
        """The keys that act, with what can be done to the record."""
        return act_hints(self.kind, self.allowed, self.counts)

    def go_hints(self) -> Sequence[Hint]:
        """The keys that go, always shown."""
        return ()

    def chord_hints(self) -> Sequence[Hint]:
        """What may follow `g` here, beside the workspaces."""
        return ()

    def end_chord(self, key: str) -> bool:
        """A key after `g` that isn't a workspace's; False where it means nothing here."""
        return False

    def step(self, rows: int) -> None:
        """To the next record of the set."""

    def ask_sort(self) -> None:
        """Choose the column to sort by."""

    def reload(self) -> None:
        """The record changed: read it again."""

    # --- the lines

    def refresh_lines(self) -> None:
        """Clock, message and key hints as they are now."""
        try:
            self.query_one(TopLine).show(self.desk.place, self.desk.clock_text)
            self.refresh_message()
            self.refresh_hints()
        except NoMatches:
            return

    def refresh_message(self) -> None:
        """What was said last, and how far the jobs in the background are."""
        for line in self.query(MessageLine):
            line.show(self.desk.said, self.desk.under_way)

    def refresh_hints(self) -> None:
        """What can be done now."""
        if self._in_chord:
            hints = [*self.chord_hints(), *self._job_hints(), *chord_hints()]
            self.query_one(KeyLine).show(hints, (Hint("escape", "stay"),), "go to")
            return
        hints = [] if self.desk.runtime.read_only else [*self.act_hints()]
        own = {hint.key for hint in hints}
        hints += [hint for hint in self._again_hints() if hint.key not in own]
        self.query_one(KeyLine).show(hints, self.go_hints())

    def _again_hints(self) -> Sequence[Hint]:
        """What can follow something that was done here: once more, or back."""
        again = None if self.desk.runtime.read_only else self.desk.again_at_hand
        return again.hints if again is not None else ()

    def _job_hints(self) -> Sequence[Hint]:
        """What may follow `g` where there are jobs: the one that is under way or was interrupted, the last one."""
        jobs = self.desk.jobs_at_hand
        if jobs is None:
            return ()
        hints = [Hint("u", "running job")] if jobs.open else []
        hints += [Hint("u", "interrupted job")] if jobs.taking_up.offered and not jobs.open else []
        return [*hints, *([Hint("j", "last job")] if jobs.last and jobs.taking_up.has_places else [])]

    def on_screen_resume(self) -> None:
        """Shown again: what was said elsewhere is said here too."""
        self.refresh_lines()

    def on_resize(self) -> None:
        """Some lines say other things where there is less room."""
        for line in self.query(Line):
            line.refresh()

    # --- keys

    def on_key(self, event: events.Key) -> None:
        """A key that nothing on the screen took."""
        if self._press(event.key, event.character):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is looked for, as if it had been typed into the go-to box."""
        event.stop()
        if text := event.text.strip():
            self.desk.navigation.go_to(text.splitlines()[0])

    @on(KeyLine.Clicked)
    def _click_key(self, message: KeyLine.Clicked) -> None:
        names = {":": "colon", "?": "question_mark", "esc": "escape", "j/k": "j", ".": "full_stop", "@": "at"}
        self.desk.press(names.get(message.key, message.key), message.key)

    def _press(self, key: str, character: str | None) -> bool:
        if self._in_chord:
            self._end_chord(key)
            return True
        if character and (character == ":" or (character.isascii() and character.isdigit()) or character.isupper()):
            self.desk.navigation.go_to("" if character == ":" else character)
            return True
        if key in self._verbs and not self.desk.runtime.read_only:
            self.start(self._verbs[key])
            return True
        if key in self._verbs:
            self.desk.say("Opened read-only: nothing can be changed here.", Tone.REFUSED)
            return True
        return self._press_fixed(key)

    def _press_fixed(self, key: str) -> bool:
        match key:
            case "g":
                self._in_chord = True
                self.refresh_hints()
            case "j" | "k":
                self.step(1 if key == "j" else -1)
            case "o":
                self.ask_sort()
            case "y":
                self._copy()
            case "question_mark":
                self._show_keys()
            case _ if key in AGAIN:
                self.desk.acting.again.start(AGAIN[key][0], self)
            case "escape":
                self.desk.hush()
            case "q":
                self.app.exit()
            case _:
                return False
        return True

    def _end_chord(self, key: str) -> None:
        self._in_chord = False
        self.refresh_hints()
        for name, place in TABS.items():
            if key in (place.letter, place.digit):
                self.desk.navigation.go(name)
                return
        if key in ("u", "j"):
            taking_up = self.desk.acting.jobs.taking_up
            (taking_up.go_on if key == "u" else taking_up.show_last)()
        elif key != "escape" and not self.end_chord(key):
            letters = ", ".join(f"{place.letter} {place.title}" for place in TABS.values())
            self.desk.say(f"g {key} goes nowhere; there are {letters}.", Tone.REFUSED)

    def start(self, choices: tuple[Verb, ...]) -> None:
        """Begin the first of these actions that is possible, on the record of this screen."""
        self.desk.acting.start(choices, self)

    def _show_keys(self) -> None:
        from sales_tui.tui.screens.pages import keys_page

        self.desk.navigation.show_page(keys_page(self.kind, read_only=self.desk.runtime.read_only))

    def _copy(self) -> None:
        key, number = self.subject
        self.desk.acting.copy(self.kind, key, number)
