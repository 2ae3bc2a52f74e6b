"""Quotes from the command line: catalog and companies in, quotes made, sent, answered, ordered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.robot import Answer, sales, script

CATALOG = """sku;name;price;cost;qty;tax_percent;barcode;bin_location;is_returnable;price:Wholesale;colour
MUG;"Mug; blue";16,00;8;40;10;4006381333931;A-01;1;12.80;blue
PAN;Pan;22;9,50;5;10;;B-02;0;;
"""
PEOPLE: list[dict[str, Any]] = [
    {
        "id": 5,
        "company_name": "Peak Supplies",
        "company_email": "office@peak.example",
        "customer_group_id": 2,
        "customers": [{"id": 70, "email": "kim@peak.example", "firstname": "Kim", "lastname": "Lee"}],
    },
    {"id": 6, "company_name": "Nobody Ltd.", "company_email": "info@nobody.example"},
]
REQUEST: dict[str, Any] = {
    "quote_id": 7,
    "status": "created",
    "quote_name": "For the fair",
    "customer": {"id": 70},
    "company_id": 5,
    "items": [{"sku": "MUG", "qty": 15, "catalog_price": 16, "cart_price": "12.80", "cost": 8, "tax_percent": 10}],
    "shipping_address": {"firstname": "Kim", "lastname": "Lee", "street": ["Main St 1"], "city": "Oslo"},
}


class Desk:
    """A database with a catalog and two companies, and a folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = str(folder / "sales.db")
        assert self.bring("products.csv", CATALOG).status == 0
        assert self.bring("people.json", json.dumps(PEOPLE)).status == 0

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def bring(self, name: str, content: str, *options: str) -> Answer:
        return sales(self.db, "import", self.file(name, content), *options)

    def do(self, action: str, target: str, *settings: str) -> Answer:
        return sales(self.db, "do", action, target, *(part for one in settings for part in ("--set", one)))

    def show(self, number: str) -> dict[str, Any]:
        told: dict[str, Any] = sales(self.db, "show", "quotes", number, "--json").json()
        return told


@pytest.fixture
def desk(tmp_path: Path, home: Path) -> Desk:
    return Desk(tmp_path)


def test_products_as_csv(desk: Desk):
    again = desk.bring("products.csv", CATALOG)
    assert again.out == "0 products imported, 0 updated, 2 unchanged, 0 refused\n"
    changed = desk.bring("stock", "SKU,Qty\nMUG,7\nNEW,3\nPAN,-1\nMUG,1,2\n", "--format", "products-csv", "--json")
    assert changed.json()["imported"] == {
        "products": {"new": 1, "updated": 1, "unchanged": 0, "refused": 1},
        "records": {"new": 0, "updated": 0, "unchanged": 0, "refused": 1},
    }
    assert [(one["line"], one["field"], one["code"]) for one in changed.json()["refused"]] == [
        (4, "qty", "import.field"),
        (5, "", "import.csv"),
    ]
    assert desk.bring("none.csv", "name,price\nA,1\n").status == 2
    broken = desk.bring(
        "broken.csv", 'sku,name,price\nA1,"a "quoted" word",1\n,nothing,1\nA2,"open,1\nA3,b,2\n', "--json"
    )
    assert [(one["line"], one["field"], one["code"]) for one in broken.json()["refused"]] == [
        (2, "", "import.csv"),
        (3, "sku", "import.field"),
        (5, "", "import.csv"),
    ]
    thousand = desk.bring("thousand.csv", 'sku,price\nT1,"1,234"\nT2,"1,50"\n', "--json").json()
    assert [(one["line"], one["field"]) for one in thousand["refused"]] == [(2, "price")]
    assert thousand["imported"]["products"]["new"] == 1
    old_mac = desk.bring("mac.csv", "sku,name\rM1,a\rM2,b\r")
    assert (old_mac.status, old_mac.out) == (0, "2 products imported, 0 updated, 0 unchanged, 0 refused\n")
    assert desk.bring("empty.csv", "", "--format", "products-csv").status == 2
    assert desk.bring("x.json", "{}", "--format", "odd").err.strip().endswith("magento-json and products-csv are.")


def test_from_request_to_order(desk: Desk):
    assert desk.bring("quote.json", json.dumps({"items": [REQUEST], "search_criteria": {}})).status == 0
    found = desk.show("7")
    assert (found["status"], found["totals"]["negotiated_total"]) == ("created", "192.00")
    assert "quote.open" in found["allowed_actions"]
    assert "quote.send" not in found["allowed_actions"]
    refused = desk.do("quote.send", "7")
    assert (refused.status, "take it into work first (quote.open)" in refused.err) == (1, True)
    lines = desk.file("more.csv", "sku,qty\nPAN,10\n")
    assert desk.do("quote.open", "7", f"items=@{lines}", "negotiated=2.5%").status == 0
    offer = desk.file("offer.pdf", b"%PDF-1.7")
    assert desk.do("quote.attach", "7", f"files={offer}").status == 0
    assert desk.do("quote.send", "7", "comment=Here you are").status == 0
    reply = json.dumps({"quote_id": 7, "reply": "accept", "items": [], "comment": "Yes"}, indent=1)
    assert desk.bring("reply.json", reply).out == "1 reply imported, 0 updated, 0 unchanged, 0 refused\n"
    ordered = sales(desk.db, "do", "quote.order", "7", "--json").json()
    (order,) = ordered["results"][0]["created"]["orders"]
    record = sales(desk.db, "show", "orders", order, "--json").json()
    assert [line["price"] for line in record["items"]] == ["12.48", "21.45"]
    assert record["grand_total"] == desk.show("7")["totals"]["grand_total"]
    assert desk.show("7")["order_increment_id"] == order
    (listed,) = sales(desk.db, "list", "quotes", "--format", "json").json()
    assert (listed["quote_id"], listed["status"]) == ("7", "ordered")
    assert sales(desk.db, "db", "check").status == 0
    assert sales(desk.db, "show", "quotes", "7").status == 0


