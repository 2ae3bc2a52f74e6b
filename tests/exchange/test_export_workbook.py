"""Workbooks, read back: numbers are numbers, dates are dates in the shop's zone, texts are nothing but texts."""

from __future__ import annotations

import pytest

from sales_tui.exchange.export import Sheet, workbook
from tests.exchange.sheets import (
    BASE,
    BERLIN,
    MOMENT,
    NAME,
    NUMBER,
    PIECES,
    STATE,
    STATUS,
    STORE,
    TOTAL,
    exported,
    micros,
    pages,
    rows,
    sheet,
)

DATE = "yyyy-mm-dd hh:mm:ss"


def test_cells_have_their_kinds():
    given = rows(
        ("000000007", 125_000, 125_000, 25_000, 3, "holded", "Main\nHearth\nUS"),
        ("000000008", None, -50, 20_000, None, None, ""),
        order="JPY",
        base="KWD",
    )
    (page,) = pages(exported("xlsx", sheet(NUMBER, TOTAL, BASE, PIECES, STATE, STATUS, STORE, labels=True), given))
    assert page.name == "Orders"
    assert page.values()[0] == ["Order", "Total", "Base", "Pieces", "State", "Status", "Purchase point"]
    assert {kind for kind, _, _ in list(page.cells.values())[:7]} == {"inlineStr"}
    assert {place: cell for place, cell in page.cells.items() if place[1] != "1"} == {
        "A2": ("inlineStr", "000000007", "General"),
        "B2": ("n", "12.5", "#,##0.0"),
        "C2": ("n", "12.5", "#,##0.000"),
        "D2": ("n", "2.5", "#,##0.0"),
        "E2": ("n", "3", "0"),
        "F2": ("inlineStr", "On Hold", "General"),
        "G2": ("inlineStr", "Hearth/US", "General"),
        "A3": ("inlineStr", "000000008", "General"),
        "C3": ("n", "-0.005", "#,##0.000"),
        "D3": ("n", "2", "#,##0"),
    }


def test_dates_are_those_of_the_shop_across_the_end_of_summer():
    moments = ["2026-10-24 22:30", "2026-10-25 00:30", "2026-10-25 01:30", "2026-10-25 02:30"]
    (page,) = pages(exported("xlsx", sheet(MOMENT), rows(*((micros(moment),) for moment in moments))))
    assert page.cells["A1"] == ("inlineStr", "created_at (Europe/Berlin)", "bold")
    # 46320 is 2026-10-25; the hour from two to three comes twice.
    assert [float(text) for _, text, _ in list(page.cells.values())[1:]] == pytest.approx(
        [46320 + hours / 24 for hours in (0.5, 2.5, 2.5, 3.5)], abs=1e-9
    )
    assert {pattern for _, _, pattern in list(page.cells.values())[1:]} == {DATE}


def test_dates_before_their_calendar_are_texts():
    (page,) = pages(exported("xlsx", sheet(MOMENT, zone="UTC"), rows((micros("1899-12-31 10:00"),))))
    assert page.cells["A2"] == ("inlineStr", "1899-12-31 10:00:00", "General")


def test_amounts_have_no_noise():
    cents = [7, 56, 69, 81, 910, 100, 0, 99_999_999]
    (page,) = pages(exported("xlsx", sheet(TOTAL), rows(*((one * 100,) for one in cents))))
    assert [text for _, text, _ in list(page.cells.values())[1:]] == [
        "0.07", "0.56", "0.69", "0.81", "9.1", "1", "0", "999999.99",
    ]  # fmt: skip


