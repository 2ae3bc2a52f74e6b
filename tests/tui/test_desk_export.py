"""Export from the grid: exactly what is shown, or marked."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.cli.robot import sales
from tests.tui.robot import Robot, at_the_desk

FORMS = ("csv", "xlsx", "json", "jsonl")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files go that are named without a folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def read(file: Path) -> list[list[str]]:
    """The rows of a file, without the labels."""
    if file.suffix == ".csv":
        return [*csv.reader(file.read_text(encoding="utf-8-sig").splitlines())][1:]
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            text = book.read("xl/worksheets/sheet1.xml").decode()
        return [re.findall(r"<t[^>]*>([^<]*)</t>", row) for row in re.findall(r"<row .*?</row>", text)[1:]]
    text = file.read_text()
    found = json.loads(text) if file.suffix == ".json" else [json.loads(line) for line in text.splitlines()]
    return [[str(value) for value in row.values()] for row in found]


def numbers(file: Path) -> list[str]:
    return [next(cell for cell in row if cell.isdigit() and len(cell) == 9) for row in read(file)]


def listed(robot: Robot, *arguments: str) -> list[str]:
    rows = sales(str(robot.database), "list", "orders", "--format", "jsonl", *arguments).lines()
    return [row["increment_id"] for row in rows]


async def test_what_is_shown_in_all_forms(seeded: Path, folder: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:complete", "enter", "o", "e", "home")
        expected = listed(robot, "--filter", "status:complete", "--sort", "-grand_total")
        for at, form in enumerate(FORMS):
            await robot.press("f", "down", "down", "down", *["right"] * at)
            robot.expect("Export", f"(•) the {len(expected)} shown", f"(•) {form.upper()}", f"orders-2026-11-23.{form}")
            await robot.press("f2")
            robot.expect(f"✓ {len(expected)} rows written to", f"orders-2026-11-23.{form}")
            assert numbers(folder / f"orders-2026-11-23.{form}") == expected
        assert sorted(one.name for one in folder.iterdir()) == sorted(f"orders-2026-11-23.{one}" for one in FORMS)


async def test_the_same_as_list_byte_by_byte(seeded: Path, folder: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:complete", "enter", "f", "down", "down", "right", "f2")
        robot.expect("rows written to")
        arguments = ("list", "orders", "--filter", "status:complete", "--format", "csv", "-o", "listed.csv")
        assert sales(str(seeded), *arguments).status == 0
        assert (folder / "listed.csv").read_bytes() == (folder / "orders-2026-11-23.csv").read_bytes()


async def test_what_is_marked_hidden_ones_last(seeded: Path, folder: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"status:pending", "enter", "space", "space", "/", "ctrl+u", *"status:complete", "enter")
        await robot.press("end", "space", "home", "space")
        pending = listed(robot, "--filter", "status:pending")[:2]
        complete = listed(robot, "--filter", "status:complete")
        await robot.press("f")
        robot.expect("(•) the 4 marked   ( ) the ")
        await robot.press("f2")
        robot.expect("4 rows written to")
        found = numbers(folder / "orders-2026-11-23.csv")
        assert found[:2] == [complete[0], complete[-1]]
        assert sorted(found[2:]) == sorted(pending)


async def test_columns_as_shown_or_all(seeded: Path, folder: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("w", "down", "down", "down", "space", "enter", "space")
        await robot.press("f", "tab", "ctrl+u", *"some.csv", "f2")
        robot.expect("1 row written to", "some.csv")
        labels = (folder / "some.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert labels.split(",")[:3] == ["Order", "Purchased (America/New_York)", "Bill-to"]
        assert "Ship-to" not in labels
        await robot.press("f", "down", "right", "tab", "ctrl+u", *"all.csv", "f2")
        assert "Coupon" in (folder / "all.csv").read_text(encoding="utf-8-sig").splitlines()[0]


async def test_leaving_writes_nothing_and_keeps_what_is_there(seeded: Path, folder: Path) -> None:
    file = folder / "orders-2026-11-23.csv"
    file.write_text("mine")
    async with at_the_desk(seeded) as robot:
        before = robot.lines
        await robot.press("f", "enter", "right", "enter", "space", "escape")
        assert robot.lines == before
        assert file.read_text() == "mine"
        assert [*folder.iterdir()] == [file]


@pytest.mark.parametrize("name", ["gone/some.csv", "/proc/some.csv", "."])
async def test_a_place_that_cannot_be_written(seeded: Path, folder: Path, name: str) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.press("f", "tab", "ctrl+u", *name, "f2")
        robot.expect("F2  write it", f"{name} ", "Rows")
        assert [*folder.iterdir()] == []
        await robot.press("ctrl+u", "f2")
        robot.expect("name a file first")
        await robot.press(*"good.csv", "f2")
        robot.expect("240 rows written to")


async def test_of_nothing_and_of_other_workspaces(seeded: Path, folder: Path) -> None:
    async with at_the_desk(seeded) as robot:
        await robot.burst("/", *"total:>99999999", "enter", "f", "f2")
        robot.expect("0 rows written to")
        await robot.burst("g", "s", "f", "f2")
        assert len(read(folder / "shipments-2026-11-23.csv")) == robot.count("shipment")


async def test_in_a_small_window_and_read_only(seeded: Path, folder: Path) -> None:
    async with at_the_desk(seeded, (80, 24), read_only=True) as robot:
        await robot.burst("/", *"status:pending", "enter", "*", "f", "f2")
        assert len(read(folder / "orders-2026-11-23.csv")) == robot.count("sales_order", "status = 'pending'")
