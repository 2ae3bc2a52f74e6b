"""`undo`, tags and the archive from the command line; what was refused stands in the journal."""

from __future__ import annotations

import pytest

from sales_tui.settings import SettingsError, load_settings
from tests.cli.robot import sales, script
from tests.store.orders import add_order, new_database

FIRST, SECOND = "000000001", "000000002"


@pytest.fixture
def shop(database_url: str) -> str:
    """A database with two orders that nothing was done to."""
    engine = new_database(database_url)
    add_order(engine), add_order(engine)
    engine.dispose()
    return database_url


def do(shop: str, *arguments: str) -> str:
    answer = sales(shop, "--operator", "ada", "do", *arguments)
    assert (answer.status, answer.err) == (0, "")
    return answer.out


def test_undo_takes_back_what_i_did_last(shop: str):
    do(shop, "order.hold", FIRST, "--set", "comment=check")
    do(shop, "order.tag", SECOND, "--set", "tags=Urgent, vip")
    nobody = sales(shop, "--operator", "bob", "undo")
    assert (nobody.status, nobody.out) == (1, "")
    assert nobody.err == "There is nothing that bob did and that isn't taken back.\n"
    tried = sales(shop, "--operator", "ada", "undo", "--dry-run")
    assert tried.out == f"{SECOND}  Would do: Order {SECOND} is no longer tagged urgent, vip.\n"
    undone = sales(shop, "--operator", "ada", "undo", "--json")
    assert (undone.status, undone.json()["done"], undone.json()["refused"]) == (0, 1, 0)
    (result,) = undone.json()["results"]
    assert (result["do"], result["target"], result["outcome"]) == ("order.untag", SECOND, "ok")
    assert sales(shop, "--operator", "ada", "undo").out == f"{FIRST}  Order {FIRST} is released.\n"
    assert sales(shop, "--operator", "ada", "undo", "--json").status == 1


def test_undo_by_number_and_what_it_says_then(shop: str):
    do(shop, "order.hold", FIRST)
    assert sales(shop, "--operator", "bob", "undo", "1").status == 0
    again = sales(shop, "undo", "1", "99")
    assert again.status == 1
    assert f"{FIRST}  {FIRST}: it was taken back already by bob at " in again.err
    assert "99  Entry 99 of the journal is nothing that was done to a record." in again.err
    assert again.out == "0 done, 2 not.\n"
    assert sales(shop, "undo", "2").out == f"{FIRST}  Order {FIRST} is on hold.\n"  # done again
    for wrong in ("x", "1.5", "9" * 30):
        assert sales(shop, "undo", wrong).status == 2
    assert sales(shop, "undo", "--", "-1").status == 2


def test_what_nothing_takes_back(shop: str):
    do(shop, "order.invoice", FIRST)
    answer = sales(shop, "--operator", "ada", "undo")
    assert (answer.status, answer.err) == (1, f"{FIRST}  {FIRST}: nothing takes “Invoice” back.\n")


def test_the_journal_tells_it(shop: str):
    do(shop, "order.hold", FIRST)
    sales(shop, "--operator", "bob", "undo", "1")
    undone = sales(shop, "show", "journal", "1", "--json").json()["undone_by"]
    assert (undone["increment_id"], undone["who"], undone["action"]) == ("2", "bob", "order.unhold")
    assert sales(shop, "show", "journal", "2", "--json").json()["undoes"]["increment_id"] == "1"
    assert "entry 2, Release by bob" in sales(shop, "show", "journal", "1").out
    assert "entry 1, Hold by ada" in sales(shop, "show", "journal", "2").out
    rows = sales(shop, "list", "journal", "--columns", "increment_id,undoes,undone_by", "--format", "json").json()
    assert [(row["increment_id"], row["undoes"], row["undone_by"]) for row in rows] == [("2", "1", ""), ("1", "", "2")]


def test_what_was_refused_stands_in_the_journal(shop: str):
    sales(shop, "--operator", "ada", "do", "order.ship", FIRST, "000000099", "--dry-run")
    sales(shop, "--operator", "ada", "do", "order.ship", "1")
    sales(shop, "--operator", "ada", "do", "order.ship", "000000099")
    lines = script({"do": "no.such", "target": FIRST}, {"do": "order.tag", "target": FIRST, "tags": "a!"})
    sales(shop, "--operator", "ada", "run", "-", stdin=lines)
    rows = sales(shop, "journal", "--filter", "outcome:refused", "--format", "json").json()
    assert [(row["action"], row["target"], row["status"]) for row in reversed(rows)] == [
        ("order.ship", FIRST, "refused"),
        ("order.ship", "000000099", "refused"),
        ("order.tag", FIRST, "refused"),
    ]
    entry = sales(shop, "show", "journal", rows[0]["increment_id"], "--json").json()
    assert entry["parameters"] == {"tags": "a!"}
    assert entry["message"] == "'a!' is no tag: a tag has letters, digits, - and _ only."
    assert (entry["created"], entry["changes"]) == ({}, {})
    sales(shop, "--operator", "ada", "do", "order.ship", FIRST)
    assert sales(shop, "--operator", "ada", "undo").err.startswith("There is nothing")


