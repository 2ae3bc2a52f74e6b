"""The macros of a person: a file of readable text, each macro a table of it, one bad macro never in another's way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sales_tui.actions import ACTIONS
from sales_tui.core.folding import fold
from sales_tui.macros.file import MacroError, Part, read_parts, save_parts, table_text
from sales_tui.macros.steps import BadStep, read_step, write_step
from sales_tui.store.job_plan import Doing
from sales_tui.workspaces import PLACES, WORKSPACES

_NAME = re.compile(r"[^\W_][\w -]{0,39}")
_KEYS = ("key", "on", "steps")


@dataclass(frozen=True, slots=True)
class Macro:
    """Steps under a name."""

    name: str
    steps: tuple[Doing, ...]
    key: str = ""
    """The small letter that starts it in the list of macros; empty: none."""

    @property
    def kind(self) -> str:
        """The kind of record that all its steps are for."""
        return ACTIONS[self.steps[0].action].target

    @property
    def on(self) -> str:
        """The name of the workspace of such records."""
        return PLACES[self.kind].name

    @property
    def title(self) -> str:
        """What its jobs are called."""
        return f"Macro {self.name}"

    @property
    def long_name(self) -> str:
        """By which palette and go-to box know it."""
        return f"macro.{self.name}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A table of the file that is no macro."""

    name: str
    problem: str
    """What is wrong with it, as a sentence."""
    sentence: str
    """The same with file and name."""


@dataclass(frozen=True, slots=True)
class Book:
    """What is in the file."""

    file: Path
    macros: tuple[Macro, ...] = ()
    faults: tuple[Fault, ...] = ()

    def named(self, name: str) -> Macro:
        """The macro of that name, however it is written. Raises MacroError."""
        wanted = name_key(name)
        for macro in self.macros:
            if name_key(macro.name) == wanted:
                return macro
        for fault in self.faults:
            if name_key(fault.name) == wanted:
                raise MacroError(fault.sentence)
        known = ", ".join(macro.name for macro in self.macros)
        there = f"there are: {known}" if known else f"{self.file} has none yet"
        raise MacroError(f"There is no macro '{name}'; {there}.")

    def why_not_named(self, name: str, but: str = "") -> str:
        """Why a macro can't have that name; empty where it can. `but`: the name that it has now."""
        if problem := _why_no_name(name):
            return problem
        taken = {name_key(one.name) for one in self.macros} | {name_key(one.name) for one in self.faults}
        is_taken = name_key(name) in taken - {name_key(but)}
        return f"There is a macro '{name}' already; choose another name." if is_taken else ""

    def why_not_key(self, key: str, but: str = "") -> str:
        """Why a macro can't have that key; empty where it can. `but`: the macro's name."""
        if not _is_key(key):
            return "A key is one small letter from a to z, or nothing."
        holder = next((one for one in self.macros if one.key == key and name_key(one.name) != name_key(but)), None)
        return f"The key {key} is taken by '{holder.name}'; choose another letter." if key and holder else ""


def name_key(name: str) -> str:
    """What makes a name the same as another: case, accents and blanks don't matter."""
    return " ".join(fold(name).split())


def _why_no_name(name: str) -> str:
    return "" if _NAME.fullmatch(name) else "A name has letters, digits, blanks, - and _, forty at most."


def _is_key(key: str) -> bool:
    return key == "" or (len(key) == 1 and key.isascii() and key.islower())


# --- reading


def read_book(file: Path) -> Book:
    """All macros of the file, and what is wrong with others. A missing file has none. Raises MacroError."""
    book = Book(file)
    for part in read_parts(file):
        if not (part.name or part.problem or part.table):
            continue
        try:
            book = replace(book, macros=(*book.macros, _checked(part, book)))
        except BadStep as error:
            where = f"{file}, macro '{part.name}'" if part.name else f"{file}"
            problem = f"{str(error)[:1].upper()}{str(error)[1:]}."
            book = replace(book, faults=(*book.faults, Fault(part.name, problem, f"{where}: {error}.")))
    return book


def _checked(part: Part, book: Book) -> Macro:
    """The macro of a table. Raises BadStep with what is wrong."""
    if part.problem or not part.name:
        raise BadStep(part.problem or f"'{next(iter(part.table))}' stands in no macro; write [NAME] above it")
    name, table = part.name, part.table
    if strange := [key for key in table if key not in _KEYS]:
        raise BadStep(f"'{strange[0]}' is unknown; a macro has {', '.join(_KEYS)}")
    if problem := book.why_not_named(name):
        raise BadStep(_inside(problem))
    key = table.get("key", "")
    if problem := book.why_not_key(key) if isinstance(key, str) else "its key is one small letter in quotes":
        raise BadStep(_inside(problem))
    texts = table.get("steps", [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadStep('its steps are a list of texts, such as ["order.hold"]')
    macro = Macro(name, _read_steps(texts), key)
    _check_place(macro, table.get("on", macro.on))
    return macro


def _read_steps(texts: Sequence[str]) -> tuple[Doing, ...]:
    if not texts:
        raise BadStep('it has no steps; write such as steps = ["order.hold"]')
    steps = []
    for place, text in enumerate(texts, 1):
        try:
            steps.append(read_step(text))
        except BadStep as problem:
            raise BadStep(f"step {place}: {problem}") from None
    return tuple(steps)


def _check_place(macro: Macro, on: object) -> None:
    if problem := why_not_together(macro.steps):
        raise BadStep(_inside(problem))
    if not isinstance(on, str) or on not in WORKSPACES:
        raise BadStep(f'there is no workspace {str(on)!r}; write on = "{macro.on}"')
    if on != macro.on:
        raise BadStep(f'{macro.steps[0].action} isn\'t done to {on}; write on = "{macro.on}"')


def why_not_together(steps: Sequence[Doing]) -> str:
    """Why these can't be the steps of one macro; empty where they can."""
    first, *others = steps
    kind = ACTIONS[first.action].target
    for step in others:
        if ACTIONS[step.action].target != kind:
            places = [PLACES[ACTIONS[one.action].target].title.lower() for one in (first, step)]
            return f"{first.action} is for {places[0]}, {step.action} for {places[1]}; make two macros of it."
    return ""


def _inside(sentence: str) -> str:
    """A sentence to stand within another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


# --- writing


def put(file: Path, macro: Macro, instead_of: str = "") -> None:
    """Keep the macro, in the place of the one that has the name `instead_of`, if any. Raises MacroError."""
    book = read_book(file)
    if problem := book.why_not_named(macro.name, instead_of) or book.why_not_key(macro.key, instead_of):
        raise MacroError(problem)
    parts = read_parts(file)
    texts = [part.text for part in parts]
    wanted = name_key(instead_of)
    at = next((at for at, part in enumerate(parts) if wanted and name_key(part.name) == wanted), None)
    if at is None:
        before = "".join(texts)
        gap = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
        save_parts(file, [before, gap, as_text(macro)])
    else:
        texts[at] = parts[at].with_table(as_text(macro)) + ("\n" if at < len(parts) - 1 else "")
        save_parts(file, texts)


def remove(file: Path, name: str) -> None:
    """Forget the macro. Raises MacroError."""
    save_parts(file, [part.text for part in read_parts(file) if not part.name or name_key(part.name) != name_key(name)])


def as_text(macro: Macro) -> str:
    """The macro as a table of the file."""
    key = [("key", macro.key)] if macro.key else []
    return table_text(macro.name, [*key, ("on", macro.on), ("steps", [write_step(step) for step in macro.steps])])