def test_made_for_a_buyer_and_copied(desk: Desk):
    made = desk.do("quote.create", "kim@peak.example", "items=MUG,15", "name=Trial")
    assert made.status == 0
    assert made.out.startswith("kim@peak.example  Quote 1 for Kim Lee is made: 192.00 USD, margin 37.50%")
    assert desk.do("quote.create", "1").status == 0
    assert desk.show("2")["copied_from"] == "1"
    assert desk.do("quote.create", "Nobody Ltd.").status == 1
    assert desk.do("quote.create", "who@example.com").err.count("There is no customer who@example.com") == 1


def test_a_script(desk: Desk):
    lines = script(
        {"do": "quote.create", "target": "kim@peak.example", "items": [{"sku": "MUG", "qty": 15, "price": 10}]},
        {"do": "quote.send", "target": "1", "negotiated": {"type": "percentage", "value": 101}},
        {"do": "quote.send", "target": "1", "expires": "2999-12-24", "shipping_amount": "4.50"},
        {"do": "quote.edit", "target": "1", "items": [{"sku": "MUG", "qty": 3}]},
        {"do": "show", "workspace": "quotes", "target": "1"},
    )
    answers = sales(desk.db, "run", "-", stdin=lines).lines()
    assert [(one["outcome"], one["code"]) for one in answers] == [
        ("ok", None), ("refused", "quote.percentage"), ("ok", None), ("refused", "quote.sent"), ("ok", None)
    ]  # fmt: skip
    record = answers[-1]["record"]
    assert (record["items"][0]["proposed_price"], record["totals"]["grand_total"]) == ("10.00", "169.50")
    assert record["expiration_period"] == "2999-12-24"


def test_the_floor_is_a_setting(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SALES_TUI_QUOTES__MARGIN_FLOOR", "40")
    monkeypatch.setenv("SALES_TUI_QUOTES__MINIMUM", "100")
    monkeypatch.setenv("SALES_TUI_QUOTES__EXPIRY_DAYS", "1")
    assert desk.do("quote.create", "kim@peak.example", "items=MUG,15").status == 0
    assert desk.show("1")["margin_floor"] == "40"
    assert "below the floor of 40 per cent" in desk.do("quote.send", "1").err
    assert desk.do("quote.send", "1", "reason=a fair").status == 0
    assert desk.do("quote.create", "kim@peak.example", "items=MUG,1").status == 0
    assert "below the minimum of 100.00" in desk.do("quote.send", "2", "reason=a fair").err


def test_the_task(desk: Desk):
    late = REQUEST | {"status": "submitted_by_admin", "expiration_period": "2024-01-01"}
    assert desk.bring("quote.json", json.dumps(late)).status == 0
    ran = sales(desk.db, "tasks", "run", "expire-quotes")
    assert ran.status == 0
    assert ran.out.endswith("expire-quotes: 1 done.\n")
    assert desk.show("7")["status"] == "expired"


def test_what_can_t_be_read(desk: Desk):
    assert desk.do("quote.create", "kim@peak.example").status == 0
    for settings, status in (
        (("files=nowhere.pdf",), 2),
        (("items=@nowhere.csv",), 2),
        (("items=[{",), 2),
        (("negotiated={",), 2),
    ):
        name = "quote.attach" if settings[0].startswith("files") else "quote.edit"
        assert desk.do(name, "1", *settings).status == status
    big = desk.file("big.pdf", b"%PDF-" + b"x" * 3_000_000)
    refused = desk.do("quote.attach", "1", f"files={big}")
    assert (refused.status, "a file may have 2 MB at most" in refused.err) == (1, True)
    fake = desk.file("fake.pdf", b"MZ\x90\x00")
    assert "is no pdf file" in desk.do("quote.attach", "1", f"files={fake}").err


def test_files_come_out_as_they_went_in(desk: Desk):
    assert desk.do("quote.create", "kim@peak.example").status == 0
    content = b"%PDF-1.7\x00\xff offer"
    assert desk.do("quote.attach", "1", f"files={desk.file('offer.pdf', content)}").status == 0
    assert sales(desk.db, "attachments", "1").out == "offer.pdf  16 bytes  application/pdf\n"
    folder = desk.folder / "out"
    assert sales(desk.db, "attachments", "1", "-o", str(folder)).status == 2
    folder.mkdir()
    assert sales(desk.db, "attachments", "1", "-o", str(folder)).status == 0
    assert (folder / "offer.pdf").read_bytes() == content
    again = sales(desk.db, "attachments", "1", "-o", str(folder))
    assert (again.status, "was left as it is" in again.err) == (1, True)
    assert sales(desk.db, "attachments", "2").status == 1
