"""Files of every form and fault, read as streams: what can be read is, and each fault has its place."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.exchange.files import Source, Unreadable, opened
from sales_tui.exchange.forms import Form, detect
from sales_tui.exchange.magento_json import read_records
from sales_tui.exchange.scanner import Scanner

ONE: dict[str, Any] = {"increment_id": "1", "items": [{"sku": "A"}], "note": 'a "quoted\\" ]} text'}
TWO: dict[str, Any] = {"increment_id": "2", "items": [{"sku": "B"}]}


class Drips(io.BytesIO):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(7 if size is None or size < 0 or size > 7 else size)


def source(content: str | bytes) -> Source:
    return Source("f.json", io.BytesIO(content if isinstance(content, bytes) else content.encode()))


def told(content: str | bytes) -> list[Any]:
    """The records, or for what can't be read its place, code and reason."""
    return [
        (one.line or one.index, one.problem.code, one.problem.message) if one.problem else one.record
        for one in read_records(source(content))
    ]


@pytest.mark.parametrize(
    "content, form",
    [
        (json.dumps(ONE), Form.LINES),
        (json.dumps(ONE) + "\n" + json.dumps(TWO), Form.LINES),
        (json.dumps(ONE, indent=2), Form.RECORD),
        (json.dumps([ONE]), Form.ARRAY),
        (json.dumps([ONE], indent=1), Form.ARRAY),
        (json.dumps({"items": [ONE]}, indent=1), Form.REPLY),
        (json.dumps({"total_count": 1, "items": [ONE]}, indent=1), Form.REPLY),
        (json.dumps({"items": [{"sku": "A"}], "increment_id": "1"}, indent=1), Form.RECORD),
        ('{"items": [\n' + json.dumps(ONE) + "\n]}", Form.REPLY),
        ("broken\n" + json.dumps(ONE), Form.LINES),
        ('{"broken"\n' + json.dumps(ONE), Form.LINES),
        ("\n\n" + json.dumps(ONE), Form.LINES),
    ],
)
def test_forms(content: str, form: Form):
    assert detect(source(content)) is form
    records = told(content)
    assert [record for record in records if isinstance(record, dict)]


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "f.json is empty."),
        (b" \n\n", "f.json is empty."),
        (b"\xef\xbb\xbf", "f.json is empty."),
        (b"order;number\n1;2\n", "f.json is not JSON: it begins with neither { nor [."),
        (b"\x89PNG\r\n", "f.json is not JSON: it begins with neither { nor [."),
        ('{"a": 1}'.encode("utf-16-le"), "f.json is UTF-16 without a byte order mark; save it as UTF-8."),
        ('{"a": 1}'.encode("utf-16-be"), "f.json is UTF-16 without a byte order mark; save it as UTF-8."),
    ],
)
def test_not_to_be_read(content: bytes, reason: str):
    with pytest.raises(Unreadable) as refused:
        told(content)
    assert str(refused.value) == reason


