"""The one screen behind all forms: it hears every key in order, looks ahead on every change, and submits.

Its fields never take Textual's own focus. A burst of keys is dealt out by Textual to whatever had the focus when they
arrived, so what a scanner sends behind its enter would end in the field before; here one queue hears them all.
"""

from __future__ import annotations

from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from sales_tui.actions.base import Action
from sales_tui.actions.preview import Preview
from sales_tui.core.refusal import Refusal
from sales_tui.tui.forms import declare
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Beside, Entry, Form, Lines, Outcome, Values
from sales_tui.tui.forms.field import FormField, Wrong
from sales_tui.tui.forms.field_set import BACK, FORWARD, FieldSet
from sales_tui.tui.forms.foresight import Foresight, View
from sales_tui.tui.forms.keys import Hint, Keys
from sales_tui.tui.forms.kinds import make_field
from sales_tui.tui.forms.line_table import LineTable
from sales_tui.tui.forms.message import MessageLine, Tone
from sales_tui.tui.forms.notes import Notes
from sales_tui.tui.forms.part import FormScreen
from sales_tui.tui.forms.title import Title
from sales_tui.tui.forms.totals import Totals
from sales_tui.tui.forms.typeahead import hand_on

SUBMIT = frozenset(("f2", "ctrl+s"))
NONE = "ctrl+x"
"""Takes nothing of anything, as `*` takes all."""