def test_tags(shop: str):
    do(shop, "order.tag", FIRST, "--set", "tags=Gift wrap_2")
    assert sales(shop, "show", "orders", FIRST, "--json").json()["extension_attributes"]["tags"] == ["gift", "wrap_2"]
    assert "Tags: gift, wrap_2" in sales(shop, "show", "orders", FIRST).out
    listed = sales(
        shop, "list", "orders", "--columns", "increment_id,tags", "--format", "json", "--sort", "increment_id"
    )
    assert [row["tags"] for row in listed.json()] == ["gift, wrap_2", ""]
    for filter, found in (("tag:GIFT", [FIRST]), ("tag:none", [SECOND]), ("tag:any", [FIRST]), ("tag:gif", [])):
        rows = sales(shop, "list", "orders", "--filter", filter, "--format", "json").json()
        assert [row["increment_id"] for row in rows] == found
    again = sales(shop, "do", "order.tag", FIRST, "--set", "tags=wrap_2")
    assert (again.status, again.err) == (1, f"{FIRST}  Order {FIRST} is tagged wrap_2 already.\n")


def numbers(shop: str, workspace: str, *arguments: str) -> list[str]:
    rows = sales(shop, "list", workspace, "--format", "json", *arguments).json()
    return [row["increment_id"] for row in rows]


def test_the_archive(shop: str):
    refused = sales(shop, "do", "order.archive", FIRST)
    assert refused.err == (
        f"{FIRST}  Order {FIRST} is Pending and can't be archived; its status has to be Complete or Closed.\n"
    )
    do(shop, "order.invoice", FIRST, SECOND, "--set", "ship=true")
    do(shop, "order.archive", FIRST)
    assert numbers(shop, "orders") == [SECOND]
    for workspace in ("orders", "invoices", "shipments"):
        assert numbers(shop, workspace) == [SECOND]
        assert numbers(shop, workspace, "--filter", "archived:yes") == [FIRST]
        assert numbers(shop, workspace, "--filter", "archived:any") == [SECOND, FIRST]
    assert sales(shop, "show", "orders", FIRST, "--json").json()["allowed_actions"] == [
        *("order.restore", "order.print"),
    ]
    assert sales(shop, "show", "invoices", FIRST, "--json").json()["allowed_actions"] == ["invoice.print"]
    comment = sales(shop, "do", "invoice.comment", FIRST, "--set", "comment=hm")
    assert comment.err == f"{FIRST}  Order {FIRST} is archived; restore it first (order.restore).\n"
    assert do(shop, "order.restore", "--filter", "archived:yes").startswith(FIRST)
    assert numbers(shop, "orders", "--filter", "archived:yes") == []
    assert numbers(shop, "orders") == [SECOND, FIRST]


def test_old_orders_are_archived_by_the_clock(shop: str, monkeypatch: pytest.MonkeyPatch):
    from sqlalchemy import text

    from sales_tui.store.engine import make_engine
    from sales_tui.store.location import locate

    do(shop, "order.invoice", FIRST, SECOND, "--set", "ship=true")
    engine = make_engine(locate(shop))
    with engine.begin() as connection:
        shift = f"created_at - {40 * 86_400_000_000}"
        moved = f"UPDATE sales_order SET created_at = {shift}, updated_at = {shift} WHERE increment_id = '{FIRST}'"
        connection.execute(text(moved))
    engine.dispose()
    assert sales(shop, "tasks", "run", "archive-orders").out == "archive-orders: Nothing to do.\n"
    monkeypatch.setenv("SALES_TUI_ARCHIVE__AFTER_DAYS", "30")
    monkeypatch.setenv("SALES_TUI_ARCHIVE__STATUSES", "closed")
    assert sales(shop, "tasks", "run", "archive-orders").out == "archive-orders: Nothing to do.\n"
    monkeypatch.setenv("SALES_TUI_ARCHIVE__STATUSES", "closed, complete")
    assert sales(shop, "tasks", "run", "archive-orders").out.endswith("archive-orders: 1 done.\n")
    assert numbers(shop, "orders") == [SECOND]
    do(shop, "order.restore", FIRST)
    assert sales(shop, "tasks", "run", "archive-orders").out == "archive-orders: Nothing to do.\n"


def test_which_statuses_can_be_chosen(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('[archive]\nstatuses = ["canceled", "holded"]\nafter_days = 365\n', encoding="utf-8")
    archive = load_settings(file, {}).archive
    assert (archive.statuses, archive.after_days) == (("canceled", "holded"), 365)
    assert load_settings(file, {"SALES_TUI_ARCHIVE__STATUSES": ""}).archive.statuses == ()
    for wrong in ('["payment_review"]', '["complete", 1]', "3", '"complete closed x"'):
        file.write_text(f"[archive]\nstatuses = {wrong}\n", encoding="utf-8")
        with pytest.raises(
            SettingsError, match=r"sets 'archive.statuses' .* it needs a list of some of these: pending"
        ):
            load_settings(file, {})
