"""The file of the macros: one bad macro never takes the others away, and what people wrote into it stays."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.macros.book import Book, Macro, as_text, put, read_book, remove
from sales_tui.macros.file import MacroError, quoted
from sales_tui.macros.steps import read_step
from sales_tui.settings import Settings, load_settings, macros_file
from sales_tui.store.job_plan import Doing

MORNING = """\
[morning]
key = "m"
on = "orders"
steps = ["order.unhold", "order.invoice ship=true", "order.comment comment=\\"packed today\\""]
"""

EVENING = """\
[evening]
steps = ['order.hold']
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "macros.toml"


def read(file: Path, text: str) -> Book:
    file.write_text(text, encoding="utf-8")
    return read_book(file)


def names(book: Book) -> list[str]:
    return [macro.name for macro in book.macros]


def test_where_it_lies(home: Path):
    assert macros_file(Settings()) == home / "config" / "sales-tui" / "macros.toml"
    assert macros_file(load_settings(home / "none", {"SALES_TUI_MACROS": "/tmp/m.toml"})) == Path("/tmp/m.toml")


def test_no_file_no_macros(file: Path):
    assert read_book(file) == Book(file)


def test_what_the_manual_shows(file: Path):
    (morning,) = read(file, MORNING).macros
    assert (morning.name, morning.key, morning.on, morning.kind) == ("morning", "m", "orders", "order")
    assert [step.action for step in morning.steps] == ["order.unhold", "order.invoice", "order.comment"]
    assert morning.steps[2].parameters == {"comment": "packed today"}
    assert read(file, as_text(morning)).macros == (morning,)


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("[a]\nsteps = [order.hold]\n", "macro 'a': it isn't valid TOML (invalid value (at line 2, column 10))."),
        ("[a]\nsteps = 'order.hold'\n", "macro 'a': its steps are a list of texts, such as [\"order.hold\"]."),
        ("[a]\nkeys = 'x'\n", "macro 'a': 'keys' is unknown; a macro has key, on, steps."),
        ("[a]\n", "macro 'a': it has no steps; write such as steps = [\"order.hold\"]."),
        (
            "[a]\nsteps = ['order.hold', 'order.fly']\n",
            "step 2: there is no action 'order.fly'; sales-tui actions lists",
        ),
        (
            "[a]\nsteps = ['order.comment']\n",
            "macro 'a': step 1: order.comment needs 'comment': what people should know.",
        ),
        (
            "[a]\nsteps = ['order.hold', 'invoice.cancel']\n",
            "macro 'a': order.hold is for orders, invoice.cancel for invoices; make two macros of it.",
        ),
        ("[a]\non = 'invoices'\nsteps = ['order.hold']\n", 'order.hold isn\'t done to invoices; write on = "orders".'),
        ("[a]\non = ['x']\nsteps = ['order.hold']\n", 'there is no workspace "[\'x\']"; write on = "orders".'),
        ("[a]\nkey = 'M'\nsteps = ['order.hold']\n", "macro 'a': a key is one small letter from a to z, or nothing."),
        ("[a]\nkey = 1\nsteps = ['order.hold']\n", "macro 'a': its key is one small letter in quotes."),
        (
            "[a]\nkey = 'm'\nsteps = ['order.hold']\n",
            "macro 'a': the key m is taken by 'morning'; choose another letter.",
        ),
        ("[Mórning]\nsteps = ['order.hold']\n", "it isn't valid TOML"),
        ("['Mórning']\nsteps = ['order.hold']\n", "there is a macro 'Mórning' already; choose another name."),
        ("[morning]\nsteps = ['order.hold']\n", "macro 'morning': there is a macro 'morning' already"),
        ("[a.b]\nsteps = ['order.hold']\n", "macro 'a': 'b' is unknown; a macro has key, on, steps."),
        ("['a.b']\nsteps = ['order.hold']\n", "a name has letters, digits, blanks, - and _, forty at most."),
        ("[a]\nsteps = ['order.hold']\n[[b]]\n", "macro 'a': 'b' isn't a table [NAME] of its own."),
    ],
)
def test_one_bad_macro_leaves_the_others(file: Path, text: str, sentence: str):
    book = read(file, MORNING + "\n" + text + "\n" + EVENING)
    assert names(book) == ["morning", "evening"]
    (fault,) = book.faults
    assert fault.sentence.startswith(f"{file}, macro '")
    assert fault.sentence.endswith(".")
    assert sentence in fault.sentence.replace("line 7", "line 2")


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("good morning\n", "it isn't valid TOML (expected '=' after a key in a key/value pair (at line 1, column 6))."),
        ("key = 'x'\n", ": 'key' stands in no macro; write [NAME] above it."),
    ],
)
def test_what_stands_before_the_first_macro(file: Path, text: str, sentence: str):
    book = read(file, text + EVENING)
    assert names(book) == ["evening"]
    assert f"{file}: " in book.faults[0].sentence
    assert sentence in book.faults[0].sentence


