"""Which key does what: made from the actions' shortcuts and from the keys that every screen has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sales_tui.workspaces import PLACES, TABS, WORKSPACES

if TYPE_CHECKING:
    from sales_tui.actions.base import Action, Shortcut

ORDER, RETURN, QUOTE, PRINT = "order", "return", "quote", "print"

JOB, JOB_RECORD = "job", "job_record"

REPEAT, UNDO, MACROS, MACRO = "repeat", "undo", "macros", "macro."
"""Long names of what is done again or taken back; the last is the beginning of those of single macros."""

AGAIN: Mapping[str, tuple[str, str, str]] = {
    "full_stop": (REPEAT, ".", "Do the last action once more, to what is marked or to this record"),
    "u": (UNDO, "u", "Take back what was done here, or what you did last"),
    "at": (MACROS, "@", "Macros: run one, record one"),
}
"""Name of a key -> long name of what it begins, the key as it is written, words."""

SEQUENCE = "isbrhxct"
"""The keys that act, in the order in which the last line shows them: always the same places."""

NEW_RETURN, PARCEL = "return.create", "return.parcel"

ASKED_FIRST: Mapping[str, frozenset[str]] = {RETURN: frozenset((NEW_RETURN, PARCEL))}
"""On the grid of a kind, actions that begin with a number, whatever is under the cursor."""

SEQUENCES = {RETURN: "asdzxctner", QUOTE: "esxcabrdn"}
"""The same on kinds of record that have steps of their own."""


@dataclass(frozen=True, slots=True)
class Verb:
    """An action that a key or a name starts on a kind of record."""

    action: Action
    label: str
    preset: Mapping[str, Any] = field(default_factory=dict)
    special: str = ""
    """What the key does beyond the action's own help."""
    among: bool = False
    """Where other actions of its key are possible too, the person chooses."""

    @property
    def help(self) -> str:
        """What it does, in a sentence."""
        return self.special or self.action.help

    @property
    def target(self) -> str:
        """The kind of record that it works on."""
        return self.action.target


@dataclass(frozen=True, slots=True)
class Hint:
    """A key for the key line: what it does, and whether it can be done now."""

    key: str
    label: str
    possible: bool = True


def verbs(kind: str) -> dict[str, tuple[Verb, ...]]:
    """Key -> what it may do on a record of that kind, the first that is possible wins.

    The own actions of what belongs to an order come before those of the order; on an order, `t` is for its shipments;
    among returns, what `n` makes anew is a return.
    """
    others: dict[str, tuple[Verb, ...]] = {}
    if kind == ORDER:
        others = {"t": _shortcuts("shipment")["t"]}
    elif PLACES[kind].has_orders:
        others = _shortcuts(ORDER)
    both = {**others, **_shortcuts(kind)}
    if kind == RETURN:
        both["n"] = tuple(verb for choices in others.values() for verb in choices if verb.action.name == NEW_RETURN)
    return {key: both[key] for key in sorted(both, key=lambda key: _rank(key, SEQUENCES.get(kind, SEQUENCE)))}


def _actions() -> dict[str, Action]:
    """The registry; loaded when it is first needed, which is after the frame is painted."""
    from sales_tui.actions import ACTIONS

    return ACTIONS


def _rank(key: str, sequence: str) -> int:
    return sequence.find(key) if key in sequence else len(sequence)


def _shortcuts(target: str) -> dict[str, tuple[Verb, ...]]:
    found: dict[str, tuple[Verb, ...]] = {}
    for action in _actions().values():
        for shortcut in action.shortcuts if action.target == target else ():
            found[shortcut.key] = (*found.get(shortcut.key, ()), _verb(action, shortcut))
    return found


def _verb(action: Action, shortcut: Shortcut) -> Verb:
    return Verb(action, shortcut.label, shortcut.preset, shortcut.help, shortcut.among)


def verb_named(name: str) -> Verb | None:
    """The verb for an action's long name."""
    action = _actions().get(name)
    return None if action is None else Verb(action, action.title.lower())


def reachable(kind: str) -> list[Verb]:
    """All actions that can be started on a record of that kind, by key or by name."""
    kinds = {kind} | ({ORDER} if PLACES[kind].has_orders else set()) | ({"shipment"} if kind == ORDER else set())
    return [Verb(action, action.title.lower()) for action in _actions().values() if action.target in kinds]


def key_of(action: Action) -> str:
    """The action's key, or nothing."""
    return action.shortcuts[0].key if action.shortcuts else ""


