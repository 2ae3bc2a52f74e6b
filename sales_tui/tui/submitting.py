"""From the form to the database: each action once, behind each other; a form can be left while it lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.acting import fault
from sales_tui.tui.messages import Tone
from sales_tui.tui.screens.desk import DeskScreen
from sales_tui.tui.screens.quitting import QuitScreen
from sales_tui.tui.writing import WritingLine
from sales_tui.workspaces import PLACES

if TYPE_CHECKING:
    from textual.screen import Screen

    from sales_tui.store.requests import Outcome
    from sales_tui.tui.acting import Job
    from sales_tui.tui.app import SalesApp
    from sales_tui.tui.gate import Release

    Writing = asyncio.Future[Outcome]

PATIENCE = 0.5
"""Seconds after which a form says that it can be left."""

LOOK_AGAIN = 0.1
"""Seconds between two looks whether the screen that is waited for is in front."""

HINTS = {"order.changed": " Leave with escape and open it again to see it as it is now."}
"""What helps where the rules alone can't know it."""

TONES = {"ok": Tone.DONE, "refused": Tone.REFUSED, "failed": Tone.FAULT}

NO_ANSWER = "payment.in_doubt"


class Form(Protocol):
    """What a form can be told."""

    def show_refusal(self, sentence: str) -> None:
        """Say why it wasn't done; what was typed stays."""

    def show_waiting(self, ahead: int) -> None:
        """Say that it lasts, and can be left; `ahead` others are done before it."""

    def leave_running(self) -> None:
        """Close it; what it began goes on."""

    def dismiss(self, result: None = None) -> object:
        """Close it."""


