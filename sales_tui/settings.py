"""Settings: a TOML file in the platform's config folder, `SALES_TUI_*` variables above it, options above those."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from sales_tui.rules.return_terms import CONDITIONS, REASONS, RESOLUTIONS
from sales_tui.rules.statuses import ARCHIVABLE

T = TypeVar("T")

PREFIX = "SALES_TUI_"

_CODE = re.compile("[a-z][a-z0-9_]{0,63}")


class SettingsError(Exception):
    """A setting can't be used; the message names file or variable and key."""


@dataclass(frozen=True, slots=True)
class ShippingSettings:
    """[shipping]"""

    require_payment: bool = True
    """Goods leave only when paid, but for methods that are paid later."""


@dataclass(frozen=True, slots=True)
class CreditmemoSettings:
    """[creditmemo]"""

    allow_zero_total: bool = True
    """A credit memo may come to nothing."""


@dataclass(frozen=True, slots=True)
class NumberSettings:
    """[numbers]"""

    per_store: bool = False
    """Each store has a series of its own."""
    invoice_prefix: str = ""
    """Stands before the digits of invoice numbers made here."""
    shipment_prefix: str = ""
    """Stands before the digits of shipment numbers made here."""
    creditmemo_prefix: str = ""
    """Stands before the digits of credit memo numbers made here."""
    return_prefix: str = ""
    """Stands before the digits of return numbers made here."""


def _number(default: int, least: int, most: int) -> Any:
    """A setting that is a whole number."""
    return field(default=default, metadata={"range": (least, most)})


def _choice(*choices: str) -> Any:
    """A setting that is one of these words; the first is its default."""
    return field(default=choices[0], metadata={"choices": choices})


def _several(*default: str, among: tuple[str, ...]) -> Any:
    """A setting that is a list of some of these words."""
    return field(default=default, metadata={"among": among})


def _listed(default: Mapping[str, str]) -> Any:
    """A setting that is a list of codes with their words."""
    return field(default_factory=lambda: default, metadata={"labels": True})


@dataclass(frozen=True, slots=True)
class ReturnSettings:
    """[returns]"""

    reasons: Mapping[str, str] = _listed(REASONS)
    """Why customers send things back."""
    conditions: Mapping[str, str] = _listed(CONDITIONS)
    """What state things are in."""
    resolutions: Mapping[str, str] = _listed(RESOLUTIONS)
    """What customers get: exchange, refund and store_credit are settled here, others by themselves."""
    alternate_address: str = ""
    """Where parcels are sent to, if not to the shop's own address."""


@dataclass(frozen=True, slots=True)
class QuoteSettings:
    """[quotes]"""

    margin_floor: int = _number(0, 0, 100)
    """Per cent that the shop should earn at least; sending a quote below it needs a reason. 0: no floor."""
    expiry_days: int = _number(30, 1, 3_650)
    """How long a quote is valid that gets no date of its own."""
    minimum: int = _number(0, 0, 999_999_999)
    """Least total of a quote that may be sent, in the shop's currency."""


@dataclass(frozen=True, slots=True)
class PaymentSettings:
    """[payments]"""

    sandbox: bool = False
    """The test payment system can be used although the database holds no demo data."""
    sandbox_file: str = ""
    """Where it keeps its books. Empty: `sandbox.sqlite` beside the database."""
    timeout_seconds: int = _number(30, 1, 600)
    """How long a payment system may take to answer."""
    pending_minutes: int = _number(480, 1, 525_600)
    """How long an order may wait for its payment before it is cancelled."""
    stripe_url: str = ""
    """Where Stripe's API is. Empty: Stripe's own address."""
    stripe_capture: str = _choice("authorize", "sale")
    """What Stripe does with a new order's money: `authorize` reserves it, `sale` takes it at once."""


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """[archive]"""

    statuses: tuple[str, ...] = _several("complete", "closed", among=ARCHIVABLE)
    """Statuses of orders that may be archived; none: nothing may."""
    after_days: int = _number(0, 0, 36_500)
    """Orders of these statuses that are so old, and unchanged for so long, are archived by `tasks run`. 0: never."""


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """[print]"""

    command: str = ""
    """Gets each document on its standard input, such as `lp -d floor`. Empty: no printer is set up."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    db: str = ""
    """The database: a file path or a URL. Empty: a SQLite file in the platform's user data folder."""
    operator: str = ""
    """Who acts, where several people share one system user; goes into the journal."""
    timezone: str = ""
    """Where a day begins, such as Europe/Berlin. Empty: the time zone of the first store."""
    macros: str = ""
    """The file with the macros. Empty: `macros.toml` beside the settings file."""
    shipping: ShippingSettings = field(default_factory=ShippingSettings)
    creditmemo: CreditmemoSettings = field(default_factory=CreditmemoSettings)
    numbers: NumberSettings = field(default_factory=NumberSettings)
    returns: ReturnSettings = field(default_factory=ReturnSettings)
    quotes: QuoteSettings = field(default_factory=QuoteSettings)
    payments: PaymentSettings = field(default_factory=PaymentSettings)
    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    print: PrintSettings = field(default_factory=PrintSettings)
    settlement: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """[settlement.NAME]: which columns a payment system's settlement file has; read where such a file is."""


