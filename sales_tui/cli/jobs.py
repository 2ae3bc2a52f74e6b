"""`jobs`: what was done to many records at once; what was cut short is taken up again."""

from __future__ import annotations

import json as json_
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sales_tui.cli.exits import DONE, SOME_REFUSED, leave, say, session
from sales_tui.core.text import literal
from sales_tui.runtime import Runtime, now
from sales_tui.settings import Settings
from sales_tui.workspaces.job_words import STATES, progress

if TYPE_CHECKING:
    from sales_tui.store.jobs import JobFacts

jobs = typer.Typer(
    help="What was done to many records at once: list, tell, go on, try again.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

LATELY = 20
"""Jobs that are listed, the newest first, beside those that aren't through."""

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Job = Annotated[int, typer.Argument(help="Number of the job.", min=1)]


@jobs.callback()
def list_(context: typer.Context, json: AsJson = False) -> None:
    """Those that aren't through, and the newest others."""
    if context.invoked_subcommand is None:
        with session(_settings(context), writes=False) as runtime:
            list_jobs(runtime, as_json=json)


@jobs.command()
def show(context: typer.Context, number: Job, json: AsJson = False) -> None:
    """One job: its steps, how far it is, and why records weren't done."""
    from sales_tui.cli.showing import show_record

    with session(_settings(context), writes=False) as runtime:
        show_record(runtime, "jobs", str(number), as_json=json)
        if not json:
            print(f"\nsales-tui list outcomes --filter job:{number} tells what became of each record.")


@jobs.command()
def resume(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(help="Number of the job; without it all that were cut short.")] = None,
    json: AsJson = False,
) -> None:
    """Go on where a job was stopped or cut short: nothing is done twice."""
    with session(_settings(context), writes=True) as runtime:
        leave(resume_jobs(runtime, number, as_json=json))


@jobs.command()
def retry(context: typer.Context, number: Job, json: AsJson = False) -> None:
    """Try again what was refused or failed, as a new job."""
    from sales_tui.cli.carrying import carry_out_plan
    from sales_tui.store import jobs as store

    with session(_settings(context), writes=True) as runtime:
        plan = store.again(runtime.engine, _found(runtime, number))
        if not plan.aims:
            print(f"Job {number} has no record that was refused or failed.")
            leave(DONE)
        leave(carry_out_plan(runtime, plan, dry_run=False, as_json=json))


@jobs.command()
def stop(context: typer.Context, number: Job) -> None:
    """Stop a job after the records that are under way, whichever process works on it."""
    from sales_tui.store import jobs as store

    with session(_settings(context), writes=True) as runtime:
        job = _found(runtime, number)
        if not store.stop(runtime.engine, number, now()):
            leave(SOME_REFUSED, f"Job {number} is {STATES[job.state].lower()}; there is nothing to stop.")
        print(f"Job {number} stops; sales-tui jobs resume {number} goes on.")


@jobs.command("give-up")
def give_up(context: typer.Context, number: Job) -> None:
    """Leave out what still waits of a job; it is through then."""
    from sales_tui.store import jobs as store

    with session(_settings(context), writes=True) as runtime:
        _found(runtime, number)
        left = store.give_up(runtime.engine, number, now())
        print(f"Job {number} is through; {left:,} of its records were left out.")


def _settings(context: typer.Context) -> Settings:
    settings: Settings = context.obj
    return settings


def _found(runtime: Runtime, number: int) -> JobFacts:
    """The job with that number; where there is none, the command ends."""
    from sales_tui.store import jobs as store

    job = store.read(runtime.engine, number) if number < 2**63 else None
    if job is None:
        leave(SOME_REFUSED, f"There is no job {number}; sales-tui jobs lists them.")
    return job


def list_jobs(runtime: Runtime, *, as_json: bool) -> None:
    """Those that aren't through, and the newest others."""
    from sales_tui.store import jobs as store

    open_ = store.unfinished(runtime.engine)
    others = [job for job in store.recent(runtime.engine, LATELY) if job.state != store.DONE or job.ended == job.total]
    listed = {job.id: job for job in [*open_, *others]}
    found = sorted(listed.values(), key=lambda job: -job.id)
    if as_json:
        print(json_.dumps([_described(job) for job in found], ensure_ascii=False))
        return
    if not found:
        print("There are no jobs yet: do with several records makes one.")
    for job in found:
        made = f"{job.made_at:%Y-%m-%d %H:%M} UTC"
        print(f"{job.id:>6}  {made}  {literal(job.who):10}  {literal(job.title)}: {_state(job)}")
    cut_short = [job for job in open_ if job.is_interrupted(now())]
    if cut_short:
        names = ", ".join(str(job.id) for job in cut_short)
        print(f"Cut short: {names}. sales-tui jobs resume {cut_short[0].id} goes on, give-up leaves the rest out.")


def _state(job: JobFacts) -> str:
    state = "cut short" if job.is_interrupted(now()) else STATES[job.state].lower()
    return f"{state}, {progress(job.done, job.refused, job.failed, job.skipped, job.left)}"


def _described(job: JobFacts) -> dict[str, Any]:
    return {
        "job": job.id,
        "title": job.title,
        "state": job.state,
        "is_interrupted": job.is_interrupted(now()),
        **{name: getattr(job, name) for name in ("total", "done", "refused", "failed", "skipped")},
        "waiting": job.left,
        "who": job.who,
        "host": job.host,
        "origin": job.origin,
        "made_at": f"{job.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "steps": [{"do": step.action, "set": step.parameters} for step in job.steps],
    }


def resume_jobs(runtime: Runtime, number: int | None, *, as_json: bool) -> int:
    """Go on with that job, or with all that were cut short; returns the exit status."""
    from sales_tui.cli.carrying import carry_out
    from sales_tui.store import jobs as store

    if number is None:
        found = [job for job in store.unfinished(runtime.engine) if job.is_interrupted(now())]
    else:
        found = [_found(runtime, number)]
    status = DONE
    for job in found:
        if job.state == store.DONE:
            say(f"Job {job.id} is through.")
        elif job.state != store.STOPPED and not job.is_interrupted(now()):
            say(f"Job {job.id} is being worked on by {literal(job.who)}; stop it first: sales-tui jobs stop {job.id}.")
            status = SOME_REFUSED
        else:
            status = max(status, carry_out(runtime, job.id, as_json=as_json))
    if not found:
        print("No job was cut short.")
    return status
