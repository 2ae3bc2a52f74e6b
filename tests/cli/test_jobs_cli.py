"""`jobs`, and `do` on several records: frozen lists, what became of each, going on after a cut."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from sales_tui.store import jobs
from sales_tui.store.engine import make_engine, writing
from sales_tui.store.location import locate
from tests.cli.robot import Answer, sales
from tests.store.orders import add_order, new_database

GONE = f"{socket.gethostname()}/1/1"
"""A process of this machine that is no more: number 1 began at another time."""


class Desk:
    """A database with orders, and commands on it."""

    def __init__(self, url: str, orders: int = 4) -> None:
        self.url = url
        engine = new_database(url)
        self.numbers = [add_order(engine) for _ in range(orders)]
        engine.dispose()

    def run(self, *arguments: str) -> Answer:
        return sales(self.url, *arguments)

    def json(self, *arguments: str) -> Any:
        return self.run(*arguments, "--json").json()

    def set_job(self, **values: object) -> None:
        """As another process would have left it."""
        engine = make_engine(locate(self.url))
        with writing(engine) as connection:
            connection.execute(update(jobs.JOBS).values(**values))
        engine.dispose()


@pytest.fixture
def desk(database_url: str) -> Desk:
    return Desk(database_url)


def test_several_records_are_a_job_with_an_outcome_each(desk: Desk):
    assert desk.run("jobs").out == "There are no jobs yet: do with several records makes one.\n"
    assert desk.run("do", "order.hold", desk.numbers[1]).status == 0
    assert desk.run("jobs").out.startswith("There are no jobs")
    done = desk.run("do", "order.invoice", *desk.numbers, "1", "--set", "ship=true")
    assert done.status == 1
    assert done.out.splitlines()[-1] == "3 done, 1 not. sales-tui jobs show 1 tells more."
    assert "can't be invoiced" in done.err
    (job,) = desk.json("jobs")
    assert (job["title"], job["state"], job["total"], job["done"], job["refused"]) == (
        "Invoice + ship",
        "done",
        4,
        3,
        1,
    )
    shown = desk.json("show", "jobs", "1")
    assert shown["steps"] == [{"do": "order.invoice", "set": {"ship": "true"}}]
    assert [(one["count"], one["code"]) for one in shown["reasons"]] == [(1, "order.held")]
    listed = desk.run("list", "outcomes", "--filter", "job:1 status:refused", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["target"] for line in listed] == [desk.numbers[1]]
    assert "Invoice + ship" in desk.run("jobs", "show", "1").out


def test_what_was_refused_is_tried_again_as_a_new_job(desk: Desk):
    desk.run("do", "order.hold", *desk.numbers[:2])
    refused = desk.json("do", "order.invoice", *desk.numbers)
    assert (refused["done"], refused["refused"], refused["job"]) == (2, 2, 2)
    desk.run("do", "order.unhold", *desk.numbers[:2])
    again = desk.run("jobs", "retry", "2")
    assert (again.status, again.out.splitlines()[-1]) == (0, "2 done, 0 not.")
    assert desk.run("jobs", "retry", "4").out == "Job 4 has no record that was refused or failed.\n"


def test_a_job_that_was_cut_short_is_offered_and_gone_on_with(desk: Desk):
    desk.run("do", "order.hold", *desk.numbers)
    desk.set_job(state="running", holder=GONE, beat_at=None)
    told = desk.run("jobs").out
    assert "cut short, 4 done" in told
    assert told.splitlines()[-1].startswith("Cut short: 1. sales-tui jobs resume 1 goes on")
    assert desk.run("jobs", "resume").status == 0
    assert desk.json("jobs")[0]["state"] == "done"
    assert desk.run("jobs", "resume").out == "No job was cut short.\n"
    assert desk.run("jobs", "resume", "1").err == "Job 1 is through.\n"


@pytest.mark.parametrize(
    "arguments,status,said",
    [
        (("show", "9"), 1, "There is no job 9."),
        (("resume", "9"), 1, "There is no job 9; sales-tui jobs lists them."),
        (("retry", "99999999999999999999"), 1, "There is no job 99999999999999999999"),
        (("stop", "9"), 1, "There is no job 9"),
        (("give-up", "9"), 1, "There is no job 9"),
        (("resume", "x"), 2, "should be a valid integer"),
        (("resume", "0"), 1, "There is no job 0"),
    ],
)
def test_a_job_that_is_not_there(tmp_path: Path, arguments: tuple[str, ...], status: int, said: str):
    desk = Desk(f"sqlite:///{tmp_path / 'sales.db'}", 0)
    told = desk.run("jobs", *arguments)
    assert told.status == status, told.err
    assert said in told.err
    assert "Traceback" not in told.err


def test_a_dry_run_makes_no_job(desk: Desk):
    told = desk.run("do", "order.hold", *desk.numbers, "--dry-run")
    assert told.out.splitlines()[-1] == "4 would be done, 0 not."
    assert desk.json("jobs") == []


def test_a_dry_run_says_what_the_screens_say_before_they_ask(desk: Desk):
    desk.run("do", "order.hold", *desk.numbers[:2])
    told = desk.run("do", "order.invoice", *desk.numbers, "--dry-run")
    assert [" ".join(line.split()) for line in told.out.splitlines()[-3:]] == [
        "2 would be done, 2 not.",
        "74.96 USD only recorded as paid",
        f"2 is on hold and can't be invoiced. Release it first. {desk.numbers[0]} {desk.numbers[1]}",
    ]


def test_a_filter_that_finds_nothing_does_nothing(desk: Desk):
    told = desk.run("do", "order.hold", "--filter", "total:>100000")
    assert (told.status, told.out) == (0, "0 done, 0 not.\n")
    assert desk.json("jobs") == []


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGHUP])
def test_a_command_that_is_stopped_can_be_gone_on_with(tmp_path: Path, which: signal.Signals):
    desk = Desk(f"sqlite:///{tmp_path / 'sales.db'}", 60)
    command = [sys.executable, "-m", "sales_tui", "--db", desk.url, "do", "order.invoice", *desk.numbers]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline()
    os.kill(process.pid, which)
    _, told = process.communicate(timeout=120)
    (job,) = desk.json("jobs")
    assert job["done"] >= 16
    if job["state"] != "done":
        assert which is signal.SIGHUP or "sales-tui jobs resume 1 goes on where it is" in told
        assert job["is_interrupted"]
        assert desk.run("jobs", "resume", "1").status == 0
    assert desk.json("jobs")[0]["done"] == 60
    assert desk.run("db", "check").status == 0


def test_a_job_is_stopped_and_given_up_from_outside(desk: Desk):
    desk.run("do", "order.hold", *desk.numbers)
    assert "there is nothing to stop" in desk.run("jobs", "stop", "1").err
    desk.set_job(state="running", holder=GONE, done=2)
    assert desk.run("jobs", "stop", "1").out == "Job 1 stops; sales-tui jobs resume 1 goes on.\n"
    assert desk.run("jobs", "give-up", "1").out == "Job 1 is through; 0 of its records were left out.\n"
    assert desk.json("jobs")[0]["state"] == "done"
