"""A file is there whole or not at all, and what was there before stays until then."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sales_tui.exchange.export import FORMATS, ExportCancelled, ExportFailed, Row, write_rows
from tests.exchange.sheets import NUMBER, rows, sheet

ROWS = rows(*((str(number),) for number in range(2_000)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the exports and all temporary files lie."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "orders").write_text("before")
    return tmp_path


def untouched(folder: Path) -> bool:
    return [path.name for path in folder.iterdir()] == ["orders"] and (folder / "orders").read_text() == "before"


@pytest.mark.parametrize("format", FORMATS)
def test_a_cancelled_export_leaves_nothing(folder: Path, format: str, capfd: pytest.CaptureFixture[str]):
    told: list[int] = []
    with pytest.raises(ExportCancelled):
        write_rows(format, folder / "orders", sheet(NUMBER), ROWS, told.append, lambda: len(told) == 2)
    assert len(told) == 2
    assert untouched(folder)
    with pytest.raises(ExportCancelled):
        write_rows(format, folder / "new", sheet(NUMBER), ROWS, is_cancelled=lambda: True)
    assert untouched(folder)
    assert capfd.readouterr() == ("", "")


def test_a_workbook_can_be_cancelled_while_it_is_packed(folder: Path, capfd: pytest.CaptureFixture[str]):
    told: list[int] = []
    asked: list[int] = []

    def is_cancelled() -> bool:
        asked.append(told[-1] if told else 0)
        return asked.count(2_000) > 3

    with pytest.raises(ExportCancelled):
        write_rows("xlsx", folder / "orders", sheet(NUMBER), ROWS, told.append, is_cancelled)
    assert untouched(folder)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("format", FORMATS)
def test_rows_that_fail_leave_nothing(folder: Path, format: str):
    def failing() -> Iterator[Row]:
        yield from ROWS
        raise RuntimeError("the server went away")

    with pytest.raises(RuntimeError, match="the server went away"):
        write_rows(format, folder / "orders", sheet(NUMBER), failing())
    assert untouched(folder)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "number,reason", [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "no permission"), (errno.EIO, "Input/output")]
)
def test_a_disk_that_fails(folder: Path, format: str, number: int, reason: str, monkeypatch: pytest.MonkeyPatch):
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExportFailed) as failed:
        write_rows(format, folder / "orders", sheet(NUMBER), ROWS)
    assert str(failed.value).startswith(f"{folder}/orders can't be written: {reason}")
    assert untouched(folder)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full device")
@pytest.mark.parametrize("format", FORMATS)
def test_a_full_device(format: str, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(ExportFailed, match=r"^/dev/full can't be written: the disk is full.$"):
        write_rows(format, Path("/dev/full"), sheet(NUMBER), ROWS)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
        write_rows(format, full, sheet(NUMBER), ROWS)
    assert capfd.readouterr() == ("", "")


def test_places_where_no_file_can_be(folder: Path):
    for place, sentence in (
        (folder, f"{folder} is a folder, not a file."),
        (folder / "none" / "x", f"{folder}/none/x can't be written: there is no folder {folder}/none."),
        (folder / ("x" * 300), f"{folder}/{'x' * 300} can't be written: its name is too long."),
    ):
        with pytest.raises(ExportFailed) as failed:
            write_rows("csv", place, sheet(NUMBER), ROWS)
        assert str(failed.value) == sentence
    assert untouched(folder)


def test_a_file_that_may_not_be_written_stays(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # as for a file of mode 0400, which root may write all the same
    with pytest.raises(ExportFailed, match=r"orders can't be written: no permission.$"):
        write_rows("csv", folder / "orders", sheet(NUMBER), ROWS)
    assert untouched(folder)


@pytest.mark.parametrize("format", FORMATS)
def test_an_interrupted_export_leaves_nothing(folder: Path, format: str, capfd: pytest.CaptureFixture[str]):
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_rows(format, folder / "orders", sheet(NUMBER), ROWS, interrupt)
    assert untouched(folder)
    assert capfd.readouterr() == ("", "")


def test_the_file_is_named_as_it_was_given(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    with pytest.raises(ExportFailed, match=r"^none/x can't be written: there is no folder none\.$"):
        write_rows("csv", Path("none/x"), sheet(NUMBER), ROWS)
    assert write_rows("csv", Path("new"), sheet(NUMBER), ROWS) == 2_000
    assert (folder / "new").read_text().startswith("increment_id\n0\n")


def test_the_new_file_has_the_old_one_s_permissions(folder: Path):
    (folder / "orders").chmod(0o640)
    assert write_rows("csv", folder / "orders", sheet(NUMBER), ROWS) == 2_000
    assert stat.S_IMODE((folder / "orders").stat().st_mode) == 0o640
    assert [path.name for path in folder.iterdir()] == ["orders"]


def test_a_link_is_followed(folder: Path):
    (folder / "link").symlink_to("orders")
    write_rows("jsonl", folder / "link", sheet(NUMBER), rows(("7",)))
    assert (folder / "link").is_symlink()
    assert (folder / "orders").read_text() == '{"increment_id": "7"}\n'


@pytest.mark.parametrize("format", FORMATS)
def test_a_named_pipe_is_written_to(folder: Path, format: str):
    os.mkfifo(folder / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_bytes()))
    reader.start()
    write_rows(format, folder / "pipe", sheet(NUMBER), ROWS)
    reader.join()
    assert (folder / "pipe").is_fifo()
    write_rows(format, folder / "orders", sheet(NUMBER), ROWS)
    assert len(read[0]) > 1_000
    if format != "xlsx":  # which tells when it was made
        assert read == [(folder / "orders").read_bytes()]