def test_what_is_no_text_at_all(file: Path):
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MacroError, match=r"macros\.toml, isn't UTF-8 text; save it as such\."):
        read_book(file)
    with pytest.raises(MacroError, match="UTF-8"):
        put(file, Macro("a", (Doing("order.hold"),)))
    assert file.read_bytes() == b"\xff\xfe\x00"


def test_asking_for_one(file: Path):
    book = read(file, MORNING + "[bad]\nsteps = []\n")
    assert book.named("MORNING").name == "morning"
    with pytest.raises(MacroError, match=r"macro 'bad': it has no steps"):
        book.named("bad")
    with pytest.raises(MacroError, match=r"There is no macro 'noon'; there are: morning\."):
        book.named("noon")


COMMENTED = f"""\
# what we do every day

# before nine
{MORNING}
# after six
# and on Saturdays
[evening]   # late
steps = ['order.hold']  # all of them

[broken
"""


def test_changing_one_keeps_what_was_written_about_the_others(file: Path):
    file.write_text(COMMENTED)
    morning = read_book(file).named("morning")
    put(file, Macro("early", morning.steps, "e"), instead_of="morning")
    text = file.read_text()
    assert '# what we do every day\n\n# before nine\n[early]\nkey = "e"\non = "orders"\nsteps = [\n' in text
    assert "    'order.comment comment=\"packed today\"',\n]\n" in text
    assert text.endswith(COMMENTED[COMMENTED.index("# after six") :])
    remove(file, "early")
    assert file.read_text() == COMMENTED.replace("# before nine\n" + MORNING + "\n", "")


def test_a_new_one_goes_to_the_end(file: Path):
    put(file, Macro("one", (read_step("order.hold comment=it's"),), "o"))
    put(file, Macro("my two", (read_step("order.unhold"),)))
    assert file.read_text() == (
        '[one]\nkey = "o"\non = "orders"\nsteps = [\n    "order.hold comment=it\'s",\n]\n'
        "\n['my two']\non = \"orders\"\nsteps = [\n    'order.unhold',\n]\n"
    )
    assert names(read_book(file)) == ["one", "my two"]
    for macro, sentence in (
        (Macro("ONE", (Doing("order.hold"),)), "There is a macro 'ONE' already"),
        (Macro("three", (Doing("order.hold"),), "o"), "The key o is taken by 'one'"),
        (Macro("a/b", (Doing("order.hold"),)), "A name has letters"),
    ):
        with pytest.raises(MacroError, match=sentence):
            put(file, macro)
    assert names(read_book(file)) == ["one", "my two"]


def test_a_link_stays_a_link_and_nothing_is_half_written(file: Path, tmp_path: Path):
    kept = tmp_path / "dotfiles.toml"
    kept.write_text(MORNING)
    kept.chmod(0o644)
    file.symlink_to(kept)
    remove(file, "morning")
    assert file.is_symlink()
    assert kept.read_text() == ""
    assert kept.stat().st_mode & 0o777 == 0o644
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".partial")] == []


def test_a_disk_that_is_full(file: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_from: str, _to: str) -> None:
        raise OSError(28, "No space left on device")

    file.write_text(MORNING)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(MacroError, match=r"macros\.toml, can't be written: No space left on device\."):
        put(file, Macro("a", (Doing("order.hold"),)))
    assert file.read_text() == MORNING
    assert [*file.parent.iterdir()] == [file]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_texts_are_written_as_toml_reads_them(text: str):
    assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}
    assert tomllib.loads(f"a = {quoted(text, plainly=True)}") == {"a": text}
