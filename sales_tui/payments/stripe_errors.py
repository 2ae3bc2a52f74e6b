"""How asking Stripe can fail, and its messages made fit to be shown and kept."""

from __future__ import annotations

import re

LONGEST = 200
"""Characters of a message that are kept."""

UNCLEAR = "its answer can't be understood"

_CARD_NUMBER = re.compile(r"\d(?:[ -]?\d){11,18}")
_UNFIT = re.compile(r"[^ -~\u00a0-\u200a\u2010-\u2027\u202f-\ud7ff\uf900-\ufffd]+")
_KEY = re.compile(r"\b(?:sk|rk|pk|whsec)_\w+|\w+_secret_\w+")


class Rejected(Exception):
    """Stripe won't, or wasn't reached: certainly nothing was moved. The message is the reason."""


class NoAnswer(Exception):
    """Nobody knows whether it was done. The message says what came instead of an answer."""


class KeyUsed(NoAnswer):
    """Something else was asked with the same idempotency key before."""


def fit(text: object, secret: str = "") -> str:
    """A message of Stripe's on one line, without `secret`, other keys and card numbers, and not too long."""
    if not isinstance(text, str):
        return ""
    shown = text.replace(secret, "[key]") if secret else text
    shown = _CARD_NUMBER.sub("[number]", _KEY.sub("[key]", _UNFIT.sub(" ", shown)))
    return shown.strip().rstrip(".")[:LONGEST]