class ActionForm(FormScreen):
    """A form for one action on one record."""

    CSS_PATH = "../styles/forms.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (76, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("f2,ctrl+s", "submit", "do it"),
        Binding("escape", "leave", "leave"),
    ]

    class Submitted(Message):
        """F2 was pressed and the values are valid. The form stays, and waits for `show_refusal` or `dismiss`."""

        def __init__(self, form: ActionForm, action: Action, values: Values) -> None:
            super().__init__()
            self.form = form
            self.action = action
            self.values = values

    def __init__(self, case: Case, form: Form) -> None:
        super().__init__()
        self.case = case
        self.form = form
        self.fields = FieldSet()
        self.running = False
        """Submitted, and not yet answered."""
        self._can_be_left = False
        """The answer takes its time: what was submitted may go on without the form."""
        self._foresight = Foresight(self, case)
        self._view: View | None = None
        self._viewed: Values | None = None
        """The values that the view is of."""
        self._outcome: Outcome | None = None
        self._touched = False
        self._stale = False
        self._waiting: list[events.Key] = []

    def compose(self) -> ComposeResult:
        """Title, fields, sentence, keys."""
        yield Title(self.case.title() + self.form.subject, self.form.facts)
        with VerticalScroll(id="form-body", can_focus=False):
            for block in self.form.blocks:
                yield self._part(block)
        yield MessageLine()
        yield Keys()

    def _part(self, block: declare.Block) -> Widget:
        if isinstance(block, Entry):
            return self._field(block)
        if isinstance(block, Lines):
            return self.fields.add(LineTable(self, block))
        if isinstance(block, declare.Own):
            return self.fields.add(block.make(self))
        if isinstance(block, Beside):
            entries = Vertical(*(self._part(entry) for entry in block.entries), id="form-entries")
            two = "-two" if self.form.currencies else None
            return Horizontal(entries, Totals(self.form), id="form-beside", classes=two)
        return Notes(block)

    def _field(self, entry: Entry) -> FormField:
        return self.fields.add(make_field(self, self.case, entry), entry.shown)

    def on_mount(self) -> None:
        """The cursor goes to the first field, or the one that the form starts in."""
        self.fields.reveal(self._readable(), None)
        stops = self.fields.stops()
        if stops:
            self.fields.enter(self.fields.named(self.form.start) or stops[0])
        self._look()

    # ── keys ──

    def on_key(self, event: events.Key) -> None:
        """Every key, in the order in which it was pressed."""
        event.stop()
        event.prevent_default()
        if not self.is_current:
            hand_on(self, [event])
        elif self.running:
            self._waiting += [event] if event.key not in SUBMIT else []
        else:
            self._press(event.key, event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes to the current field."""
        event.stop()
        if self.fields.current and not self.running:
            self.fields.current.paste(event.text)
            self._after_key()

    def _press(self, key: str, character: str | None) -> None:
        field = self.fields.current
        if key in SUBMIT:
            self.action_submit()
        elif key == "escape":
            self.action_leave()
        elif field is None:
            self._scroll_by(key)
        elif key in FORWARD or key in BACK:
            self.fields.move(key)
        elif character == "*" and not field.free_text:
            self.fields.fill(empty=False)
        elif key == NONE:
            self.fields.fill(empty=True)
        else:
            field.press(key, character)
        self._after_key()

    def _after_key(self) -> None:
        if self.is_current and self.is_running:
            self._hint()
            self.call_after_refresh(self._bring_into_view)

    def _scroll_by(self, key: str) -> None:
        """Where there is nothing to type, the keys scroll."""
        body = self.query_one("#form-body", VerticalScroll)
        steps = {"down": 1, "up": -1, "pagedown": body.size.height, "pageup": -body.size.height}
        body.scroll_relative(y=steps.get(key, 0), animate=False)

    def _bring_into_view(self) -> None:
        """Scroll so that the current cell is seen."""
        field = self.fields.current
        if field is None or not field.is_attached or not self.is_current:
            return
        body = self.query_one("#form-body", VerticalScroll)
        spot = field.spot()
        offset = field.region.offset - body.content_region.offset + body.scroll_offset
        body.scroll_to_region(Region(*(spot.offset + offset), *spot.size), animate=False, force=True)

    # ── what its fields tell it ──

    def changed(self) -> None:
        """Something was typed or chosen: what was said of the old values doesn't hold any more."""
        self._touched = self._stale = True
        self._foresight.forget()
        self.call_next(self._look_again)

    def claim(self, field: FormField) -> bool:
        """The mouse chose a field; False where it can't be used now."""
        if self.running or field not in self.fields.stops():
            return False
        self.fields.enter(field)
        self.call_after_refresh(self._after_key)
        return True

    @on(Keys.Pressed)
    def _clicked(self, pressed: Keys.Pressed) -> None:
        pressed.stop()
        if self.running:
            # Escape goes the way of the key: whoever carries it out decides.
            self.app.post_message(events.Key(pressed.key, None))
        else:
            self._press(pressed.key, "*" if pressed.key == "asterisk" else None)

    def refuse(self, sentence: str) -> None:
        """A field can't take what was typed or scanned: said at once, with the bell; nothing changed."""
        self._say(sentence, Tone.REFUSES)
        self.app.bell()

    # ── looking ahead ──

    def values(self) -> Values:
        """What is typed, as the action reads it. Raises Wrong."""
        return self.form.settled | self.fields.read()

    def _readable(self) -> Values:
        try:
            return self.values()
        except Wrong:
            return {}

    def _look_again(self) -> None:
        """Once for all changes that came together."""
        if self._stale and self.is_current and not self.running:
            self._look()

    def _look(self) -> None:
        """Read the fields, and look what they would do."""
        self._stale = False
        try:
            values = self.values()
            if self.fields.reveal(values, self._view):
                values = self.values()
        except Wrong as wrong:
            self._see(None)
            self._say_wrong(wrong)
            return
        if (view := self._foresight.ask(values)) is not None:
            self._seen(view, values)

    @on(Foresight.Seen)
    def _seen_in_thread(self, seen: Foresight.Seen) -> None:
        if self._foresight.counts(seen) and not self.running:
            self._seen(seen.view, seen.values)

    def _seen(self, view: View, values: Values) -> None:
        self._viewed = values
        self._see(view)
        self.fields.reveal(values, view)
        if self._outcome is not None:
            self._say(self._outcome.sentence)
        elif isinstance(view, Refusal):
            prompt = "" if self._touched else self.form.prompt
            self._say(prompt or self._words(view), Tone.WAITS)

    def _see(self, view: View | None) -> None:
        """Show in fields, totals and keys what would come of it."""
        self._view = view
        self._outcome = self.form.outcome(view) if isinstance(view, Preview) else None
        self.fields.tell(self._outcome)
        for totals in self.query(Totals):
            totals.tell(self._outcome)
        self._hint()

    def _words(self, refusal: Refusal) -> str:
        """The refusal's sentence, or the form's own for it."""
        return self.form.refusals.get(refusal.code) or refusal.message

    def _say(self, sentence: str, tone: Tone = Tone.SAYS) -> None:
        self.query_one(MessageLine).say(sentence, tone)

    def _say_wrong(self, wrong: Wrong) -> None:
        field = self.fields.current
        here = field.fault_here() if isinstance(field, LineTable) else None
        self._say(here or str(wrong), Tone.WAITS if wrong.missing else Tone.REFUSES)

    def _hint(self) -> None:
        """Keys that do something now; the first with verb and figure."""
        verb = self.form.verb or self.case.label
        figure = self._outcome.figure if self._outcome and not self._stale else ""
        does = f"{verb} {figure}".strip()
        if self.running:
            out = (Hint("escape", "leave it running", "escape"),) if self._can_be_left else ()
            self.query_one(Keys).tell((Hint("…", f"{does}: being done", first=True), *out))
            return
        do = Hint("F2", does, "f2", first=True)
        field = self.fields.current
        own = tuple(Hint(key, words, "asterisk" if key == "*" else "") for key, words in field.hints()) if field else ()
        moves = (Hint("enter", "next field"),) if field else ()
        leave = Hint("escape", "leave", "escape")
        self.query_one(Keys).tell((do, leave, *own, *moves, Hint("ctrl+s", "like F2", "f2")))

    # ── doing it ──

    def action_submit(self) -> None:
        """Post the values, where they are valid; else say why not, and go to the field."""
        if self.running:
            return
        try:
            values = self.values()
        except Wrong as wrong:
            self._refuse(str(wrong))
            self.fields.find(wrong)
            return
        view = self._view if values == self._viewed and self._view is not None else self._foresight.now(values)
        self._seen(view, values)
        if isinstance(view, Refusal):
            self._refuse(self._words(view))
            self._point(view.code)
            return
        self._foresight.forget()
        self.running = True
        if view.asks:
            self._say("Asking the payment system…", Tone.WAITS)
        self._hint()
        self.app.post_message(self.Submitted(self, self.case.action, values))

    def action_leave(self) -> None:
        """Go back; nothing happened."""
        if not self.running:
            self._foresight.forget()
            self.dismiss(None)

    def show_waiting(self, ahead: int) -> None:
        """It takes longer, and the form can be left meanwhile; `ahead` others are done before it."""
        self._can_be_left = True
        if ahead:
            others = "1 action is" if ahead == 1 else f"{ahead:,} actions are"
            self._say(f"{others} carried out before it… escape leaves it waiting.", Tone.WAITS)
        else:
            asks = isinstance(self._view, Preview) and self._view.asks
            what = "Asking the payment system" if asks else "It is still being written"
            self._say(f"{what}… escape leaves it running.", Tone.WAITS)
        self._hint()

    def leave_running(self) -> None:
        """Close the form; what was submitted goes on. Keys that were typed for what comes after it are void."""
        self._waiting.clear()
        self.dismiss(None)

    def show_refusal(self, sentence: str) -> None:
        """It wasn't possible: say why, and keep everything that was typed."""
        self.running = self._can_be_left = False
        self._waiting.clear()
        self._refuse(sentence, ring=False)

    def dismiss(self, result: None = None) -> Any:
        """Close the form. Keys that were pressed meanwhile were meant for the screen below; they go there."""
        waiting, self._waiting = self._waiting, []
        closing = super().dismiss(result)
        hand_on(self, waiting)
        return closing

    def _refuse(self, sentence: str, *, ring: bool = True) -> None:
        self._stale = False
        self._say(sentence, Tone.REFUSES)
        if ring:
            self.app.bell()
        self._hint()

    def _point(self, code: str) -> None:
        """To the field that a refusal is about."""
        name = next((name for start, name in self.form.points.items() if code.startswith(start)), None)
        field = self.fields.named(name) if name else None
        if field is not None and field is not self.fields.current:
            self.fields.enter(field)
