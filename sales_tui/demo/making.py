"""Makes batches of rows, here or in worker processes, which load nothing of the database."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection

from sales_tui.demo.generator import generate
from sales_tui.demo.rows import batch_of
from sales_tui.store.seed_rows import RowBatch

Making = Callable[[int, int], RowBatch]
"""Makes the rows of so many orders from a number on."""


def make(seed: int, now: datetime, total: int, first: int, count: int) -> RowBatch:
    """The rows of the orders from `first` on of a shop that has `total`."""
    return batch_of(generate(seed, first, count, now, total))


def elsewhere(stack: ExitStack, making: Making, starts: list[tuple[int, int]], workers: int) -> Iterator[RowBatch]:
    """The batches in order, made by other processes in turns; each is at most one batch ahead."""
    context = get_context("spawn")
    ends = []
    for turn in range(workers):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(there, making, starts[turn::workers]), daemon=True)
        process.start()
        there.close()
        stack.callback(process.join)
        stack.callback(process.terminate)
        stack.callback(here.close)
        ends.append(here)
    for turn in range(len(starts)):
        made = ends[turn % workers].recv()
        if isinstance(made, Exception):
            raise made
        yield made


def work(there: Connection, making: Making, starts: list[tuple[int, int]]) -> None:
    """A worker process: makes batches until all are made, or until nobody is there to take them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the business of the process that inserts
    try:
        with uncollected():
            for start in starts:
                there.send(making(*start))
    except BrokenPipeError:
        return
    except Exception as error:
        there.send(error)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cycle collector: nothing here has cycles, and looking for them takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
