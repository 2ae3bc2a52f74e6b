"""Jobs on both databases: frozen lists, outcomes with the effects, taken up again without doing anything twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select

from sales_tui.store import jobs
from sales_tui.store.actor import Actor
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading
from sales_tui.store.holder import myself
from sales_tui.store.job_foresight import foresee
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan
from sales_tui.store.job_run import JobRun
from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.requests import Request
from sales_tui.store.runner import Runner
from sales_tui.store.undoing import deeds_of_jobs, deeds_of_outcomes
from tests.store.orders import NOW, add_order, new_database, new_runner

ADA = Actor("ada", "", "desk-1")
BOTH = Doing("order.invoice", {"ship": True})


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    yield engine
    engine.dispose()


def plan_for(numbers: list[str], *steps: Doing) -> Plan:
    return Plan("Invoice + ship", steps or (BOTH,), Aims(Aim(number, at) for at, number in enumerate(numbers, 1)))


def made(engine: Engine, plan: Plan) -> int:
    return jobs.make(engine, plan, ADA, NOW, myself())


def outcomes(engine: Engine, job_id: int) -> list[tuple[str, str | None]]:
    records = jobs.RECORDS.c
    query = select(records.outcome, records.code).where(records.job_id == job_id).order_by(records.position)
    with reading(engine) as connection:
        return [(outcome, code) for outcome, code in connection.execute(query)]


def facts(engine: Engine, job_id: int) -> jobs.JobFacts:
    found = jobs.read(engine, job_id)
    assert found is not None
    return found


def test_a_job_is_done_and_each_record_has_its_outcome(engine: Engine):
    numbers = [add_order(engine) for _ in range(40)]
    new_runner(engine).run([Request("order.hold", numbers[3])])
    job = made(engine, plan_for([*numbers, "000000999"]))
    ended = [one for batch in JobRun(new_runner(engine), job).stream() for one in batch]
    assert [one.position for one in ended] == [*range(41)]
    assert [one.record_id for one in ended] == [*range(1, 42)]
    written = outcomes(engine, job)
    assert written == [(one.outcome.outcome, one.outcome.code) for one in ended]
    assert written[3] == ("refused", "order.held")
    assert written[40] == ("refused", "order.unknown")
    found = facts(engine, job)
    assert (found.state, found.total, found.done, found.refused, found.left) == ("done", 41, 39, 2, 0)
    assert found.ended_at == NOW
    assert jobs.unfinished(engine) == []
    assert list(check_database(engine)) == []


def test_a_job_taken_up_again_does_what_is_left_and_nothing_twice(engine: Engine):
    numbers = [add_order(engine) for _ in range(40)]
    job = made(engine, plan_for(numbers))
    first = JobRun(new_runner(engine), job)
    assert first.begin()
    done = first.next()
    assert 0 < len(done) < 40
    rest = [one for batch in JobRun(new_runner(engine), job).stream() for one in batch]
    assert [one.position for one in [*done, *rest]] == [*range(40)]
    assert facts(engine, job).done == 40
    assert not JobRun(new_runner(engine), job).begin()
    assert list(check_database(engine)) == []


def test_two_processes_with_the_same_job_do_each_record_once(engine: Engine):
    numbers = [add_order(engine) for _ in range(20)]
    job = made(engine, plan_for(numbers))
    first, second = JobRun(new_runner(engine), job), JobRun(new_runner(engine), job)
    assert first.begin()
    assert second.begin()
    rows = first._waiting()
    mine, theirs = first._do(rows), second._do(rows)
    assert [one.outcome.created for one in mine] == [one.outcome.created for one in theirs]
    assert facts(engine, job).done == len(rows) == len(mine)
    assert [*second.stream()][-1][-1].position == 19
    assert facts(engine, job).done == 20


def test_what_it_did_is_found_again_however_its_numbers_were_typed(engine: Engine):
    numbers = [add_order(engine) for _ in range(3)]
    job_id = made(engine, plan_for([number.lstrip("0") for number in numbers], Doing("order.hold")))
    assert sum(len(batch) for batch in JobRun(new_runner(engine), job_id).stream()) == 3
    with reading(engine) as connection:
        keys = connection.scalars(select(jobs.RECORDS.c.id).order_by(jobs.RECORDS.c.position)).all()
    assert [deed.target for deed in deeds_of_outcomes(engine, keys[:2])] == [numbers[1], numbers[0]]
    assert [deed.target for deed in deeds_of_jobs(engine, [job_id])] == numbers[::-1]


def test_a_stopped_job_stays_where_it_is_until_it_is_taken_up(engine: Engine):
    numbers = [add_order(engine) for _ in range(40)]
    job = made(engine, plan_for(numbers))
    run = JobRun(new_runner(engine), job)
    batches = run.stream()
    count = len(next(batches))
    assert jobs.stop(engine, job, NOW)
    assert [*batches] == []
    found = facts(engine, job)
    assert (found.state, found.done, found.left) == ("stopped", count, 40 - count)
    assert not found.is_interrupted(NOW)
    assert len([one for batch in JobRun(new_runner(engine), job).stream() for one in batch]) == 40 - count
    assert facts(engine, job).state == "done"


def test_what_is_left_can_be_given_up(engine: Engine):
    job = made(engine, plan_for([add_order(engine) for _ in range(3)]))
    assert jobs.give_up(engine, job, NOW) == 3
    found = facts(engine, job)
    assert (found.state, found.skipped, found.left) == ("done", 3, 0)
    assert outcomes(engine, job) == [("skipped", None)] * 3


def test_those_that_were_refused_are_tried_again(engine: Engine):
    numbers = [add_order(engine) for _ in range(3)]
    new_runner(engine).run([Request("order.hold", numbers[1])])
    job = made(engine, plan_for(numbers))
    [*_] = JobRun(new_runner(engine), job).stream()
    new_runner(engine).run([Request("order.unhold", numbers[1])])
    plan = jobs.again(engine, facts(engine, job))
    assert [(aim.number, aim.record_id) for aim in plan.aims] == [(numbers[1], 2)]
    again = made(engine, plan)
    ((ended,),) = JobRun(new_runner(engine), again).stream()
    assert ended.outcome.ok
    assert facts(engine, job).refused == 1


def test_several_steps_end_with_the_first_that_is_not_possible(engine: Engine):
    numbers = [add_order(engine) for _ in range(3)]
    new_runner(engine).run([Request("order.invoice", numbers[1])])
    steps = (Doing("order.invoice"), Doing("order.ship"), Doing("order.comment", {"comment": "packed"}))
    plan = plan_for(numbers, *steps)
    foreseen = [one for batch in foresee(new_runner(engine), plan) for one in batch]
    assert [len(one.outcomes) for one in foreseen] == [3, 1, 3]
    assert [one.outcome.ok for one in foreseen] == [True, False, True]
    job = made(engine, plan)
    ended = [one for batch in JobRun(new_runner(engine), job).stream() for one in batch]
    assert [one.outcome.outcome for one in ended] == ["ok", "refused", "ok"]
    assert ended[0].outcome.created == {"invoices": ["000000002"], "shipments": ["000000001"]}
    assert ended[1].outcome.message.startswith("Step 1 of 3, Invoice: ")
    assert list(check_database(engine)) == []


def test_who_changed_a_record_since_it_was_looked_at_is_named(engine: Engine):
    numbers = [add_order(engine) for _ in range(2)]
    plan = plan_for(numbers)
    seen = [one for batch in foresee(new_runner(engine), plan) for one in batch]
    new_runner(engine).run([Request("order.comment", numbers[0], {"comment": "call her"})])
    aims = Aims(Aim(aim.number, version=one.version) for aim, one in zip(plan.aims, seen, strict=True))
    job = made(engine, Plan("Invoice", (Doing("order.invoice"),), aims))
    ended = [one.outcome for batch in JobRun(new_runner(engine), job).stream() for one in batch]
    assert [(one.outcome, one.code) for one in ended] == [("refused", "order.changed"), ("ok", None)]
    assert "by ada at 10:42" in ended[0].message


def test_a_job_that_changes_an_order_twice_is_not_in_its_own_way(engine: Engine):
    number = add_order(engine)
    runner = new_runner(engine)
    runner.run([Request("order.invoice", number, {"items": [{"sku": "SKU-0", "qty": 1}]}) for _ in range(2)])
    plan = Plan("Comment", (Doing("invoice.comment", {"comment": "sent"}),), Aims([Aim("1"), Aim("2")]))
    seen = [one for batch in foresee(new_runner(engine), plan) for one in batch]
    aims = Aims(Aim(aim.number, version=one.version) for aim, one in zip(plan.aims, seen, strict=True))
    job = made(engine, Plan(plan.title, plan.steps, aims))
    assert [one.outcome.outcome for batch in JobRun(runner, job).stream() for one in batch] == ["ok", "ok"]


def test_whose_process_is_gone_is_interrupted(engine: Engine):
    number = add_order(engine)
    dead = jobs.make(engine, plan_for([number]), ADA, NOW, myself().rpartition("/")[0] + "/1")
    far = jobs.make(engine, plan_for([number]), ADA, NOW, "elsewhere/12/345")
    mine = made(engine, plan_for([number]))
    assert facts(engine, dead).is_interrupted(NOW)
    assert not facts(engine, far).is_interrupted(NOW + timedelta(minutes=1))
    assert facts(engine, far).is_interrupted(NOW + timedelta(minutes=3))
    assert not facts(engine, mine).is_interrupted(NOW + timedelta(days=1))
    assert [one.id for one in jobs.unfinished(engine)] == [dead, far, mine]


def test_the_same_list_whatever_comes_in_later(engine: Engine):
    numbers = [add_order(engine) for _ in range(2)]
    job = made(engine, plan_for(numbers))
    add_order(engine)
    assert [aim.number for aim in jobs.aims_of(engine, job, ["waiting"])] == numbers
    jobs.forget(engine, job)
    assert jobs.read(engine, job) is None


def test_a_full_disk_stops_a_job_that_then_goes_on(tmp_path: Path):
    engine = new_database(f"sqlite:///{tmp_path / 'sales.db'}")
    numbers = [add_order(engine) for _ in range(300)]
    job = made(engine, plan_for(numbers))
    with reading(engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 60}")

    engine.dispose()
    event.listen(engine, "connect", limit)
    with pytest.raises(DatabaseUnusable, match="full"):
        [*JobRun(new_runner(engine), job).stream()]
    done = facts(engine, job).done
    assert 0 < done < 300
    assert list(check_database(engine)) == []
    event.remove(engine, "connect", limit)
    engine.dispose()
    assert sum(len(batch) for batch in JobRun(new_runner(engine), job).stream()) == 300 - done
    assert facts(engine, job).state == "done"
    assert list(check_database(engine)) == []
    engine.dispose()


def test_a_clock_that_goes_backwards_does_no_harm(engine: Engine):
    numbers = [add_order(engine) for _ in range(40)]
    moments = iter(NOW - timedelta(minutes=minute) for minute in range(10_000))
    runner = Runner(engine, ADA, lambda: next(moments))
    job = jobs.make(engine, plan_for(numbers), ADA, NOW + timedelta(hours=1), myself())
    assert sum(len(batch) for batch in JobRun(runner, job).stream()) == 40
    assert facts(engine, job).state == "done"
    assert list(check_database(engine)) == []


def test_two_jobs_on_some_of_the_same_records(engine: Engine):
    numbers = [add_order(engine) for _ in range(30)]
    hold, invoice = (
        Plan(name, (Doing(name),), Aims(Aim(number) for number in some))
        for name, some in (("order.hold", numbers[:20]), ("order.invoice", numbers[10:]))
    )
    first, second = (JobRun(new_runner(engine), made(engine, plan)) for plan in (hold, invoice))
    batches = [first.stream(), second.stream()]
    while batches:
        batches = [one for one in batches if next(one, None)]
    ended = dict(zip(numbers, outcomes(engine, 1) + [("", None)] * 10, strict=True))
    for number, (word, code) in zip(numbers[10:], outcomes(engine, 2), strict=True):
        assert (word, ended[number][0]) in (("ok", "ok"), ("ok", ""), ("refused", "ok")), (number, code)
    assert list(check_database(engine)) == []


def test_parameters_that_fit_some_records_only(engine: Engine):
    numbers = [add_order(engine, lines=lines) for lines in (1, 2, 1)]
    plan = plan_for(numbers, Doing("order.invoice", {"items": [{"sku": "SKU-1", "qty": 1}]}))
    foreseen = [one.outcome.code for batch in foresee(new_runner(engine), plan) for one in batch]
    job = made(engine, plan)
    [*_] = JobRun(new_runner(engine), job).stream()
    assert [code for _, code in outcomes(engine, job)] == foreseen
    assert [word for word, _ in outcomes(engine, job)] == ["refused", "ok", "refused"]


def test_a_hundred_thousand_records_are_a_small_list(engine: Engine):
    aims = Aims(Aim(f"{number:09}", number) for number in range(1, 100_001))
    assert len(aims) == 100_000
    assert aims[99_999] == Aim("000100000", 100_000)
    assert [aim.number for aim in aims[5:7]] == ["000000006", "000000007"]
    assert aims.memory < 4_000_000
    assert [aim.record_id for aim in aims.without(frozenset(range(1, 99_999)))] == [1, 100_000]


AIMS = st.builds(Aim, st.text(), st.none() | st.integers(1, 2**40), parameters=st.dictionaries(st.text(), st.text()))


@given(st.lists(AIMS))
def test_a_list_holds_what_it_was_made_of(wanted: list[Aim]):
    assert [*Aims(wanted)] == wanted
