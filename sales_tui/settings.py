"""Settings: a TOML file in the platform's config folder, `SALES_TUI_*` variables above it, options above those."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

PREFIX = "SALES_TUI_"


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


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    db: str = ""
    """The database: a file path or a URL. Empty: a SQLite file in the platform's user data folder."""
    operator: str = ""
    """Who acts, where several people share one system user; goes into the journal."""
    timezone: str = ""
    """Where a day begins, such as Europe/Berlin. Empty: the time zone of the first store."""
    shipping: ShippingSettings = field(default_factory=ShippingSettings)
    creditmemo: CreditmemoSettings = field(default_factory=CreditmemoSettings)
    numbers: NumberSettings = field(default_factory=NumberSettings)


def settings_file() -> Path:
    """Where the settings file lies."""
    import platformdirs

    return Path(platformdirs.user_config_dir("sales-tui")) / "settings.toml"


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
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {file} can't be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The settings file {file} is not valid TOML: {error}.") from None


def _apply(settings: Settings, key: str, value: Any, place: str) -> Settings:
    if isinstance(value, dict):
        for name, part in value.items():
            settings = _set(settings, [key, name], part, place)
        return settings
    return _set(settings, [key], value, place)


def _set(part: T, path: list[str], value: Any, place: str, whole: str = "") -> T:
    whole = whole or ".".join(path)
    known = {item.name: getattr(part, item.name) for item in fields(part)}  # type: ignore[arg-type]
    if path[0] not in known or is_dataclass(known[path[0]]) == (len(path) == 1):
        raise SettingsError(f"{place} sets '{whole}', which is no setting of sales-tui.")
    if len(path) > 1:
        return _replaced(part, path[0], _set(known[path[0]], path[1:], value, place, whole))
    return _replaced(part, path[0], _convert(known[path[0]], value, place, whole))


def _replaced(part: T, name: str, value: Any) -> T:
    return replace(part, **{name: value})  # type: ignore[type-var]


def _convert(present: Any, value: Any, place: str, whole: str) -> Any:
    if isinstance(present, bool):
        word = str(value).strip().lower()
        if word in ("true", "yes", "1", "on"):
            return True
        if word in ("false", "no", "0", "off"):
            return False
        raise SettingsError(f"{place} sets '{whole}' to '{value}'; it is either true or false.")
    if not isinstance(value, str):
        raise SettingsError(f"{place} sets '{whole}' to '{value}'; it needs a text in quotes.")
    return value
