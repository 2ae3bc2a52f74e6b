"""A robot at a desk whose payment system answers when the test tells it to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

from textual import events

from sales_tui.payments.base import Gateway
from sales_tui.payments.declared import SANDBOX
from sales_tui.rules.gateway import Answer, Call
from sales_tui.settings import PaymentSettings
from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from tests.tui.robot import Robot, at_the_desk

FIRST, SECOND, THIRD = "000000001", "000000002", "000000003"


class Slow(Gateway):
    """Answers an order's calls when it is told to."""

    method = SANDBOX

    def __init__(self, answer: Callable[[Call], Answer]) -> None:
        self._answer = answer
        self.asked: list[str] = []
        self.may_answer = {number: Event() for number in (FIRST, SECOND, THIRD)}

    def perform(self, call: Call, seconds: float) -> Answer:
        self.asked.append(call.order)
        assert self.may_answer[call.order].wait(60)
        return self._answer(call)


class Waiting:
    """A robot at a desk whose payment system is slow."""

    def __init__(self, robot: Robot, gateway: Slow) -> None:
        self.robot = robot
        self.gateway = gateway

    def key(self, *keys: str) -> None:
        """Press without waiting for what it sets off."""
        for key in keys:
            self.robot.app.post_message(events.Key(key, key if len(key) == 1 else None))

    async def submit(self, *words: str) -> None:
        """F2, and wait until the form says that it lasts."""
        self.key("f2")
        await self.robot.until(*(words or ("Asking the payment system… escape leaves it running.",)))

    async def invoice(self, number: str, *words: str) -> None:
        """Charge an order from its own screen, and leave the form."""
        await self.robot.open(number)
        await self.robot.press("i")
        await self.submit(*words)
        await self.robot.press("escape")
        self.robot.expect(f"Order {number}", "[Information]")

    def answer(self, *numbers: str) -> None:
        for number in numbers:
            self.gateway.may_answer[number].set()

    async def asked(self, *numbers: str) -> None:
        """Wait until the payment system was asked for these, in this order, and no others."""
        await self.robot.until_true(lambda: self.gateway.asked == [*numbers], f"{numbers} weren't asked")


@asynccontextmanager
async def waiting(database: Path, answer: Callable[[Call], Answer] | None = None) -> AsyncIterator[Waiting]:
    """At the desk; whatever is still asked at the end gets its answer, and the books balance."""
    async with at_the_desk(database, payments=PaymentSettings(sandbox=True)) as robot:
        runner = robot.app.runtime.runner
        sandbox = runner.gateways(SANDBOX.code)
        gateway = Slow(answer or (lambda call: sandbox.perform(call, 30)))
        runner.gateways = lambda _: gateway
        try:
            yield Waiting(robot, gateway)
        finally:
            for event in gateway.may_answer.values():
                event.set()
    engine = make_engine(locate(str(database)))
    assert list(check_database(engine)) == []
    engine.dispose()