class Submitting:
    """Carries out what forms submit, in one line behind each other, and says what became of it."""

    def __init__(self, app: SalesApp) -> None:
        self._app = app
        self.line = WritingLine()
        self._forms: set[object] = set()
        self._open: list[Writing] = []
        """What isn't over, in the order in which it is done."""
        self._untold: list[tuple[Tone, str]] = []
        """Outcomes of what was left, until a screen that shows messages is in front."""

    @property
    def open(self) -> int:
        """How many actions are being carried out, or wait until it is their turn."""
        return len(self._open)

    def submit(self, form: Screen[None], job: Job, values: Mapping[str, Any]) -> None:
        """Do it, once: while it is being written, another F2 does nothing, and keys wait for what comes after."""
        if form in self._forms:
            return
        self._forms.add(form)
        writing = asyncio.wrap_future(self.line.add(partial(self._write, job, values)))
        self._open.append(writing)
        writing.add_done_callback(self._open.remove)
        writing.add_done_callback(partial(self._heard, job, values))
        release = self._app.gate.close()
        self._app.run_worker(self._app.acting.guarded(self._follow(form, job, writing, release), release))

    def give_up(self) -> None:
        """The program ends: what hasn't begun isn't done; what a payment system is being asked is written down."""
        for writing in [*self._open]:
            writing.cancel()

    def _heard(self, job: Job, values: Mapping[str, Any], writing: Writing) -> None:
        """What was done can be repeated."""
        if not writing.cancelled() and writing.exception() is None and writing.result().ok:
            self._app.acting.again.done(job, values)

    def _write(self, job: Job, values: Mapping[str, Any]) -> Outcome:
        """In the one writing thread."""
        from sales_tui.store.requests import Request

        target = job.opened.target
        request = Request(job.verb.action.name, target.number, values, expected_version=target.root.version)
        return self._app.runtime.runner.run([request])[0]

    # --- while it is being written

    async def _follow(self, form: Any, job: Job, writing: Writing, release: Release) -> None:
        """Until it is over, or its form is left."""
        try:
            await asyncio.wait({writing}, timeout=PATIENCE)
            is_left = not writing.done() and await self._is_left(form, writing)
            if is_left:
                release()
            await self._in_front(form)
            if is_left:
                form.leave_running()
                writing.add_done_callback(partial(self._ended, job))
            else:
                self._end(form, job, writing)
        finally:
            self._forms.discard(form)

    async def _is_left(self, form: Form, writing: Writing) -> bool:
        """Say that it lasts; True where escape comes before the end."""
        left: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        release = self._app.gate.close(partial(left.set_result, None))
        try:
            while not (left.done() or writing.done()):
                ahead = self._open[: self._open.index(writing)]
                form.show_waiting(len(ahead))
                over: set[asyncio.Future[Any]] = {writing, left, *ahead}
                await asyncio.wait(over, return_when=asyncio.FIRST_COMPLETED)
        finally:
            release()
        return left.done()

    async def _in_front(self, form: Screen[None]) -> None:
        """Something covers the form, such as a window that is too small: wait until that is over."""
        while form.is_attached and self._app.screen is not form:
            await asyncio.sleep(LOOK_AGAIN)

    # --- its end, in the form

    def _end(self, form: Form, job: Job, writing: Writing) -> None:
        result = _result(writing)
        if isinstance(result, str):
            self._keep(form, result)
        elif result.ok:
            form.dismiss(None)
            self._app.say(result.message, Tone.DONE)
            self._show(job, job.verb.action.past)
            self._app.acting.quotes.show_made(job.verb, result)
        else:
            self._keep(form, result.message + HINTS.get(result.code or "", ""))

    def _keep(self, form: Form, message: str) -> None:
        """Not done: the form stays as it is and says why. Keys typed ahead were meant for what comes after it."""
        self._app.gate.forget()
        self._app.bell()
        form.show_refusal(message)

    def _show(self, job: Job, words: str) -> None:
        """In the record's row, in whatever workspace it is; wherever else it is on the screen, it is read again."""
        from sales_tui.tui.grid.view import RecordGrid

        at = self._app.clock().astimezone(self._app.zone_shop.zone)
        words = f"{words} {at:%H:%M}"
        for place in self._app.workspaces.values():
            if place.kind == job.kind and job.key is not None and place is not self._app.navigation.base:
                for grid in place.query(RecordGrid):
                    grid.mark_done(job.key, words)
        self._app.navigation.changed(job.kind, job.key, words)

    # --- its end, wherever the person went

    def _ended(self, job: Job, writing: Writing) -> None:
        if not writing.cancelled():
            self._app.run_worker(self._app.acting.guarded(self._report(job, writing), self._app.gate.nudge))

    async def _report(self, job: Job, writing: Writing) -> None:
        """Say what became of it, with the number: the person is busy with something else by now."""
        result, number = _result(writing), job.opened.target.number
        tone, text, words = Tone.FAULT, result, "not done"
        if not isinstance(result, str):
            tone, text = TONES[result.outcome], result.message
            words = job.verb.action.past if result.ok else "no answer" if result.code == NO_ANSWER else words
        named = f"{PLACES[job.verb.target].noun} {number}" in str(text).lower()
        self._show(job, words)
        self.tell(tone, str(text) if named else f"{number}: {text}")

    def tell(self, tone: Tone, text: str) -> None:
        """Say what came of something that went on in the background."""
        self._untold.append((tone, text))
        self._tell()

    def _tell(self) -> None:
        """Say it where it is seen; behind a form or a question it would be replaced before anybody read it."""
        if not self._untold or not self._app.has_screens:
            return
        screen = self._app.screen
        text = "  ".join(text for _, text in self._untold)
        if isinstance(screen, DeskScreen):
            tone = max((tone for tone, _ in self._untold), key=[*Tone].index)
            self._untold.clear()
            self._app.say(text, tone)
            if tone is Tone.FAULT:
                self._app.bell()
            return
        if isinstance(screen, QuitScreen):
            screen.show(text)
        self._app.set_timer(LOOK_AGAIN, self._tell)


def _result(writing: Writing) -> Outcome | str:
    """The outcome; where there is none, the sentence that says why."""
    try:
        return writing.result()
    except DatabaseUnusable as error:
        return str(error)
    except Exception:
        return fault("writing it")
