"""What would become of each record of a plan, before anything is done: how many, why not all, what they come to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from sales_tui.core.refusal import Refused
from sales_tui.store.job_findings import Findings, Group
from sales_tui.store.job_foresight import foresee
from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.acting import fault
from sales_tui.tui.jobs.inquiry import STANDS_IN, Asked, asked_of, filled
from sales_tui.tui.jobs.names import Names
from sales_tui.tui.jobs.switching import quick_turns
from sales_tui.tui.jobs.words import group_rows, heading
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.line import Line, Part
from sales_tui.tui.panels.long_list import LongList
from sales_tui.tui.panels.note import Mood, Note
from sales_tui.tui.panels.pick_list import PickList, Row
from sales_tui.tui.screens.sheet import Sheet

if TYPE_CHECKING:
    from sales_tui.actions.base import Action
    from sales_tui.core.marks import Marks
    from sales_tui.store.job_plan import Plan
    from sales_tui.tui.gate import Release

SUBMIT = frozenset(("f2", "ctrl+s"))

AROUND = 6
"""Lines of the sheet beside lists, fields and notes."""


class _Label(Line):
    """What stands before a field."""

    DEFAULT_CSS = "_Label { width: auto; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = f"{text}  "
        self.styles.width = len(self._text)

    def left(self) -> Sequence[Part]:
        """The name of the field."""
        return ((self._text, "$text-muted"),)


class PreviewScreen(Sheet["Findings | None"]):
    """Ends with what was found, where it is to be done; None: nothing happened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "cycle(1)", show=False),
        Binding("shift+tab", "cycle(-1)", show=False),
    ]

    def __init__(self, plan: Plan, actions: Sequence[Action], hidden: Marks | None, notes: Sequence[str]) -> None:
        super().__init__()
        self._plan = plan
        self._asked = asked_of(plan)
        self._is_grave = any(action.is_grave for action in actions)
        self._hidden = hidden
        self._notes = notes
        self._findings: Findings | None = None
        """None as long as something that is needed isn't typed."""
        self._values: tuple[Any, ...] | None = None
        """With what it is being found out."""
        self._shown: list[Group | None] = []
        self._open: Group | None = None
        self._problem = ""
        self._is_broken = False
        self._names: Names | None = None
        self._wanted: Release | None = None
        """F2 came before all were looked at: keys behind it wait."""

    def compose(self) -> ComposeResult:
        """The question, what is asked once for all, the groups, whether it can be undone, the keys."""
        beside = AROUND + len(self._asked) + self._is_grave + len(self._notes)
        with Vertical():
            yield Heading(heading(self._plan))
            for note in self._notes:
                yield Note(1, note, Mood.WARNS)
            for at, asked in enumerate(self._asked):
                yield Horizontal(_Label(asked.label), Input(placeholder=asked.help, id=f"asked-{at}"))
            if self._is_grave:
                yield Horizontal(
                    _Label("how many"),
                    Input(placeholder="as a check: how many will be done", id="count", select_on_focus=False),
                )
            yield PickList(beside=beside, right=(0,), yielding=(2, 1))
            yield LongList(beside=beside, yielding=(2, 1))
            yield Note(1)
            yield KeyLine()

    def on_mount(self) -> None:
        """Find out what would become of them, if nothing must be typed first."""
        self.query_one(LongList).display = False
        for field in self.query(Input):
            field.cursor_blink = False
        self.set_focus(self.query(Input).first() if self.query(Input) else None)
        self._begin_looking()
        self._show()

    # --- what is shown

    def _show(self) -> None:
        findings, group = self._findings, self._open
        self.query_one(Heading).show(heading(self._plan) if group is None else f"{group.words}", self._counts())
        groups, records = self.query_one(PickList), self.query_one(LongList)
        groups.display, records.display = group is None, group is not None
        if group is not None:
            records.refresh()
        else:
            here = self._here
            rows = group_rows(findings) if findings else []
            self._shown = [one for _, one in rows]
            at = next((at for at, one in enumerate(self._shown) if one is here and one is not None), 0)
            groups.show([row for row, _ in rows], at if rows else None)
        self._say_more()
        self._show_keys()

    def say(self, sentence: str, mood: Mood = Mood.SAYS) -> None:
        """Say something below the groups; what stands above them stays."""
        self.query(Note).last().say(sentence, mood)

    def _counts(self) -> str:
        findings = self._findings
        if findings is None:
            return ""
        if not findings.is_complete:
            return f"{findings.found:,} of {len(self._plan.aims):,} looked at"
        left = f"   {findings.left:,} left out" if findings.left else ""
        return f"{findings.done:,} will be done   {findings.refused:,} will not{left}"

    def _say_more(self) -> None:
        if self._problem:
            self.say(self._problem, Mood.FAILS if self._is_broken else Mood.REFUSES)
        elif self._findings is None:
            self.say("What would become of the records is shown once this is typed.", Mood.HINTS)
        else:
            undone = "u takes it back afterwards" if self._plan.undoable else "it can't be undone"
            self.say(f"Nothing is written yet; {undone}.", Mood.HINTS)

    def _show_keys(self) -> None:
        findings, group, hints = self._findings, self._open or self._here, []
        if findings is None or findings.done or not findings.is_complete:
            known = findings is not None and findings.is_complete
            hints.append(Hint("F2", f"do the {findings.done:,}" if findings and known else "do it"))
        if self.focused is not None:
            hints.append(Hint("enter", "next"))
        elif self._open is not None:
            hints.append(Hint("d", self._leave_words([*self._position], "it")))
        elif group is not None:
            it = "it" if len(group.positions) == 1 else "them"
            hints += [Hint("enter", f"see {it}"), Hint("d", f"take {it} in" if not group.count else f"leave {it} out")]
        self.show_hints(hints, "back" if self._open else "leave")

    def _leave_words(self, positions: Sequence[int], it: str) -> str:
        is_left = bool(self._findings and positions and self._findings.is_left(positions[0]))
        return f"take {it} in" if is_left else f"leave {it} out"

    @property
    def _here(self) -> Group | None:
        """The group under the cursor."""
        at = self.query_one(PickList).cursor
        return self._shown[at] if at is not None and at < len(self._shown) else None

    @property
    def _position(self) -> Sequence[int]:
        """The record under the cursor, if there is one: its place in the plan."""
        group, at = self._open, self.query_one(LongList).cursor
        return group.positions[at : at + 1] if group is not None else ()

    def _row(self, at: int) -> Row:
        """A record of the group that is open."""
        assert self._open is not None
        assert self._findings is not None
        position = self._open.positions[at]
        name = self._names.name(position) if self._names else ""
        is_left = self._findings.is_left(position)
        style = "$text-muted" if is_left else ""
        number = self._plan.aims[position].number
        return Row(((number, style), (name, style), ("left out" if is_left else "", "$text-muted")))

    # --- keys

    def action_cycle(self, step: int) -> None:
        """Tab: the fields, then the list."""
        places = [*self.query(Input), None]
        at = next((at for at, place in enumerate(places) if place is self.focused), -1)
        self.set_focus(places[(at + step) % len(places)])
        self._show_keys()

    def press(self, key: str, character: str | None) -> bool:
        """F2 does it; escape leaves the list of records, then the question."""
        if key in SUBMIT:
            self._submit()
        elif key in ("up", "down") and self.focused is not None:
            self.set_focus(None)
            self._show_keys()
        elif self._is_grave and character and character.isdigit():
            self._type_count(character)
        elif self._open is not None:
            return self._press_record(key)
        elif self.query_one(PickList).move(key):
            self._show_keys()
        elif key in ("enter", "d") and self._here is not None and self._findings is not None:
            self._problem = self._problem if self._is_broken else ""
            self._open_group(self._here) if key == "enter" else self._findings.leave(self._here)
            self._show()
        else:
            return False
        return True

    def _type_count(self, digit: str) -> None:
        """A digit means the one field for a number, wherever one is."""
        field = self.query_one("#count", Input)
        self.set_focus(field)
        field.insert_text_at_cursor(digit)
        self._show_keys()

    def _press_record(self, key: str) -> bool:
        if key == "escape":
            self._open = None
            self._show()
        elif key == "d" and self._findings is not None:
            for position in self._position:
                self._findings.leave_one(position)
            self.query_one(LongList).move("down")
            self._show()
        elif self.query_one(LongList).move(key):
            self._show_keys()
        else:
            return False
        return True

    def _open_group(self, group: Group) -> None:
        self._open = group
        self._names = self._names or Names(self.desk, self._plan)
        self.query_one(LongList).show(len(group.positions), self._row)

    @on(LongList.Moved)
    def _read_names(self) -> None:
        if self._open is not None and self._names is not None:
            seen = self.query_one(LongList).seen
            positions = self._open.positions[seen.start : seen.stop]
            self.run_worker(self._names.read(positions, self._named), group="names", exclusive=True)

    def _named(self) -> None:
        self.query_one(LongList).refresh()

    @on(PickList.Chosen)
    def _click(self, message: PickList.Chosen) -> None:
        self.set_focus(None)
        groups = self.query_one(PickList)
        groups.show(groups.rows, message.index)
        self._show_keys()

    @on(Input.Submitted)
    def _enter(self, message: Input.Submitted) -> None:
        """The next field; behind the last the list, with what would become of the records."""
        message.stop()
        self.action_cycle(1)
        if self.focused is None or self.focused.id == "count":
            self._begin_looking(says=True)
            self._show()

    # --- what must be typed

    def _typed(self, stand_in: str = "") -> list[tuple[Asked, Any]]:
        """The values of the fields; `stand_in` for comments that aren't typed yet. Raises Refused."""
        found = []
        for at, asked in enumerate(self._asked):
            text = self.query_one(f"#asked-{at}", Input).value
            found.append((asked, asked.read(stand_in if asked.is_comment and not text.strip() else text)))
        return found

    @property
    def _is_sure(self) -> bool:
        """Whether the number of records was typed, where it has to be."""
        if not self._is_grave or self._findings is None:
            return True
        typed = "".join(one for one in self.query_one("#count", Input).value if one.isdigit())
        return typed == str(self._findings.done)

    def _submit(self) -> None:
        """F2: what isn't known yet is waited for."""
        self._problem = ""
        try:
            typed = self._typed()
        except Refused as refused:
            self._refuse(refused.refusal.message)
            return
        self._begin_looking()
        findings = self._findings
        if findings is None or self._is_broken:
            return
        if not findings.is_complete:
            self._wanted = self._wanted or self.desk.gate.close(self._leave)
        elif not findings.done:
            self._refuse("There is nothing that could be done.")
        elif not self._is_sure:
            self._refuse(f"Type {findings.done}, the number of records that will be done, and press F2 again.")
        else:
            findings.plan = filled(findings.plan, typed)
            self.dismiss(findings)

    def _refuse(self, problem: str) -> None:
        self._problem = problem
        self.app.bell()
        self._show()

    def _leave(self) -> None:
        self.workers.cancel_group(self, "foresee")
        self.dismiss(None)

    # --- in a thread

    def _begin_looking(self, *, says: bool = False) -> None:
        """Find out what would become of them, unless that is known, or something must be typed before."""
        self._problem = ""
        try:
            typed = self._typed(STANDS_IN)
        except Refused as refused:
            self._problem = refused.refusal.message if says else ""
            return
        values = tuple(value for asked, value in typed if not asked.is_comment)
        if values != self._values:
            self._values, self._open, self._is_broken = values, None, False
            self._findings = Findings(filled(self._plan, typed), self._hidden)
            self.run_worker(self._look(self._findings), group="foresee", exclusive=True)

    async def _look(self, findings: Findings) -> None:
        ahead = foresee(self.desk.runtime.runner, findings.plan)
        try:
            with quick_turns():
                await asyncio.to_thread(findings.look_for_hidden)
                while await asyncio.to_thread(findings.take, ahead):
                    self._show()
        except DatabaseUnusable as error:
            self._fail(str(error))
        except Exception:
            self._fail(fault("going through them"))
        self._show()
        if self._wanted is not None:
            release, self._wanted = self._wanted, None
            if findings.is_complete:
                self._submit()
            if self._problem:  # keys behind it were meant for what comes after
                self.desk.gate.forget()
            release()

    def _fail(self, problem: str) -> None:
        self._problem, self._is_broken, self._values = problem, True, None
        self.app.bell()
