"""How Stripe's library reaches its server: each request within what is left of the call's time, and none sent again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import stripe
from urllib3.exceptions import MaxRetryError, NewConnectionError

from sales_tui.payments.stripe_errors import NoAnswer, Rejected

LEAST = 0.001
"""Seconds below which nothing is sent any more."""


class TimedClient(stripe.HTTPClient):
    """A client for Stripe's library. One serves all threads; each has its own connections and its own deadline."""

    name = "requests"

    def __init__(self) -> None:
        super().__init__()
        self._own = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What this thread asks inside has to be answered in so many seconds, all requests together."""
        self._own.deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            del self._own.deadline

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[Any, int, Mapping[str, str]]:
        """The body, the HTTP status and the headers. Raises Rejected where nothing was sent, NoAnswer for the rest."""
        left = self._own.deadline - time.monotonic()
        if left < LEAST:
            raise Rejected("the time for it was over before it was asked")
        try:
            answer = self._session().request(
                method, url, headers=headers, data=post_data, timeout=left, allow_redirects=False
            )
        except requests.RequestException as error:
            raise _judged(error) from None
        return answer.content, answer.status_code, answer.headers

    def close(self) -> None:
        """Close the connections of this thread."""
        self._session().close()

    def _session(self) -> requests.Session:
        session = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
        return session


def _judged(error: requests.RequestException) -> Rejected | NoAnswer:
    """No connection: nothing was sent. Whatever else: it may have arrived."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL) or _never_connected(error):
        return Rejected("it can't be reached, nothing was asked")
    if isinstance(error, requests.Timeout):
        return NoAnswer("no answer in time")
    return NoAnswer("the connection broke before an answer came")


def _never_connected(error: requests.RequestException) -> bool:
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
