"""The views of a workspace: choose one, or keep the present question as one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from sales_tui.core.refusal import Refusal
from sales_tui.filters.error import FilterError
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.views import view_key
from sales_tui.tui.keys import Hint
from sales_tui.tui.messages import Tone
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.panels.pick_list import PickList
from sales_tui.tui.panels.view_list import ViewList
from sales_tui.tui.screens.sheet import Sheet
from sales_tui.workspaces.base import View, Workspace

if TYPE_CHECKING:
    from sales_tui.tui.asking import Asking
    from sales_tui.tui.question import Question
    from sales_tui.tui.views import ViewBook

SUBMIT = frozenset(("f2", "ctrl+s"))

LISTING = (
    Hint("enter", "show"),
    Hint("F2", "save this"),
    Hint("*", "default"),
    Hint("ctrl+r", "rename"),
    Hint("delete", "it"),
)


class Doing(StrEnum):
    """What the keys are about."""

    CHOOSING = "choosing"
    SAVING = "saving"
    RENAMING = "renaming"
    DELETING = "deleting"


class ViewsScreen(Sheet[View]):
    """Ends with the view to show, or None. `present`: the name of the one that the question began with."""

    def __init__(self, place: Workspace, present: str, book: ViewBook, asking: Asking, question: Question) -> None:
        super().__init__()
        self._place = place
        self._present = present
        self._book = book
        self._asking = asking
        self._question = question
        self._doing = Doing.CHOOSING

    def compose(self) -> ComposeResult:
        """The views; a line for a name; what there is to say."""
        with Vertical():
            yield Heading(f"Views of {self._place.title.lower()}")
            yield ViewList(partial(self._asking.count, self._place), beside=6)
            yield Input(select_on_focus=False)
            yield Note(2)
            yield KeyLine()

    def on_mount(self) -> None:
        """Keys wait for the list: its letters depend on what was saved."""
        self._input.cursor_blink = False
        self._turn_to(Doing.CHOOSING)
        self._hold(self._load(self._present))

    @property
    def _input(self) -> Input:
        return self.query_one(Input)

    @property
    def _list(self) -> ViewList:
        return self.query_one(ViewList)

    def _hold(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that takes a moment; keys wait for it."""
        release = self.desk.gate.close()

        async def held() -> None:
            try:
                await work
            except DatabaseUnusable as error:
                self._stay(str(error), Mood.FAILS)
            finally:
                release()

        self.run_worker(held(), group="hold", exit_on_error=False)

    def _stay(self, sentence: str, mood: Mood = Mood.REFUSES) -> None:
        """It didn't happen: keys that were typed ahead were meant for what doesn't come."""
        self.desk.gate.forget()
        self.refuse(sentence, mood)

    async def _load(self, name: str) -> None:
        """Read the views, with the cursor on that one, else where it is."""
        self._list.put(await self._book.list(self._place), name)

    # --- keys

    def press(self, key: str, character: str | None) -> bool:
        """Choosing, or answering a question of the sheet."""
        if self._doing is Doing.CHOOSING:
            return self._choose_by(key, character)
        if key == "escape":
            self._turn_to(Doing.CHOOSING)
        elif key in SUBMIT:
            self._submit()
        elif key == "enter":
            self.refuse(f"F2 {self._verb}; escape leaves it.")
        else:
            return False
        return True

    def _choose_by(self, key: str, character: str | None) -> bool:
        if key == "enter" or self._list.go_to_letter(character):
            self._choose()
        elif key in SUBMIT:
            self._ask_name(Doing.SAVING, self._question.view.name)
        elif key == "ctrl+r":
            self._change_own(Doing.RENAMING)
        elif key == "delete":
            self._change_own(Doing.DELETING)
        elif character == "*":
            self._make_default()
        else:
            return self._list.move(key)
        return True

    @on(PickList.Chosen)
    def _click(self, message: PickList.Chosen) -> None:
        if self._doing is Doing.CHOOSING:
            self._list.show(self._list.rows, message.index)
            self._choose()

    def _choose(self) -> None:
        if here := self._list.here:
            self._hold(self._leave_with(here.view))

    async def _leave_with(self, view: View) -> None:
        """Only with a view that can be asked: an old one's filter may no longer fit."""
        try:
            await asyncio.to_thread(self._asking.read, self._place, view.filter)
        except FilterError as error:
            self._stay(f"'{view.title}' can't be shown. {error}")
        else:
            self.dismiss(view)

    # --- keeping views

    def _turn_to(self, doing: Doing, sentence: str = "", mood: Mood = Mood.SAYS) -> None:
        """Other keys, and what they are about."""
        self._doing = doing
        self._input.display = doing in (Doing.SAVING, Doing.RENAMING)
        self._list.display = not self._input.display
        self.set_focus(self._input if self._input.display else None)
        self.query_one(Heading).show(self._heading, "")
        hints = LISTING if doing is Doing.CHOOSING else (Hint("F2", self._verb),)
        self.show_hints(hints, "leave" if doing is Doing.CHOOSING else "back")
        self.say(sentence, mood)

    @property
    def _heading(self) -> str:
        here = self._list.here
        match self._doing:
            case Doing.SAVING:
                return "Save filter, sort and columns as a view: its name"
            case Doing.RENAMING:
                return f"Another name for '{here.view.title if here else ''}'"
        return f"Views of {self._place.title.lower()}"

    @property
    def _verb(self) -> str:
        return {Doing.SAVING: "saves it", Doing.RENAMING: "renames it", Doing.DELETING: "deletes it"}[self._doing]

    def _ask_name(self, doing: Doing, name: str) -> None:
        if refusal := self._book.why_not:
            self.refuse(refusal.message)
            return
        known = self._list.own(name)
        self._input.value = known.view.name if known else ""
        self._input.cursor_position = len(self._input.value)
        self._turn_to(doing)
        self._say_name()

    def _change_own(self, doing: Doing) -> None:
        """Rename or delete the view under the cursor."""
        here = self._list.here
        if here is None:
            return
        if refusal := self._book.why_not:
            self.refuse(refusal.message)
        elif not here.is_own:
            verb = "renamed" if doing is Doing.RENAMING else "deleted"
            self.refuse(f"'{here.view.title}' is there from the start; only views of your own can be {verb}.")
        elif doing is Doing.RENAMING:
            self._ask_name(doing, here.view.name)
        else:
            self._turn_to(doing, f"Delete your view '{here.view.title}'? Only the view, no records.", Mood.WARNS)

    @on(Input.Changed)
    def _say_name(self) -> None:
        """What F2 would do with that name."""
        if self._doing not in (Doing.SAVING, Doing.RENAMING):
            return
        name = self._input.value
        own, refusal = self._list.own(name), self._book.why_not_named(self._place, name)
        if refusal:
            self.say(refusal.message, Mood.WARNS)
        elif own and self._doing is Doing.SAVING:
            self.say(f"F2 replaces your view '{own.view.name}'.", Mood.WARNS)
        else:
            self.say("" if view_key(name) else "Type a name, such as: My open orders", Mood.HINTS)

    def _submit(self) -> None:
        name = " ".join(self._input.value.split())
        here = self._list.here
        if self._doing is Doing.SAVING:
            self._hold(self._save(name))
        elif here and self._doing is Doing.RENAMING:
            self._hold(self._change(self._book.rename(self._place, here.view.name, name), name, f"Now '{name}'."))
        elif here:
            deleting = self._book.delete(self._place, here.view.name)
            self._hold(self._change(deleting, "", f"Deleted '{here.view.title}'."))

    async def _save(self, name: str) -> None:
        """Save, and leave with the new view: from now on it is the one that is shown."""
        if refusal := await self._book.save(self._place, name, self._question):
            self._stay(refusal.message)
            return
        await self._load(name)
        if own := self._list.own(name):
            self.desk.say(f"Saved as the view '{own.view.name}'; v shows the views.", Tone.DONE)
            self.dismiss(own.view)

    async def _change(self, change: Coroutine[Any, Any, Refusal | None], name: str, done: str) -> None:
        if refusal := await change:
            self._stay(refusal.message)
            return
        await self._load(name)
        self._turn_to(Doing.CHOOSING, done)

    def _make_default(self) -> None:
        here = self._list.here
        if here is None:
            return
        done = f"{self._place.title} open with '{here.view.title}'."
        self._hold(self._change(self._book.set_default(self._place, here.view.name), here.view.name, done))
