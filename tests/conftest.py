"""Fixtures for all tests: databases of both kinds, and an environment that leaves the user's own files alone."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

from tests.secrets import GUARD

if TYPE_CHECKING:
    import psycopg

POSTGRES_VARIABLE = "SALES_TUI_TEST_POSTGRES"
"""SQLAlchemy URL of a PostgreSQL database from which others may be made; empty: test on SQLite only."""

POSTGRES_DEFAULT = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"

FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "run",
}
LEAKING = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "TTY_COMPATIBLE")

_home = pytest.StashKey[Path]()

# Machines are slow at times, and no test asserts a time.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    import psycopg

    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True, connect_timeout=5)


def _find_postgres() -> None:
    """Settle which server is used, in a variable that the workers of a parallel run inherit."""
    given = os.environ.get(POSTGRES_VARIABLE)
    if given == "":
        return
    try:
        _connect(given or POSTGRES_DEFAULT).close()
    except Exception as error:  # a missing driver, a refused connection: all mean that there is none
        if given:
            raise pytest.UsageError(f"{POSTGRES_VARIABLE}={given} can't be used: {error}") from None
        os.environ[POSTGRES_VARIABLE] = ""
    else:
        os.environ[POSTGRES_VARIABLE] = given or POSTGRES_DEFAULT


def _folders_below(home: Path) -> dict[str, str]:
    for folder in FOLDERS.values():
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {name: str(home / folder) for name, folder in FOLDERS.items()}


def pytest_configure(config: pytest.Config) -> None:
    for name in [*os.environ]:
        if (name.startswith(("SALES_TUI_", "TEXTUAL")) and name != POSTGRES_VARIABLE) or name in LEAKING:
            del os.environ[name]
    config.stash[_home] = Path(tempfile.mkdtemp(prefix="sales-tui-tests-"))
    os.environ.update(_folders_below(config.stash[_home]))
    _find_postgres()
    GUARD.watch()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _home in config.stash:
        shutil.rmtree(config.stash[_home], ignore_errors=True)


def pytest_report_header() -> str:
    if url := os.environ[POSTGRES_VARIABLE]:
        return f"databases: SQLite and PostgreSQL ({url})"
    return f"databases: SQLite only, no PostgreSQL answers at 127.0.0.1:5432 (or name one in {POSTGRES_VARIABLE})"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ[POSTGRES_VARIABLE]:
        return
    left_out = [item for item in items if _needs_postgres(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not _needs_postgres(item)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """A test that logs or journals a card number or a key fails: no matter what it asserts."""
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    yield
    GUARD.ended = item.nodeid
    if folder is not None:
        GUARD.scan_folder(folder)
    if found := GUARD.take():
        pytest.fail("\n".join(found), pytrace=False)


def _needs_postgres(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("postgresql")) or "postgres_url" in getattr(item, "fixturenames", ())


@dataclass
class PostgresServer:
    """Makes throw-away databases on the test server; one a session."""

    url: str
    connection: psycopg.Connection[tuple[object, ...]]
    made: set[str] = field(default_factory=set)
    empty: list[str] = field(default_factory=list)
    """Made, used and emptied again."""

    def create(self, template: str | None = None) -> str:
        """The URL of a fresh database: empty, or a copy of the one at `template`, a URL that nobody has open."""
        if template is None and self.empty:
            return self.empty.pop()
        name = f"st_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{secrets.token_hex(6)}"
        source = urlsplit(template).path[1:] if template else "template0"
        self.connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'.encode())
        self.connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
        url = urlsplit(self.url)._replace(path=f"/{name}").geturl()
        self.made.add(url)
        return url

    def give_back(self, url: str) -> None:
        """Empty a database, whoever is still connected, and keep it: making and dropping one takes the server long.

        Nothing secret may be in it.
        """
        import psycopg

        GUARD.scan_postgres(url)
        try:
            connection = _connect(url)
        except psycopg.OperationalError:  # its test removed it
            self.made.discard(url)
            return
        with connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
            connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
        self.empty.append(url)

    def drop(self, url: str) -> None:
        """Remove a database made here, whoever is still connected. Nothing secret may be in it."""
        GUARD.scan_postgres(url)
        self.connection.execute(f'DROP DATABASE IF EXISTS "{urlsplit(url).path[1:]}" WITH (FORCE)'.encode())
        self.made.discard(url)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The PostgreSQL server. A test that asks for it directly carries the mark `postgresql`."""
    url = os.environ[POSTGRES_VARIABLE]
    with _connect(url) as connection:
        server = PostgresServer(url, connection)
        yield server
        for made in [*server.made]:
            server.drop(made)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that doesn't exist yet."""
    return f"sqlite:///{tmp_path / 'sales.db'}"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    url = postgres_server.create()
    yield url
    postgres_server.give_back(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, empty database, of each kind in turn."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """User folders (configuration, data) of this test's own, for tests of what is written there."""
    folder = tmp_path / "home"
    for name, path in _folders_below(folder).items():
        monkeypatch.setenv(name, path)
    return folder
