"""What the README says is true: its two lines, its keys, its pictures, its commands.

`python -m tests.architecture.test_readme` writes the table of keys anew.
"""

from __future__ import annotations

import re
from pathlib import Path

from sales_tui.actions import ACTIONS
from sales_tui.cli.main import app

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- keys -->\n).*?(<!-- /keys -->)", re.DOTALL)


def key_table() -> str:
    """The actions with their keys, as Markdown."""
    rows = ["| key | does | to | long name |", "|---|---|---|---|"]
    kinds = {"creditmemo": "credit memo"}
    for action in ACTIONS.values():
        for shortcut in action.shortcuts:
            kind = kinds.get(action.target, action.target)
            rows.append(f"| `{shortcut.key}` | {shortcut.label} | {kind} | `{action.name}` |")
    return "\n".join(rows) + "\n"


def test_the_two_lines():
    text = README.read_text(encoding="utf-8")
    assert "    python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/sales-tui demo\n" in text
    assert "    python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest\n" in text


def test_the_keys_are_the_registry_s():
    found = BLOCK.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found.group() == f"{found.group(1)}{key_table()}{found.group(2)}"


def test_every_picture_is_there():
    pictures = re.findall(r"\]\((screenshots/[^)]+)\)", README.read_text(encoding="utf-8"))
    assert sorted(pictures) == sorted(f"screenshots/{file.name}" for file in (ROOT / "screenshots").glob("*.svg"))
    assert all((ROOT / picture).stat().st_size > 1_000 for picture in pictures)


def test_every_command_exists():
    named = set(re.findall(r"^    sales-tui (\w+)", README.read_text(encoding="utf-8"), re.MULTILINE))
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert named <= known | {group.name for group in app.registered_groups}


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(BLOCK.sub(lambda found: found.group(1) + key_table() + found.group(2), text), encoding="utf-8")
