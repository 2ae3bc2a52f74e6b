"""The fields of a form together: which is the current one, what all of them say, and where something is wrong."""

from __future__ import annotations

from sales_tui.tui.forms.declare import Outcome, Shown, Values
from sales_tui.tui.forms.field import FormField, Wrong
from sales_tui.tui.forms.foresight import View

FORWARD = frozenset(("enter", "tab", "down", "pagedown"))
BACK = frozenset(("shift+tab", "up", "pageup"))


class FieldSet:
    """Fields in the order in which they stand on the screen."""

    def __init__(self) -> None:
        self._fields: list[FormField] = []
        self._shown: dict[FormField, Shown] = {}
        self.current: FormField | None = None

    def add(self, field: FormField, shown: Shown | None = None) -> FormField:
        """A further field; `shown` says for which values it is there."""
        self._fields.append(field)
        if shown is not None:
            self._shown[field] = shown
        return field

    def stops(self) -> list[FormField]:
        """The fields that the cursor goes to."""
        return [field for field in self._fields if field.display and field.can_stop]

    def named(self, name: str) -> FormField | None:
        """The field of that parameter, if the cursor can go there."""
        return next((field for field in self.stops() if field.name == name), None)

    def enter(self, field: FormField, *, forward: bool = True) -> None:
        """Make a field the current one."""
        if self.current is not None and self.current is not field:
            self.current.leave()
        self.current = field
        field.arrive(forward)

    def move(self, key: str) -> None:
        """To the next or previous cell; from the last field to the first."""
        field, stops = self.current, self.stops()
        if field is None or not stops or field.step(key):
            return
        step = -1 if key in BACK else 1
        at = stops.index(field) if field in stops else -1
        self.enter(stops[(at + step) % len(stops)], forward=step > 0)

    def fill(self, *, empty: bool) -> None:
        """Take everything that can be taken, or nothing."""
        for field in self.stops():
            field.fill(empty=empty)

    def read(self) -> Values:
        """All values; every field marks what is wrong with it. Raises Wrong, for what is missing only at last."""
        values: Values = {}
        faults: list[Wrong] = []
        for field in self._fields:
            try:
                values |= field.check() if field.display else {}
            except Wrong as wrong:
                faults.append(wrong)
        if faults:
            raise next((fault for fault in faults if not fault.missing), faults[0])
        return values

    def find(self, wanted: Wrong) -> None:
        """To the field that says this is wrong."""
        for field in self.stops():
            try:
                field.check()
            except Wrong as wrong:
                if str(wrong) == str(wanted):
                    if field is not self.current:
                        self.enter(field)
                    field.find_wrong()
                    field.refresh()
                    return

    def reveal(self, values: Values, view: View | None) -> bool:
        """Show the fields that belong to these values and hide the others; whether anything changed."""
        changed = False
        for field, shown in self._shown.items():
            if field.display != shown(values, view):
                field.display = not field.display
                changed = True
        if self.current is not None and not self.current.display and self.stops():
            self.enter(self.stops()[0])
        return changed

    def tell(self, outcome: Outcome | None) -> None:
        """Show in each field what would come of it."""
        for field in self._fields:
            field.tell(outcome)