def test_no_digit_is_lost():
    amounts = [999_999_999_999_999, 10**15, -(10**15) - 1, 9 * 10**18]
    (page,) = pages(exported("xlsx", sheet(TOTAL, STATE), rows(*((amount, amount) for amount in amounts))))
    assert page.values()[1:] == [
        ["99999999999.9999", "999999999999999"],
        ["100000000000.00", "1000000000000000"],
        ["-100000000000.0001", "-1000000000000001"],
        ["900000000000000.00", "9000000000000000000"],
    ]
    assert [page.cells[f"{letter}{row}"][0] for row in (2, 3) for letter in "AB"] == [
        "n",
        "n",
        "inlineStr",
        "inlineStr",
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "{=1+1}", "+1", "http://example.com", "mailto:ana@example.com", "internal:A1", "1", "007",
     "<r><t>x</t></r>", "<b>&amp;\"'", "  two  blanks ", "line\nline", "Zoë 名前 🎁", "_x0041_"],
)  # fmt: skip
def test_a_text_is_nothing_but_a_text(text: str):
    (page,) = pages(exported("xlsx", sheet(NAME), rows((text,))))
    assert page.cells["A2"][0] == "inlineStr"
    assert page.cells["A2"][1].rstrip(" ") == text.rstrip(" ")
    assert "<f>" not in page.xml
    assert "hyperlink" not in page.xml


def test_what_xml_cannot_hold_is_replaced():
    (page,) = pages(exported("xlsx", sheet(NAME, NUMBER), rows(("a\x00b\x1bc\ufffed", "\ud800x\t"))))
    assert page.values()[1:] == [["a\ufffdb\ufffdc\ufffdd", "\ufffdx\t"]]


@pytest.mark.parametrize(
    "text,kept",
    [
        ("x" * 32_767, "x" * 32_767),
        ("x" * 32_768, "x" * 32_766 + "…"),
        ("🎁" * 16_383, "🎁" * 16_383),
        ("🎁" * 16_384, "🎁" * 16_383 + "…"),
        ("x" + "🎁" * 16_384, "x" + "🎁" * 16_382 + "…"),
    ],
)
def test_long_texts_are_cut(text: str, kept: str):
    (page,) = pages(exported("xlsx", sheet(NAME), rows((text,))))
    assert page.cells["A2"][1] == kept


def test_headings_are_bold_frozen_and_filter():
    (page,) = pages(exported("xlsx", sheet(NUMBER, NAME, labels=True), rows(("1", "Ana"), ("2", "Ben"))))
    assert [page.cells[place] for place in ("A1", "B1")] == [
        ("inlineStr", "Order", "bold"), ("inlineStr", "Bill-to", "bold"),
    ]  # fmt: skip
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in page.xml
    assert '<autoFilter ref="A1:B3"/>' in page.xml
    assert '<col min="1" max="1" width="11.7109375" customWidth="1"/>' in page.xml
    assert '<col min="2" max="2" width="24.7109375" customWidth="1"/>' in page.xml


def test_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "SHEET_ROWS", 3)
    found = pages(exported("xlsx", sheet(NUMBER), rows(*((str(number),) for number in range(7)))))
    assert [(page.name, page.values()) for page in found] == [
        ("Orders", [["increment_id"], ["0"], ["1"], ["2"]]),
        ("Orders 2", [["increment_id"], ["3"], ["4"], ["5"]]),
        ("Orders 3", [["increment_id"], ["6"]]),
    ]
    assert ['<autoFilter ref="A1:A4"/>' in page.xml for page in found] == [True, True, False]
    whole = pages(exported("xlsx", sheet(NUMBER), rows(*((str(number),) for number in range(6)))))
    assert [page.name for page in whole] == ["Orders", "Orders 2"]


def test_no_rows():
    (page,) = pages(exported("xlsx", sheet(NUMBER), []))
    assert page.values() == [["increment_id"]]


@pytest.mark.parametrize(
    "title,name",
    [("To ship / [today]: *?", "To ship    today"), ("x" * 40, "x" * 31), ("''", "Sheet"), ("Zoë\x00", "Zoë\ufffd")],
)
def test_any_title_names_a_sheet(title: str, name: str):
    wanted = Sheet(title, (NUMBER,), sheet().zone, BERLIN)
    assert pages(exported("xlsx", wanted, []))[0].name == name
