"""The line of what is written: one thread, one after the other."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from threading import Event, get_ident

import pytest

from sales_tui.tui.writing import WritingLine


async def test_one_thread_does_all_in_order() -> None:
    line, begun, may_end = WritingLine(), Event(), Event()
    done: list[int] = []
    threads: set[int] = set()

    def work(place: int) -> int:
        begun.set()
        assert may_end.wait(60)
        done.append(place)
        threads.add(get_ident())
        return place

    futures: list[Future[int]] = [line.add(lambda place=place: work(place)) for place in range(20)]  # type: ignore[misc]
    assert await asyncio.to_thread(begun.wait, 60)
    assert futures[7].cancel()
    assert not futures[0].cancel()
    may_end.set()
    kept = [future for future in futures if not future.cancelled()]
    results = [await asyncio.wrap_future(future) for future in kept]
    assert results == done == [place for place in range(20) if place != 7]
    assert len(threads) == 1


async def test_what_fails_doesnt_stop_the_line() -> None:
    line = WritingLine()

    def fails() -> None:
        raise ValueError("no")

    failed, other = line.add(fails), line.add(lambda: 7)
    with pytest.raises(ValueError, match="no"):
        await asyncio.wrap_future(failed)
    assert await asyncio.wrap_future(other) == 7
    assert await asyncio.wrap_future(line.add(lambda: 8)) == 8