def test_places_that_can_not_be_read(tmp_path):
    for name, reason in ((tmp_path, "is a folder, not a file."), (tmp_path / "x", "does not exist.")):
        with pytest.raises(Unreadable, match=reason), opened(str(name)):
            pass


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("indent", [None, 1])
def test_encodings(encoding: str, indent: int | None):
    record = ONE | {"name": "Zoë 👩 \ud83d\ude00"}
    content = json.dumps(record, indent=indent, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16")
    assert told(content.encode(encoding)) == [record | {"name": "Zoë 👩 😀"}]


def test_a_bad_line_is_refused_alone():
    content = "\n".join([json.dumps(ONE), '{"a": }', "", json.dumps(TWO), '{"increment_id": "3", "it'])
    assert told(content) == [
        ONE,
        (2, "import.json", "is not valid JSON: Expecting value at character 7"),
        TWO,
        (5, "import.truncated", "the file ends in the middle of this record"),
    ]


def test_lines_that_are_not_utf8():
    content = json.dumps(ONE).encode() + b'\n{"increment_id": "Zo\xeb"}\n' + json.dumps(TWO).encode()
    assert told(content) == [ONE, (2, "import.json", "is not UTF-8"), TWO]


def test_bad_elements_are_refused_alone():
    bad = ['{"a": }', '{"a" 1, "b": [{}, "]"]}', "hello", '{"a": "\\x"}', '{"a": 1e5, "b": tru}', '["a" "b"]']
    for element in bad:
        first, refused, last = told(f"[{json.dumps(ONE)}, {element}, {json.dumps(TWO)}]")
        assert (first, refused[:2], last) == (ONE, (1, "import.json"), TWO), element


def test_elements_that_are_not_utf8():
    content = b"[" + json.dumps(ONE).encode() + b', {"increment_id": "Zo\xeb"}, ' + json.dumps(TWO).encode() + b"]"
    assert told(content) == [ONE, (1, "import.json", "is not UTF-8"), TWO]


@pytest.mark.parametrize("before, after", [("[", "]"), ('{"items": [', '], "total_count": 2}')])
def test_half_a_file(before: str, after: str):
    content = f"{before}{json.dumps(ONE)}, {json.dumps(TWO)}{after}"
    last = content.index(json.dumps(TWO)) + len(json.dumps(TWO))
    middle = (1, "import.truncated", "the file ends in the middle of record 2")
    for cut in range(content.index(json.dumps(TWO)), last):
        assert told(content[:cut])[:2] == [ONE, middle], content[:cut]
    for cut in range(last, len(content)):
        assert told(content[:cut])[:2] == [ONE, TWO]


def test_half_a_record():
    whole = json.dumps(ONE, indent=1)
    for cut in range(20, len(whole), 7):
        assert told(whole[:cut]) == [(0, "import.truncated", "the file ends in the middle of record 1")]


RECORD, SHORT, OTHER = json.dumps(ONE, indent=1), json.dumps(ONE), json.dumps(TWO)


@pytest.mark.parametrize(
    "content, index, what",
    [
        (f"[{SHORT}]\n[{OTHER}]", 1, "list"),
        (f"[{SHORT}] garbage", 1, "list"),
        (f"[{SHORT}]]", 1, "list"),
        (f"[{SHORT}],\n", 1, "list"),
        (f"[{SHORT}]\0", 1, "list"),
        (f"[\n{SHORT},\n{SHORT}\n]\n{OTHER}\n", 2, "list"),
        (f"[]\n{OTHER}", 0, "list"),
        (f'{{"items":[{SHORT}]}}}}{{"x":1', 1, "reply"),
        (f'{{"items":[{SHORT}], "total_count": 1}}{{"items":[{OTHER}]}}', 1, "reply"),
        (f'{{"items":[{SHORT}], garbage', 1, "reply"),
        (f'{{"items":[{SHORT}]]}}', 1, "reply"),
        (f'{{"total_count": 2,\n"items":[{SHORT},{SHORT}]\n}}\n[{OTHER}]', 2, "reply"),
        (RECORD + json.dumps(TWO, indent=1), 1, "record"),
        (f"{RECORD}\n]", 1, "record"),
        (f"{SHORT} garbage", 1, "record"),
    ],
)
def test_what_follows_the_end(content: str, index: int, what: str):
    *records, refused = told(content)
    reason = f"the file goes on after the end of the {what}: what follows was not read; import it as a file of its own"
    assert (records, refused) == ([ONE] * index, (index, "import.json", reason))


@pytest.mark.parametrize("space", ["", "\n", " \t\r\n" * 40_000])
@pytest.mark.parametrize("content", [f"[{SHORT}]", RECORD, f'{{"items":\n[{SHORT}], "search_criteria": {{"a": [1]}}}}'])
def test_white_space_may_follow_the_end(content: str, space: str):
    assert told(content + space) == [ONE]


def test_what_follows_a_bad_record():
    refused = [place[:2] for place in told('{\n"a" 1\n}\n' + RECORD)]
    assert refused == [(0, "import.json"), (1, "import.json")]


def test_a_reply_without_its_end():
    reason = "the file ends in the middle of the reply"
    assert told(f'{{"items":[{SHORT}]') == [ONE, (None, "import.truncated", reason)]


def test_commas_are_missing():
    first, refused = told(f"[{json.dumps(ONE)} {json.dumps(TWO)}]")
    assert first == ONE
    assert refused == (
        1,
        "import.json",
        "is not valid JSON: '{' stands where a comma belongs; nothing behind it was read",
    )


def test_a_reply_without_records():
    assert told('{"items": [], "total_count": 0}') == []
    assert told('{"items": [],\n "search_criteria": {"a": [1]}}') == []


def test_fractions_stay_exact():
    number = "0.1000000000000000055511151231257827021181583404541015625"
    assert (
        told(f'{{"increment_id": {number}}}') == told(f'[{{"increment_id": {number}}}]') == [{"increment_id": number}]
    )


def test_a_line_longer_than_the_head():
    long = json.dumps(ONE | {"note": "x" * (1 << 20)})
    assert [record["increment_id"] for record in told(f"{long}\n{json.dumps(TWO)}\n")] == ["1", "2"]
    assert [record["increment_id"] for record in told(f'{{"items": [{long}, {json.dumps(TWO)}]}}')] == ["1", "2"]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('a"\\]}é', max_size=3), inner, max_size=4),
    max_leaves=15,
)


@given(st.lists(values, max_size=6), st.booleans(), st.sampled_from([None, 1]))
def test_the_scanner_reads_what_json_reads(elements: list[Any], ascii_only: bool, indent: int | None):
    stream = Drips(json.dumps(elements, ensure_ascii=ascii_only, indent=indent).encode())
    scanner = Scanner(b"", stream.read)
    assert scanner.accept("[")
    found = []
    while not scanner.accept("]"):
        found.append(scanner.take())
        scanner.accept(",")
    assert found == elements
    assert scanner.peek() == ""


@given(st.lists(values, min_size=1, max_size=6))
def test_skipping_ends_where_taking_does(elements: list[Any]):
    scanner = Scanner(b"", Drips(json.dumps(elements).encode()).read)
    scanner.accept("[")
    for _ in elements:
        scanner.skip()
        scanner.accept(",")
    assert scanner.accept("]")
