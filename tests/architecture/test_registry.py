"""Every verb and every workspace is registered, explained, reachable and tested."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action
from sales_tui.actions.deeds import Deed
from sales_tui.actions.values import build_command
from sales_tui.store.targets import TABLES
from sales_tui.workspaces import ENTRIES, PLACES, TABS, WORKSPACES
from sales_tui.workspaces.base import Workspace
from sales_tui.workspaces.registry import Entry

ROOT = Path(__file__).parent.parent.parent
NO_VERBS = {
    "__init__",
    "base",
    "charging",
    "deeds",
    "placing",
    "preview",
    "refunding",
    "return_values",
    "shared",
    "values",
    "quote_values",
}
RESERVED = {
    "ctrl+m",
    "ctrl+i",
    "ctrl+j",
    "ctrl+h",
    "ctrl+a",
    "ctrl+b",
    "ctrl+s",
    "ctrl+q",
    "ctrl+z",
    "g",
    "j",
    "k",
    "q",
}
TOGGLES = {("order", "h"), ("order", "n"), ("quote", "e"), ("return", "a")}
"""Kinds and keys where one of several verbs is possible at a time, or the first that is possible is meant."""
BEGINNINGS = {"return.create": "order"}
"""Actions that are about what they make, and on what they are started."""


def test_every_file_of_a_verb_is_registered():
    files = {path.stem for path in (ROOT / "sales_tui" / "actions").glob("*.py")} - NO_VERBS
    modules = {action.handle.__module__.rpartition(".")[2] for action in ACTIONS.values()}
    assert files == modules


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)
def test_an_action_explains_itself(action: Action):
    assert action.name.split(".")[0] == action.target or BEGINNINGS[action.name] == action.target
    assert action.target in TABLES
    assert action.title
    assert action.past
    assert action.permission
    assert action.help.endswith(".")
    assert all(parameter.help for parameter in action.parameters)


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)
def test_an_action_is_tested(action: Action):
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    assert any(f'"{action.name}"' in text for text in tests)


def test_what_takes_a_deed_back_is_an_action_on_the_same_record():
    at = datetime(2026, 11, 23, tzinfo=UTC)
    changes = {"status": ("processing", "fraud"), "tags": ("", "urgent")}
    for name, action in ACTIONS.items():
        first = Deed(1, name, "1", at, "ada", {"comment": "x"}, changes)
        inverse = (
            action.inverse(Deed(2, name, "1", at, "ada", {"comment": "x"}, changes, {}, first))
            if action.inverse
            else None
        )
        if inverse is not None:
            taking_back = ACTIONS[inverse.action]
            assert taking_back.target == action.target
            assert taking_back.inverse is not None, "what was taken back can be done again"
            build_command(taking_back, inverse.parameters)


def test_a_key_means_one_thing_in_a_place():
    keys = Counter((action.target, one.key) for action in ACTIONS.values() for one in action.shortcuts)
    assert {place for place, count in keys.items() if count > 1} == TOGGLES
    assert not {key for _, key in keys} & RESERVED
    assert all(key.islower() for _, key in keys)


@pytest.mark.parametrize("workspace", WORKSPACES.values(), ids=lambda workspace: workspace.name)
def test_a_workspace_is_whole(workspace: Workspace):
    names = [column.name for column in workspace.columns]
    assert len(set(names)) == len(names)
    assert workspace.kind in TABLES or not workspace.has_tab
    assert workspace.number in names
    assert "status" in names
    assert workspace.sort[0] in names


def test_every_file_of_a_workspace_is_registered():
    files = (ROOT / "sales_tui" / "workspaces").glob("*.py")
    assert {file.stem for file in files if "\nWORKSPACE = " in file.read_text(encoding="utf-8")} == set(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.name)
def test_the_registry_says_of_a_workspace_what_its_file_says(entry: Entry):
    place = WORKSPACES[entry.name]
    assert entry == (place.name, place.title, place.kind, place.letter, place.digit)
    assert entry.has_tab == place.has_tab
    assert PLACES[entry.kind] is place


def test_workspaces_have_their_own_letter_and_digit():
    assert len({one.letter for one in TABS.values()}) == len(TABS)
    assert len({one.digit for one in TABS.values()}) == len(TABS)