def settings_file() -> Path:
    """Where the settings file lies."""
    import platformdirs

    return Path(platformdirs.user_config_dir("sales-tui")) / "settings.toml"


def macros_file(settings: Settings) -> Path:
    """Where the macros lie."""
    return Path(settings.macros).expanduser() if settings.macros else settings_file().with_name("macros.toml")


def default_database() -> Path:
    """The SQLite file that is used when nothing else is said."""
    import platformdirs

    return Path(platformdirs.user_data_dir("sales-tui")) / "sales.sqlite"


def load_settings(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from file and environment. Raises SettingsError."""
    file = file or settings_file()
    environment = os.environ if environment is None else environment
    settings = Settings()
    for key, value in _read_file(file).items():
        settings = _apply(settings, key, value, f"{file}")
    for name, value in environment.items():
        if name.startswith(PREFIX) and name != f"{PREFIX}TEST_POSTGRES":
            path = name.removeprefix(PREFIX).lower().replace("__", ".")
            settings = _set(settings, path.split("."), value, f"the variable {name}")
    return settings


def _read_file(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {file} can't be read: {error}.") from None
    import tomllib  # most people have no such file, and a start shouldn't wait for what reads it

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The settings file {file} is not valid TOML: {error}.") from None


def _apply(settings: Settings, key: str, value: Any, place: str) -> Settings:
    if isinstance(value, dict):
        if key == "settlement":
            return _add_tables(settings, value, place)
        for name, part in value.items():
            settings = _set(settings, [key, name], part, place)
        return settings
    return _set(settings, [key], value, place)


def _add_tables(settings: Settings, tables: Mapping[str, Any], place: str) -> Settings:
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise SettingsError(f"{place} sets 'settlement.{name}'; it needs a table [settlement.{name}].")
    return replace(settings, settlement={**settings.settlement, **tables})


def _set(part: T, path: list[str], value: Any, place: str, whole: str = "") -> T:
    whole = whole or ".".join(path)
    known = {item.name: item for item in fields(part)}  # type: ignore[arg-type]
    present = getattr(part, path[0]) if path[0] in known else None
    if isinstance(present, Mapping) and len(path) == 1 and known[path[0]].metadata.get("labels"):
        return _replaced(part, path[0], _labels(value, f"{place} sets '{whole}'"))
    if isinstance(present, Mapping):
        raise SettingsError(f"{place} sets '{whole}'; settlement files are described in the settings file.")
    if present is None or is_dataclass(present) == (len(path) == 1):
        raise SettingsError(f"{place} sets '{whole}', which is no setting of sales-tui.")
    if len(path) > 1:
        return _replaced(part, path[0], _set(present, path[1:], value, place, whole))
    return _replaced(part, path[0], _convert(known[path[0]], present, value, f"{place} sets '{whole}' to '{value}'"))


def _replaced(part: T, name: str, value: Any) -> T:
    return replace(part, **{name: value})  # type: ignore[type-var]


def _convert(item: Field[Any], present: Any, value: Any, what: str) -> Any:
    if isinstance(present, bool):
        return _flag(value, what)
    if isinstance(present, int):
        return _whole_number(value, item.metadata["range"], what)
    if isinstance(present, tuple):
        return _some(value, item.metadata["among"], what)
    if not isinstance(value, str):
        raise SettingsError(f"{what}; it needs a text in quotes.")
    choices = item.metadata.get("choices", (value,))
    if value not in choices:
        raise SettingsError(f"{what}; it is either {' or '.join(choices)}.")
    return value


def _labels(value: Any, what: str) -> Mapping[str, str]:
    if not isinstance(value, dict) or not value:
        raise SettingsError(f'{what}; it needs a table of codes with their words, such as {{broken = "Broken"}}.')
    for code, label in value.items():
        if not _CODE.fullmatch(code) or not isinstance(label, str) or not label.strip():
            raise SettingsError(
                f"{what}; '{code}' needs words, and a code has small letters, digits and underscores only."
            )
    return {code: label.strip() for code, label in value.items()}


def _some(value: Any, among: tuple[str, ...], what: str) -> tuple[str, ...]:
    """A list; in a variable the words stand between commas or blanks."""
    words = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(words, list) or not all(word in among for word in words):
        raise SettingsError(f"{what}; it needs a list of some of these: {', '.join(among)}.")
    return tuple(dict.fromkeys(words))


def _flag(value: Any, what: str) -> bool:
    word = str(value).strip().lower()
    if word in ("true", "yes", "1", "on"):
        return True
    if word in ("false", "no", "0", "off"):
        return False
    raise SettingsError(f"{what}; it is either true or false.")


def _whole_number(value: Any, bounds: tuple[int, int], what: str) -> int:
    least, most = bounds
    text = "" if isinstance(value, bool) else str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and least <= int(text) <= most):
        raise SettingsError(f"{what}; it needs a whole number from {least} to {most}.")
    return int(text)
