"""Customers, guests and their addresses, made of the names and towns in `data/`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from random import Random
from typing import Any

from sales_tui.demo.chance import digits, pick, stream, whole
from sales_tui.demo.draft import Address, Buyer
from sales_tui.demo.files import table
from sales_tui.demo.shop import shop

GUEST, GENERAL, WHOLESALE, CLUB = range(4)
"""Indexes of `Shop.groups`."""

COMPANIES, NASTY, ELSEWHERE = 0.12, 0.012, 0.08
"""Shares of buyers who are companies, whose name tests a screen, who send to another address."""

_MAIL_HOSTS = ("example.com", "example.org", "mail.example.net")


@dataclass(frozen=True, slots=True)
class Names:
    """Given and family names of one language."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    prefix: tuple[str, ...]


@cache
def _names(language: str) -> Names:
    row = table("people")[language]
    return Names(tuple(row["given"]), tuple(row["family"]), tuple(row.get("prefix", ())))


@cache
def _countries() -> dict[str, dict[str, Any]]:
    return table("towns")


@cache
def texts() -> dict[str, Any]:
    """What people write, from `data/texts.toml`."""
    return table("texts")


@lru_cache(maxsize=50_000)
def customer(account: int) -> Buyer:
    """The customer with that account: the same person in every demo shop, whatever its seed."""
    return _buyer(stream(0, "customer", account), account)


def guest(rng: Random, number: int) -> Buyer:
    """Somebody without an account, who ordered only this once."""
    return _buyer(rng, None, number)


def _buyer(rng: Random, account: int | None, number: int = 0) -> Buyer:
    purchase = shop().by_share.pick(rng)
    home = address(rng, purchase.countries.pick(rng))
    if rng.random() < COMPANIES:
        home = replace(home, company=pick(rng, texts()["companies"]), vat_id=_vat_id(rng, home.country_id))
    if rng.random() < NASTY:
        home = replace(home, lastname=pick(rng, texts()["nasty"]))
    return Buyer(account, _group(rng, account, home), _email(rng, home, account, number), purchase, home)


def _group(rng: Random, account: int | None, home: Address) -> int:
    if account is None:
        return GUEST
    if home.company:
        return WHOLESALE
    return CLUB if rng.random() < 0.15 else GENERAL


def _email(rng: Random, home: Address, account: int | None, number: int) -> str:
    """An address that is nobody's; with a name in it where the name can stand in one."""
    mark = f"{account}" if account is not None else f"g{number}"
    parts = [part.lower() for part in (home.firstname, home.lastname) if part.isascii() and part.isalpha()]
    return ".".join([*(parts or ["shopper"]), mark]) + "@" + pick(rng, _MAIL_HOSTS)


def _vat_id(rng: Random, country: str) -> str | None:
    pattern = _countries()[country].get("vat")
    return digits(rng, pattern) if pattern else None


def address(rng: Random, country: str) -> Address:
    """Somebody's address in that country."""
    place = _countries()[country]
    names = _names(place["names"])
    city, region, region_code, postcode = pick(rng, place["towns"])
    street = place["street"].format(n=whole(rng, 1, 180), street=pick(rng, place["streets"]))
    return Address(
        prefix=pick(rng, names.prefix) if names.prefix and rng.random() < 0.2 else None,
        firstname=pick(rng, names.given),
        lastname=pick(rng, names.family),
        company=None,
        street=street if rng.random() < 0.93 else f"c/o {pick(rng, names.family)}\n{street}",
        city=city,
        region=region or None,
        region_code=region_code or None,
        postcode=digits(rng, postcode),
        country_id=country,
        telephone=digits(rng, place["telephone"]),
    )


def parcel_address(rng: Random, buyer: Buyer) -> Address:
    """Where the parcel goes: home, or to somebody else in the same country."""
    if rng.random() < ELSEWHERE:
        return address(rng, buyer.home.country_id)
    return replace(buyer.home, vat_id=None) if buyer.home.vat_id else buyer.home
