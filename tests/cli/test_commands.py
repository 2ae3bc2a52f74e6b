"""What the commands answer, with which exit status, and what they say when something can't be done."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from sales_tui.actions import ACTIONS
from tests.cli.robot import sales, script
from tests.store.orders import add_order, new_database, new_runner


@pytest.fixture
def shop(database_url: str) -> str:
    """A database with three orders; the second is on hold."""
    engine = new_database(database_url)
    numbers = [add_order(engine, qty=qty) for qty in ("3", "2", "1")]
    from sales_tui.store.requests import Request

    new_runner(engine).run([Request("order.hold", numbers[1])])
    engine.dispose()
    return database_url


def test_list_is_newest_first_with_the_default_columns(shop: str):
    answer = sales(shop, "list", "orders")
    lines = answer.out.splitlines()
    assert answer.status == 0
    assert lines[0].split() == [
        "Order", "Purchased", "(UTC)", "Bill-to", "Ship-to", "Total", "Base", "Status", "Purchase", "point",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[1:]] == ["000000003", "000000002", "000000001"]
    assert "On Hold" in lines[2]


def test_list_as_data_has_rest_names_and_codes(shop: str):
    (order, *_), lines = (
        sales(shop, "list", "orders", "--format", "json").json(),
        sales(shop, "list", "orders", "--format", "jsonl", "--sort", "grand_total", "--limit", "1").lines(),
    )
    assert (order["increment_id"], order["status"], order["grand_total"]) == ("000000003", "pending", "15.82")
    assert order["created_at"] == "2026-11-23T10:42:00Z"
    assert [one["increment_id"] for one in lines] == ["000000003"]
    labels = sales(shop, "list", "orders", "--format", "json", "--labels", "--filter", "status:holded").json()
    assert [one["status"] for one in labels] == ["On Hold"]


def test_list_of_nothing_is_still_json(shop: str):
    assert sales(shop, "list", "invoices", "--format", "json").json() == []
    assert sales(shop, "list", "invoices", "--format", "jsonl").out == ""


def test_list_chooses_sorts_filters(shop: str):
    answer = sales(
        shop, "list", "orders", "--format", "jsonl", "--columns", "customer_email",
        "--filter", "status:pending,holded billing_name:silva created_at:2026-11", "--sort", "-increment_id",
    )  # fmt: skip
    assert [one["increment_id"] for one in answer.lines()] == ["000000003", "000000002", "000000001"]
    assert answer.lines()[0].keys() == {"increment_id", "status", "customer_email"}
    assert sales(shop, "list", "orders", "--filter", "grand_total:15.82", "--format", "jsonl").out.count("\n") == 1


def test_list_to_a_file_guards_formulas(shop: str, tmp_path: Path):
    engine = new_database(shop)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sales_order SET billing_name = '=1+1' WHERE increment_id = '000000001'")
    engine.dispose()
    file = tmp_path / "orders.csv"
    assert sales(shop, "list", "orders", "--format", "csv", "-o", str(file)).out == ""
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert rows[-1]["billing_name"] == "'=1+1"
    assert list(tmp_path.glob("*.partial")) == []


@pytest.mark.parametrize(
    "arguments,sentence",
    [
        (["list", "parcels"], "There is no workspace 'parcels'; there are: quotes, orders, invoices"),
        (["list", "orders", "--format", "xml"], "There is no format 'xml'"),
        (["list", "orders", "--columns", "colour"], "Orders have no column 'colour'"),
        (["list", "orders", "--sort", "-colour"], "Orders have no column 'colour'"),
        (["list", "orders", "--filter", "status:nearly"], "--filter: 'nearly' is no status"),
        (["list", "orders", "--filter", "colour:red"], "Orders have no field 'colour'"),
        (["list", "orders", "--filter", "created_at:2026-13"], "--filter: '2026-13' is not in the calendar"),
        (["list", "orders", "--filter", "grand_total:much"], "--filter: 'much' is not a number for grand_total"),
        (["list", "orders", "--filter", 'status:"pending'], "--filter: "),
        (["list", "orders", "-o", "/nowhere/orders.csv"], "/nowhere/orders.csv can't be written"),
        (["do", "order.paint", "1"], "There is no action 'order.paint'"),
        (["do", "order.invoice"], "needs the number of at least one record"),
        (["do", "order.invoice", "1", "--set", "colour=red"], "NAME is one of: items, capture"),
        (["do", "order.invoice", "1", "--set", "items=[{"], "--set items: not valid JSON"),
        (["run", "/nowhere.jsonl"], "/nowhere.jsonl can't be read"),
        (["run", "/"], "/ is a folder"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(shop: str, arguments: list[str], sentence: str):
    answer = sales(shop, *arguments)
    assert answer.status == 2
    assert sentence in answer.err
    assert answer.out == ""
    assert "Traceback" not in answer.err


def test_show_json_has_the_shape_of_rest(shop: str):
    sales(shop, "do", "order.invoice", "1")
    order = sales(shop, "show", "orders", "000000001", "--json").json()
    assert (order["increment_id"], order["state"], order["total_due"]) == ("000000001", "processing", "0.00")
    assert order["items"][0] | {"qty_ordered": "3", "price": "10.00", "status": "Invoiced"} == order["items"][0]
    assert order["invoices"][0]["items"][0]["qty"] == "3"
    assert (order["invoices"][0]["state"], order["invoices"][0]["status"]) == (2, "paid")
    assert order["shipments"] == order["creditmemos"] == order["returns"] == order["transactions"] == []
    names = ("ship", "fulfil", "refund", "hold", "comment", "status", "tag", "reorder", "print")
    assert sorted(order["allowed_actions"]) == sorted(f"order.{name}" for name in names)
    invoice = sales(shop, "show", "invoices", "1", "--json").json()
    assert invoice == order["invoices"][0]


def test_show_what_is_not_there(shop: str):
    answer = sales(shop, "show", "orders", "99")
    assert (answer.status, answer.err) == (1, "sales-tui: There is no order 99.\n")


def test_show_for_people(shop: str):
    out = sales(shop, "show", "orders", "1").out
    for word in ("Order 000000001", "ana@example.com", "SKU-0", "37.48"):
        assert word in out


def test_do_one_and_many(shop: str):
    one = sales(shop, "do", "order.invoice", "000000001", "--set", 'items=[{"sku": "SKU-0", "qty": 1}]')
    assert (one.status, one.out) == (0, "000000001  Invoice 000000001 made: 15.83 USD, paid.\n")
    many = sales(shop, "do", "order.invoice", "--filter", "status:pending,holded,processing", "--json")
    assert many.status == 1
    summary = many.json()
    assert (summary["done"], summary["refused"], summary["failed"]) == (2, 1, 0)
    refused = next(one for one in summary["results"] if one["outcome"] == "refused")
    assert (refused["target"], refused["code"], refused["created"]) == ("000000002", "order.held", {})
    assert {one["line"] for one in summary["results"]} == {1, 2, 3}


def test_do_dry_run(shop: str):
    answer = sales(shop, "do", "order.invoice", "1", "2", "--dry-run")
    assert answer.status == 1
    assert "Would do: Invoice (new) made: 37.48 USD, paid." in answer.out
    assert sales(shop, "list", "invoices", "--format", "jsonl").out == ""


def test_run_answers_each_line(shop: str):
    answer = sales(
        shop, "run", "-",
        stdin=script(
            {"do": "order.invoice", "target": "000000001", "key": "a"},
            {"do": "order.invoice", "target": "000000002"},
            {"do": "order.ship", "target": 1, "tracks": [{"carrier_code": "dhl", "track_number": "JD01"}]},
            {"do": "order.invoice", "target": "000000001", "key": "a"},
            {"do": "show", "workspace": "shipments", "target": "1"},
        ),
    )  # fmt: skip
    results = answer.lines()
    assert answer.status == 1
    assert [one["line"] for one in results] == [1, 2, 3, 4, 5]
    assert [one["outcome"] for one in results] == ["ok", "refused", "ok", "ok", "ok"]
    assert results[3] == results[0] | {"line": 4, "repeated": True}
    assert results[0]["created"] == {"invoices": ["000000001"]}
    assert results[4]["record"]["tracks"][0]["track_number"] == "JD01"


def test_run_bad_lines_are_refused_one_by_one(shop: str):
    lines = (
        b"not json\n",
        b"\xff\xfe\n",
        b"[1]\n",
        b'{"do": 7, "target": "1"}\n',
        b'{"do": "order.invoice"}\n',
        b'{"do": "order.invoice", "target": "1", "colour": "red"}\n',
        b'{"do": "order.invoice", "target": "1", "items": "all"}\n',
        b'{"do": "order.invoice", "target": "1", "items": [{"sku": "SKU-0", "qty": "three"}]}\n',
        b'{"do": "order.invoice", "target": "1", "items": [{"sku": "SKU-0", "qty": -1}]}\n',
        b'{"do": "order.invoice", "target": "1", "items": [{"sku": "SKU-0", "qty": NaN}]}\n',
        b'{"do": "order.invoice", "target": "1", "items": [{"sku": "SKU-0", "qty": 4}]}\n',
        b'{"do": "order.invoice", "target": "1", "items": [{"sku": "NO", "qty": 1}]}\n',
        b'{"do": "order.invoice", "target": "1", "items": []}\n',
        b'{"do": "order.invoice", "target": "1", "notify": true}\n',
        b'{"do": "order.invoice", "target": "1", "capture": "perhaps"}\n',
        b'{"do": "order.invoice", "target": "1", "key": ""}\n',
        b'{"do": "order.refund", "target": "1", "adjustment_positive": 1' + b"0" * 40 + b"}\n",
        b'{"do": "order.comment", "target": "1"}\n',
        b'{"do": "shipment.track", "target": "77", "tracks": [{"track_number": "1"}]}\n',
        b'{"do": "show", "workspace": "parcels", "target": "1"}\n',
        b"[" * 100_000 + b"\n",
    )
    answer = sales(shop, "run", "-", stdin=b"".join(lines))
    results = answer.lines()
    assert len(results) == len(lines)
    assert {one["outcome"] for one in results} == {"refused"}
    assert all(one["code"] and one["message"].endswith(".") for one in results)
    assert sales(shop, "list", "invoices", "--format", "jsonl").out == ""


def test_run_stops_on_error_if_asked(shop: str):
    lines = script({"do": "order.invoice", "target": "2"}, {"do": "order.invoice", "target": "1"})
    assert len(sales(shop, "run", "-", "--stop-on-error", stdin=lines).lines()) == 1


def test_run_answers_before_the_next_line_is_read(shop: str):
    process = subprocess.Popen(
        [sys.executable, "-m", "sales_tui", "--db", shop, "run", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for target in ("1", "3"):
        process.stdin.write(script({"do": "order.hold", "target": target}).encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["outcome"] == "ok"
    process.stdin.close()
    assert process.wait() == 0


def test_actions_lists_all(shop: str):
    listed = sales(shop, "actions", "--json").json()
    assert [one["name"] for one in listed] == list(ACTIONS)
    assert all(one["help"] and one["permission"] for one in listed)
    assert "order.refund" in sales(shop, "actions").out


def test_db_init_check_upgrade(database_url: str):
    assert sales(database_url, "db", "init").out.startswith("Made a new database: ")
    assert sales(database_url, "db", "init").out.startswith("The database is there already: ")
    assert sales(database_url, "db", "upgrade").out == "The database is at this version.\n"
    assert sales(database_url, "db", "check").out == "Everything adds up.\n"


def test_db_check_names_the_record(shop: str):
    engine = new_database(shop)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sales_order SET total_paid = 10000 WHERE increment_id = '000000001'")
        connection.exec_driver_sql("UPDATE number_sequence SET issued = 9 WHERE kind = 'order'")
    engine.dispose()
    answer = sales(shop, "db", "check")
    assert answer.status == 1
    assert "Order 000000001: " in answer.out
    assert "9 order numbers were given out, but 3 made here exist." in answer.out
    assert sales(shop, "db", "check", "--json").json()["ok"] is False


@pytest.mark.parametrize(
    "change,fault",
    [
        (
            "UPDATE invoice SET increment_id = '000000009' WHERE id = 2",
            "Invoice 000000009: there is no 000000008",
        ),
        ("UPDATE invoice SET order_currency_code = 'EUR' WHERE id = 1", "Invoice 000000001 is in other currencies"),
        ("UPDATE creditmemo SET state = 3", "Order 000000001: "),
        ("UPDATE order_payment SET base_amount_paid = 0", "Order 000000001: its payment says another sum"),
        (
            "UPDATE sales_order SET status = 'pending' WHERE id = 3",
            "Order 000000003: status is pending, which",
        ),
        ("UPDATE order_item SET qty_shipped = 90000 WHERE order_id = 3", "Order 000000003: "),
        ("DELETE FROM idempotency_key", ""),
    ],
)
def test_db_check_finds_what_was_changed_behind_its_back(shop: str, change: str, fault: str):
    sales(shop, "do", "order.invoice", "1", "3")
    sales(shop, "do", "order.refund", "1")
    assert sales(shop, "db", "check").status == 0
    engine = new_database(shop)
    with engine.begin() as connection:
        connection.exec_driver_sql(change)
    engine.dispose()
    answer = sales(shop, "db", "check")
    assert answer.status == (1 if fault else 0)
    assert fault in answer.out


def test_texts_that_no_database_takes(shop: str):
    lines = (
        {"do": "order.comment", "target": "1", "comment": "a\x00b\ud800c"},
        {"do": "order.hold", "target": "\ud800"},
        {"do": "\ud800", "target": "1"},
        {"do": "order.hold", "target": "3", "key": "k\x00"},
        {"do": "order.invoice", "target": "1", "items": [{"sku": "\x00", "qty": 1}]},
        {"do": "show", "target": "1"},
    )
    results = sales(shop, "run", "-", stdin=script(*lines)).lines()
    assert [one["outcome"] for one in results] == ["ok", "refused", "refused", "ok", "refused", "ok"]
    assert results[-1]["record"]["status_histories"][-1]["comment"] == "a\ufffdb\ufffdc"


def test_a_key_knows_its_content_however_it_is_spelled(shop: str):
    lines = [
        {"do": "order.invoice", "target": target, "items": [{"sku": "SKU-0", "qty": qty}], "key": "k"}
        for target, qty in (("1", 1), ("000000001", "1"), (1, 1.0))
    ]
    results = sales(shop, "run", "-", stdin=script(*lines)).lines()
    assert [one.get("repeated", False) for one in results] == [False, True, True]


def test_dry_runs_say_that_they_are(shop: str):
    answer = sales(shop, "do", "order.hold", "1", "--dry-run")
    assert answer.out == "1  Would do: Order 000000001 is on hold.\n"


def test_small_print_of_actions(shop: str):
    lines = (
        {"do": "order.invoice", "target": "1", "tracks": [{"carrier_code": "ups", "track_number": "1"}]},
        {"do": "order.invoice", "target": "1", "ship": True, "tracks": [{"track_number": "1"}]},
        {"do": "order.invoice", "target": "1", "items": [{"sku": "SKU-0", "qty": 1}], "ship": True},
        {"do": "order.comment", "target": "1", "comment": "", "status": "fraud"},
        {"do": "order.comment", "target": "1", "comment": ""},
        {"do": "order.cancel", "target": "3"},
        {"do": "order.refund", "target": "1", "items": [{"sku": "SKU-0", "qty": 10**30}]},
    )
    results = sales(shop, "run", "-", stdin=script(*lines)).lines()
    assert [one["code"] for one in results] == [
        "invoice.tracks", "track.carrier", None, None, "comment.missing", None, "line.invalid",
    ]  # fmt: skip
    assert results[5]["message"] == "Cancelled what was open on order 000000003: 1 piece, 15.82 USD."


def test_an_answer_that_cannot_be_written(shop: str):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sales_tui", "--db", shop, "list", "orders"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "sales-tui: The answer can't be written: No space left on device.\n"


def test_reading_needs_a_database(tmp_path: Path):
    answer = sales(str(tmp_path / "none.sqlite"), "list", "orders")
    assert (answer.status, answer.out) == (3, "")
    assert "There is no database at" in answer.err


@pytest.mark.parametrize("arguments", [[], ["demo"]])
def test_the_application_needs_a_terminal(shop: str, arguments: list[str]):
    answer = sales(shop, *arguments)
    assert answer.status == 2
    assert "The application needs a terminal" in answer.err


def test_a_dumb_terminal_is_told_so(tmp_path: Path):
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "dumb"
        os.execv(sys.executable, [sys.executable, "-m", "sales_tui", "--db", str(tmp_path / "shop.sqlite")])
    said = b""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 4096):
            said += part
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 2
    assert b"This terminal can't place text (TERM=dumb); use the commands" in said
    assert not (tmp_path / "shop.sqlite").exists()