def act_hints(kind: str, allowed: Collection[str] | None, counts: Mapping[str, str] | None = None) -> list[Hint]:
    """The keys that act, with what they would do; `allowed` holds names of actions, None where that isn't known yet.

    `counts`: name of an action -> how many pieces it would be done to, where that is known.
    """
    hints = []
    for key, choices in verbs(kind).items():
        possible = [verb for verb in choices if allowed is None or verb.action.name in allowed]
        verb = (possible or choices)[0]
        count = (counts or {}).get(verb.action.name, "") if possible else ""
        hints.append(Hint(key, f"{verb.label} {count}".strip(), bool(possible)))
    return hints


JOB_HINTS = (
    Hint(".", "try again"),
    Hint("u", "undo"),
    Hint("t", "take up"),
    Hint("x", "give up"),
)
"""The keys in the places with jobs and with their records."""

GO_HINTS = (Hint("/", "filter"), Hint("v", "views"), Hint(":", "go to"), Hint("?", "keys"))
"""The keys at the end of every key line of a workspace."""

RECORD_HINTS = (Hint("j/k", "next"), Hint("esc", "back"), Hint("?", "keys"))
"""The same inside a record."""


def chord_hints() -> list[Hint]:
    """What may follow `g`: the last words of the names, so that all of them fit."""
    return [Hint(place.letter, place.title.lower().split()[-1]) for place in TABS.values()]


HELP: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Move",
        (
            ("↑ ↓  pgup pgdn", "one record, one page"),
            ("home end", "first and last record (ctrl+home, ctrl+end too)"),
            ("enter", "open the record; in a record: the document under the cursor"),
            ("escape", "back; everything is as it was"),
            ("j k", "next and previous record, also inside a record"),
            ("tab  ← →", "in a record: the next pane (shift+tab: the one before)"),
        ),
    ),
    (
        "Go",
        (
            (
                "0-9 A-Z :",
                "the go-to box: 42 enter is the order ending in 42, i42 s42 c42 r42 the others; a name, an action",
            ),
            ("g and a letter", "a workspace: " + ", ".join(f"{one.letter} {one.title}" for one in TABS.values())),
            (": and a name", "a place without a tab: " + ", ".join(name for name in WORKSPACES if name not in TABS)),
            ("g g", "show what came in since the records were read"),
            ("g u", "the job that is under way, or one that was interrupted: take it up again"),
            ("g j", "what became of each record of the last job"),
            ("y", "copy the number"),
            ("ctrl+p", "command palette: every action by name"),
            ("?", "this page"),
            ("q", "quit"),
        ),
    ),
    (
        "Again and back (nothing is written without F2)",
        (
            (".", "do the last action once more, with the same choices, to what is marked or to this record"),
            (
                "u",
                "take back what was done to it, or what you did last: one action or all of a job, also after a restart",
            ),
            ("@", "macros: a letter runs one; @ @ records one, and @ ends it"),
            (". u t x", "on jobs and outcomes: try again what wasn't done, undo, take up the rest, give it up"),
        ),
    ),
    (
        "In a form",
        (
            ("F2 or ctrl+s", "do it: the only key that writes"),
            ("enter", "the next field"),
            ("escape", "leave; nothing happened, but what is being carried out goes on"),
        ),
    ),
    (
        "Ask",
        (
            ("/", "filter: words, status:pending, total:>100, date:today, -store:de; tab completes"),
            ("v", "views: filter, order and columns under a name; F2 there saves what is on the screen"),
            ("o", "sort: choose the column; the same again turns it round"),
            ("w", "which columns, in which order, how wide"),
            ("← →", "columns that don't fit"),
            ("f", "export to a file: what is shown, or what is marked"),
        ),
    ),
    (
        "Mark",
        (
            ("space", "mark and step down; actions then take what is marked"),
            ("shift+↑ shift+↓", "mark and move"),
            (",", "mark from the last one to here"),
            ("* ~ -", "mark all that are found, the others instead, none"),
            ("g m", "the marks of an earlier start"),
        ),
    ),
)
"""The keys that don't depend on the record."""


COMMANDS = (
    ("filter", "Filter the records", "/", "slash"),
    ("views", "Choose or save a view", "v", "v"),
    ("sort", "Sort the records", "o", "o"),
    ("columns", "Choose the columns", "w", "w"),
    ("export", "Export to a file", "f", "f"),
    ("mark.all", "Mark all that are found", "*", "asterisk"),
    ("mark.invert", "Mark the others instead", "~", "tilde"),
    ("mark.clear", "Take all marks away", "-", "minus"),
)
"""What can be done with a set of records: long name, words, key, and the key's name; for palette and go-to box."""


def act_help(kind: str) -> Iterable[tuple[str, str]]:
    """Key and sentence of everything that can be done to a record of that kind."""
    for key, choices in verbs(kind).items():
        for verb in choices:
            yield key, f"{verb.label}: {verb.help}"
    for verb in reachable(kind):
        if not verb.action.shortcuts:
            yield "ctrl+p", f"{verb.label}: {verb.action.help}"
