"""What a form is, as data: facts for its title, blocks of fields, and how a preview is told in words and totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sales_tui.actions.preview import Preview
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal

if TYPE_CHECKING:
    from sales_tui.tui.forms.field import FormField, Host

Values = dict[str, Any]
"""Parameter values as `actions.values.build_command` reads them."""

Shown = Callable[[Values, Preview | Refusal | None], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One parameter of the action as a field; the parameter's kind gives the widget."""

    name: str
    label: str
    preset: Any = None
    beside: str = ""
    """Words behind the field: "of 5.00"."""
    options: tuple[tuple[str, str], ...] = ()
    """What can be chosen: value, words; the empty value leaves the parameter out. A text with options is a choice."""
    several_lines: bool = False
    upright: bool = False
    """The options stand below each other."""
    most: Decimal | None = None
    """The highest amount."""
    decimals: int = 2
    counted: str = ""
    """What an amount counts: the currency's code."""
    missing: str = ""
    """What is said where it is empty; then something has to be typed or chosen, also where the action needs none."""
    shown: Shown | None = None
    """When it is there; None: always."""
    takes_preset: bool = True
    """Whether a shortcut or a repetition may fill it; what needs a person's word never is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of lines. The highest priority number goes first where the terminal is narrow."""

    label: str
    width: int = 0
    """At least this many cells."""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the order, or of a return, in a table of lines."""

    line_id: int
    item_id: int
    """By which the action addresses it (`Lines.key`)."""
    sku: str
    name: str
    cells: tuple[str, ...]
    """Texts of the columns before the field."""
    open: Decimal = ZERO
    """The most that can be taken; 0: there is nothing to type."""
    preset: Decimal = ZERO
    full: Decimal = ZERO
    """What `*` fills in."""
    decimals: int = 0
    indent: int = 0
    notes: tuple[str, ...] = ()
    """Further lines below it, such as chosen options."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The table of the order's lines with a quantity to type on each."""

    rows: tuple[LineRow, ...]
    columns: tuple[Column, ...]
    verb: str
    """Label of the quantities, completing "left to …"; empty: nothing can be typed."""
    live: tuple[Column, ...] = ()
    """Columns behind the field whose texts come from the outcome."""
    stock: bool = False
    """Whether a line's pieces can go back to stock."""
    key: str = "item_id"
    """By what the action addresses the rows."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What must be read before anything is typed: labels and texts."""

    texts: tuple[tuple[str, str], ...]
    close: bool = False
    """No blank line below: it belongs to the next field."""


@dataclass(frozen=True, slots=True)
class Own:
    """A field that only this form has."""

    make: Callable[[Host], FormField]


@dataclass(frozen=True, slots=True)
class Beside:
    """Fields at the left, the totals at the right."""

    entries: tuple[Entry | Own, ...]


Block = Entry | Lines | Notes | Beside | Own


@dataclass(frozen=True, slots=True)
class Total:
    """A row of the totals: one amount for each currency."""

    label: str
    amounts: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A preview in words."""

    sentence: str
    figure: str = ""
    """Stands behind the verb: 45.65, 3 pieces."""
    totals: tuple[Total, ...] = ()
    lines: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By `Line.id`: texts of the live columns."""


@dataclass(frozen=True, slots=True)
class Form:
    """The declaration of one form."""

    blocks: tuple[Block, ...]
    outcome: Callable[[Preview], Outcome]
    facts: tuple[str, ...] = ()
    """At the right of the title."""
    subject: str = ""
    """Stands behind the name in the title."""
    start: str = ""
    """Parameter in whose field the cursor starts; the first one otherwise."""
    currencies: tuple[str, ...] = ()
    """Codes above the totals, where there are two."""
    idle: tuple[str, ...] = ()
    """Labels of the totals while there are none."""
    points: Mapping[str, str] = field(default_factory=dict)
    """Start of a refusal's code -> parameter whose field it is about."""
    settled: Values = field(default_factory=dict)
    """Values that stand fixed, such as the invoice that is refunded."""
    verb: str = ""
    """What F2 does, where the label of the action's key doesn't say it."""
    refusals: Mapping[str, str] = field(default_factory=dict)
    """Code of a refusal -> a sentence that names the form's own fields."""
    prompt: str = ""
    """What is said as long as nothing was typed and nothing can be done."""
