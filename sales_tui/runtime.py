"""The one place where things are wired: settings, database, actor and clock; everything heavy is loaded when used."""

from __future__ import annotations

import getpass
import os
import socket
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakSet

from sales_tui.settings import Settings, SettingsError, default_database
from sales_tui.store.location import DatabaseUnusable, Location, locate
from sales_tui.store.reader import Reader
from sales_tui.store.version import Condition, condition

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from sales_tui.actions.base import Context, Terms
    from sales_tui.payments.registry import Systems
    from sales_tui.store.actor import Actor
    from sales_tui.store.runner import Runner


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Runtime:
    """What the command line and the screens work with."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        self.settings = settings
        self.read_only = read_only
        self.location: Location = locate(settings.db or str(default_database()))
        self._readers: WeakSet[Reader] = WeakSet()

    @cached_property
    def terms(self) -> Terms:
        """What the settings allow."""
        from sales_tui.actions.base import Terms
        from sales_tui.rules.archiving import ArchiveTerms
        from sales_tui.rules.quoting import QuoteTerms
        from sales_tui.rules.return_terms import ReturnTerms

        settings, listed = self.settings, self.settings.returns
        return Terms(
            settings.shipping.require_payment,
            settings.creditmemo.allow_zero_total,
            self.systems.methods(),
            ReturnTerms(listed.reasons, listed.conditions, listed.resolutions, listed.alternate_address),
            QuoteTerms(
                Decimal(settings.quotes.margin_floor), settings.quotes.expiry_days, Decimal(settings.quotes.minimum)
            ),
            ArchiveTerms(settings.archive.statuses, settings.archive.after_days),
        )

    @cached_property
    def systems(self) -> Systems:
        """The payment systems that are set up here. Raises DatabaseUnusable."""
        from sales_tui.payments.registry import Systems

        folder = self.location.path.parent if self.location.path else default_database().parent
        return Systems(self.settings.payments, demo=self._is_demo(), folder=folder, environment=os.environ)

    def _is_demo(self) -> bool:
        reader = self.reader()
        try:
            return bool(reader.rows("SELECT 1 FROM meta WHERE name = 'demo'"))
        except DatabaseUnusable:
            return False  # whoever asks it for records hears why
        finally:
            reader.close()

    def context(self) -> Context:
        """What handlers may know, at this moment."""
        from sales_tui.actions.base import Context

        return Context(now(), self.terms, by=self.actor.name)

    @cached_property
    def engine(self) -> Engine:
        """The engine. Raises DatabaseUnusable."""
        from sales_tui.store.engine import make_engine

        return make_engine(self.location)

    @cached_property
    def actor(self) -> Actor:
        """Who acts, and from where."""
        from sales_tui.store.actor import Actor

        return Actor(_system_user(), self.settings.operator, socket.gethostname())

    @cached_property
    def runner(self) -> Runner:
        """The one write path."""
        from sales_tui.store.runner import Runner
        from sales_tui.store.save import Numbering

        numbers = self.settings.numbers
        prefixes = (
            ("invoice", numbers.invoice_prefix),
            ("shipment", numbers.shipment_prefix),
            ("creditmemo", numbers.creditmemo_prefix),
            ("return", numbers.return_prefix),
        )
        return Runner(
            self.engine,
            self.actor,
            now,
            self.terms,
            Numbering(numbers.per_store, prefixes),
            self.systems.gateway,
            self.settings.payments.timeout_seconds,
        )

    def reader(self) -> Reader:
        """A new connection for grids."""
        reader = Reader(self.location)
        self._readers.add(reader)
        return reader

    def prepare(self, *, writes: bool) -> bool:
        """Make sure that the database can be used; with `writes` a missing one is made. Returns whether it was.

        Raises DatabaseUnusable.
        """
        reader = self.reader()
        try:
            state = condition(reader)
        finally:
            reader.close()
        if state is Condition.OLDER:
            raise DatabaseUnusable(
                f"The database {self.location.name} was made by an older sales-tui; run: sales-tui db upgrade"
            )
        if state is Condition.READY:
            return False
        if not writes:
            raise DatabaseUnusable(
                f"There is no database at {self.location.path or self.location.name}; make one with: sales-tui db init"
            )
        from sales_tui.store.schema import upgrade

        return upgrade(self.engine, self.location)

    def timezone(self) -> str:
        """Where a day begins: the setting, else the first store's time zone. Raises DatabaseUnusable, SettingsError."""
        if self.settings.timezone:
            if not _is_zone(self.settings.timezone):
                raise SettingsError(f"The setting timezone is '{self.settings.timezone}', which is no time zone.")
            return self.settings.timezone
        reader = self.reader()
        try:
            rows = reader.rows("SELECT timezone FROM store ORDER BY id LIMIT 1")
        finally:
            reader.close()
        return rows[0][0] if rows and _is_zone(rows[0][0]) else "UTC"

    def close(self) -> None:
        """Let go of the database."""
        for reader in [*self._readers]:
            reader.abandon()
        if "engine" in self.__dict__:
            self.engine.dispose()


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
