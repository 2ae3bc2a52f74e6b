"""Filters of every kind that can be read, for Hypothesis."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from hypothesis import strategies as st

from sales_tui.core.folding import phrase
from sales_tui.filters.fields import Field, Fields, Kind
from sales_tui.filters.tree import Value
from sales_tui.filters.write import literal, write_value

Texts = st.SearchStrategy[str]

_PLAIN = re.compile(r'[^\s,"=*<>!-]+')


def filters(fields: Fields, samples: Mapping[str, Sequence[str]], words: Sequence[str], most: int = 3) -> Texts:
    """Texts of filters with up to `most` terms. `samples`: by field name some values as people write them (amounts
    "12.50", days "2026-11-23"; codes with words need none); `words`: what bare words are taken from."""
    usable = [field for field in fields.all if field.words or samples.get(field.name)]
    terms = st.one_of(_words(words), *(_of_field(field, samples.get(field.name, ())) for field in usable))
    signed = st.builds("{}{}".format, st.sampled_from(["", "", "", "!", "-"]), terms)
    return st.lists(signed, min_size=1, max_size=most).map(" ".join)


def _words(words: Sequence[str]) -> Texts:
    parts = st.sampled_from(words).flatmap(_parts)
    return parts.map(lambda part: part if _PLAIN.fullmatch(part) and ":" not in part else _quoted(part))


def _of_field(field: Field, samples: Sequence[str]) -> Texts:
    values = _values(field, samples)
    if field.knows_none:
        values |= st.sampled_from(["none", "any", "ANY"])
    names = st.sampled_from([field.name, *field.aliases, field.name.upper()])
    return st.builds("{}:{}".format, names, values)


def _values(field: Field, samples: Sequence[str]) -> Texts:
    match field.kind:
        case Kind.TEXT | Kind.NAME:
            return _listed(st.sampled_from(samples).flatmap(_text))
        case Kind.CODE:
            return _listed(_codes(field, samples))
        case Kind.AMOUNT | Kind.INTEGER:
            numbers = st.sampled_from(samples)
            compared = st.builds("{}{}".format, st.sampled_from(["=", ">", ">=", "<", "<="]), numbers)
            alone = numbers | compared | _ranges(sorted(samples, key=Decimal))
            # A number right behind a comma may be read as the rest of the one before.
            return st.builds(",".join, st.tuples(alone) | st.tuples(alone, compared))
        case Kind.DATE:
            return _listed(_dates(samples))


def _listed(values: Texts) -> Texts:
    return st.lists(values, min_size=1, max_size=2).map(",".join)


def _text(sample: str) -> Texts:
    parts = _parts(sample)
    whole = write_value(Value(f"={sample}"))
    forms = st.one_of(st.just(whole), parts.map(_quoted), parts.map(lambda part: write_value(literal(part))))
    plain = [word for word in sample.split() if _PLAIN.fullmatch(word) and phrase(word)]
    if not plain:
        return forms
    first, last = plain[0], plain[-1]
    stars = [f"{first}*", f"*{last}", f"{first}*{last}", f"*{first}*", f"{first[:1]}*", f"*{last[-1:]}"]
    return forms | st.sampled_from([text for text in stars if phrase(text.replace("*", ""))])


def _codes(field: Field, samples: Sequence[str]) -> Texts:
    known = [one for code, label in field.words.items() for one in (code, label)] or list(samples)
    in_some_case = st.sampled_from(known) | st.sampled_from(known).map(str.upper)
    return in_some_case.map(lambda code: write_value(literal(code)))


def _dates(samples: Sequence[str]) -> Texts:
    days = st.sampled_from(samples)
    periods = days | days.map(lambda day: day[:7]) | days.map(lambda day: day[:4])
    compared = st.builds("{}{}".format, st.sampled_from(["=", ">", ">=", "<", "<="]), periods)
    ago = st.builds("-{}{}".format, st.integers(0, 40), st.sampled_from("dwmy"))
    words = st.sampled_from(["today", "yesterday", "week", "month", "year", "Today"])
    return st.one_of(periods, compared, ago, ago.map("{}..".format), words, _ranges(sorted(samples)))


def _ranges(ordered: Sequence[str]) -> Texts:
    places = st.tuples(st.integers(0, len(ordered) - 1), st.integers(0, len(ordered) - 1)).map(sorted)
    closed = places.map(lambda pair: f"{ordered[pair[0]]}..{ordered[pair[1]]}")
    return st.one_of(closed, st.sampled_from(ordered).map("{}..".format), st.sampled_from(ordered).map("..{}".format))


def _parts(sample: str) -> Texts:
    """The text, or a part of it in which there is something to look for."""
    ends = st.tuples(st.integers(0, len(sample)), st.integers(0, len(sample))).map(sorted)
    parts = ends.map(lambda pair: sample[pair[0] : pair[1]])
    return parts.map(lambda part: part if phrase(part) else sample)


def _quoted(text: str) -> str:
    return write_value(Value(text, quoted=True))
