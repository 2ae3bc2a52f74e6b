"""Marks as a set of their own, and what the grid has to do with them: signs, ranges, all of a frozen set."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.core.marks import FEW, Marks
from sales_tui.tui.grid.order import RecordOrder
from tests.tui.grid_robot import COLUMNS, MILLION, Source, desk, lines, numbers, running, settled, until

# --- the set

IDS = st.integers(0, 300)
MANY = st.lists(IDS, max_size=40) | st.integers(0, 3 * FEW).map(lambda n: list(range(7, 7 + n)))
CHANGES = st.lists(
    st.tuples(st.sampled_from(("add", "discard", "toggle")), IDS)
    | st.tuples(st.sampled_from(("update", "discard_all", "invert_within")), MANY),
    max_size=12,
)


def changed(ids: set[int], change: str, what: int | Sequence[int]) -> set[int]:
    some = {what} if isinstance(what, int) else set(what)
    if change in ("add", "update"):
        return ids | some
    return ids - some if change.startswith("discard") else ids ^ some


@given(MANY, CHANGES, MANY, st.sampled_from("qI"))
def test_marks_are_a_set(
    start: list[int], changes: list[tuple[str, int | list[int]]], asked: list[int], kind: str
) -> None:
    marks, expected = Marks(start), set(start)
    for change, what in changes:
        before = list(marks)
        copy = marks.copy()
        getattr(marks, change)(what if isinstance(what, int) else array(kind, what))
        expected = changed(expected, change, what)
        assert list(marks) == sorted(expected)
        assert len(marks) == len(expected)
        assert bool(marks) == bool(expected)
        assert list(copy) == before
    assert marks.count_in(asked) == len(expected.intersection(asked))
    assert [n for n in range(310) if n in marks] == [n for n in range(310) if n in expected]


def test_toggle_says_what_it_did_and_clear_leaves_nothing() -> None:
    marks = Marks()
    assert marks.toggle(5)
    assert 5 in marks
    assert not marks.toggle(5)
    marks.update([1, 2, 3])
    marks.clear()
    assert (len(marks), list(marks), 2 in marks) == (0, [], False)


def test_what_is_no_record_is_no_mark() -> None:
    marks = Marks([0, 7])
    assert -1 not in marks
    assert "7" not in marks
    marks.discard(-1)
    with pytest.raises(ValueError, match="-3"):
        marks.add(-3)
    with pytest.raises(ValueError, match="-1"):
        marks.update(array("q", [*range(2 * FEW), -1]))
    assert list(marks) == [0, 7]


def test_a_million_marks_are_small() -> None:
    marks = Marks(range(1, MILLION + 1))
    assert len(marks) == MILLION
    assert len(marks._bits) == 125_001
    assert marks.count_in(array("I", range(500_001, 1_500_001))) == 500_000
    marks.invert_within(range(1, MILLION))
    assert list(marks) == [MILLION]


# --- the order of a million


def test_an_order_takes_four_bytes_a_record_where_it_can() -> None:
    small = array("I", [3, 1, 2])
    assert RecordOrder(small)._ids is small
    assert RecordOrder(array("q", [3, 1, 2]))._ids.typecode == "I"
    large = RecordOrder(array("q", [3, 2**32, 2]))
    assert [large.id_at(row) for row in range(3)] == [3, 2**32, 2]
    assert large.index_of(2**32) == 1


def test_a_record_with_a_large_id_can_be_put_in_among_small_ones() -> None:
    order = RecordOrder([3, 1, 2])
    assert order.index_of(2**40) is None
    order.insert(1, 2**40)
    assert [order.id_at(row) for row in range(4)] == [3, 2**40, 1, 2]


@given(st.lists(st.sampled_from([1, 255, 256, 257, 65536, 65793, 16777216, 2**32 - 1]), unique=True), st.integers(0, 9))
def test_records_are_found_whatever_bytes_their_ids_have(ids: list[int], near: int) -> None:
    order = RecordOrder(ids)
    for wanted in (1, 255, 256, 257, 65536, 65793, 16777216, 2**32 - 1, 2**33, -1):
        assert order.index_of(wanted, near) == (ids.index(wanted) if wanted in ids else None)


# --- in the grid


async def test_marks_are_shown_and_only_lines_that_changed_are_painted() -> None:
    async with running(Source(range(1, 1001))) as pilot:
        grid, marks = desk(pilot).grid, Marks()
        grid.show_marks(marks)
        await pilot.pause()
        before = dict(grid._painted)
        marks.toggle(3)
        grid.show_marks(marks)
        grid.step(1)
        await pilot.pause()
        assert [at for at, line in enumerate(lines(pilot)) if "✓" in line] == [3]
        assert [y for y, strip in grid._painted.items() if strip is not before[y]] == [1, 2, 3]
        marks.clear()
        grid.show_marks(marks)
        await pilot.pause()
        assert not any("✓" in line for line in lines(pilot))


async def test_marks_can_be_shown_before_there_is_a_screen() -> None:
    async with running(None) as pilot:
        grid = desk(pilot).grid
        grid.show_marks(Marks([2]))
        grid.show(Source(range(10)), COLUMNS)
        await settled(pilot)
        assert "✓" in lines(pilot)[3]


async def test_the_records_between_two() -> None:
    async with running(Source([9, 4, 7, 1, 8])) as pilot:
        grid = desk(pilot).grid
        assert list(grid.ids_between(4, 1)) == [4, 7, 1]
        assert list(grid.ids_between(1, 4)) == [4, 7, 1]
        assert list(grid.ids_between(8, 8)) == [8]
        assert list(grid.ids_between(9, 8)) == [9, 4, 7, 1, 8]
        for pair in ((None, 4), (4, None), (None, None), (4, 5), (5, 4)):
            assert list(grid.ids_between(*pair)) == []


async def test_all_records_are_a_copy_that_stays() -> None:
    source = Source(range(MILLION, 0, -1))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        frozen = grid.all_ids()
        source.ids = array("q", [2, 1])
        grid.reload()
        await until(pilot, lambda: grid.position[1] == 2)
        assert (len(frozen), frozen[0], frozen[-1]) == (MILLION, MILLION, 1)
        assert list(grid.all_ids()) == [2, 1]
        frozen[0] = 77
        assert list(grid.all_ids()) == [2, 1]


async def test_no_record_belongs_to_a_question_without_an_answer() -> None:
    async with running(Source(range(100))) as pilot:
        grid, other = desk(pilot).grid, Source(range(50))
        other.close("head")
        grid.show(other, COLUMNS)
        assert list(grid.all_ids()) == []
        assert list(grid.ids_between(3, 5)) == []
        assert not grid.is_complete
        other.open()


async def test_a_record_that_only_keeps_its_place_isnt_among_all() -> None:
    source = Source(range(10))
    async with running(source) as pilot:
        grid = desk(pilot).grid
        await pilot.press("down", "down")
        grid.mark_done(2, "shipped 10:42")
        source.ids = array("q", [0, 1, 3, 4])
        grid.reload()
        await until(pilot, lambda: numbers(pilot)[:6] == [0, 1, 2, 3, 4, None])
        assert list(grid.all_ids()) == [0, 1, 3, 4]
        await pilot.press("down")
        await until(pilot, lambda: numbers(pilot)[:5] == [0, 1, 3, 4, None])
        assert list(grid.all_ids()) == [0, 1, 3, 4]
