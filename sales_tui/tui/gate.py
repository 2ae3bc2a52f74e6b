"""One key after another: the next key goes out when all that the one before it set off has settled.

Textual hands a key to whatever has the focus when the key arrives. Over a slow line, or from a scanner, several keys
arrive at once; those typed for a form, a box or a record that is still being opened would go to the wrong place.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.message_pump import MessagePump

ROUNDS = 2
"""How often the way from the focus to the application is walked: for the key, and for what it made others say."""

Release = Callable[[], None]


class KeyGate:
    """Keeps keys in order. Belongs to the application's loop."""

    def __init__(self, app: App[None], send: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app = app
        self._send = send
        self._held: deque[events.Key] = deque()
        self._promises: dict[object, Callable[[], object] | None] = {}
        self._moved = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether no key waits and nothing that was promised is still to come."""
        return not self._held and not self._promises and (self._task is None or self._task.done())

    def take(self, key: events.Key) -> None:
        """A key was pressed."""
        if key.key == "escape" and self._promises:
            self.give_up()
            return
        self._held.append(key)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())

    def close(self, give_up: Callable[[], object] | None = None) -> Release:
        """Hold all keys until the returned function is called: they are meant for what is about to appear.

        `give_up` is called when the person presses escape meanwhile.
        """
        promise = object()
        self._promises[promise] = give_up

        def release() -> None:
            self._promises.pop(promise, None)
            self.nudge()

        return release

    def give_up(self) -> None:
        """Escape while something is on its way: what was typed for it is void, and so is it, where it can be."""
        self.forget()
        for promise, stop in [*self._promises.items()]:
            if stop is not None:
                del self._promises[promise]
                stop()
        self.nudge()

    def forget(self) -> None:
        """Drop the keys that wait: they were meant for something that doesn't come."""
        self._held.clear()

    def nudge(self) -> None:
        """Something changed that keys may have waited for."""
        self._moved.set()

    async def _drain(self) -> None:
        while self._held:
            if self._promises or self._must_wait(self._held[0]):
                self._moved.clear()
                await self._moved.wait()
                continue
            key = self._held.popleft()
            target: DOMNode = self._app.focused or self._app.screen
            await self._send(key)
            for _ in range(ROUNDS):
                await self._settle(target)

    def _must_wait(self, key: events.Key) -> bool:
        """Screens whose rows aren't there yet say which keys are meant for them."""
        ask = getattr(self._app.screen, "must_wait", None)
        return bool(ask and ask(key))

    async def _settle(self, target: DOMNode) -> None:
        """Walk the way that the key took: whoever is on it has dealt with the key when it answers."""
        for pump in [*target.ancestors_with_self]:
            await self._answer(pump)

    async def _answer(self, pump: MessagePump) -> None:
        answered = asyncio.get_running_loop().create_future()

        def answer() -> None:
            if not answered.done():
                answered.set_result(None)

        if not pump.call_later(answer):
            return
        ended = pump._task
        await asyncio.wait({answered, *((ended,) if ended else ())}, return_when=asyncio.FIRST_COMPLETED)
