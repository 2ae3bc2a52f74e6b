"""Marked records: a set of ids as a bitmap, so that a million marks are 125 KB and are made in a moment."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import repeat

CHUNK = 1 << 15
"""Ids that are worked through at once: in a thread, other threads get their turn after so many."""

FEW = 2048
"""Up to so many ids, one by one is faster than a bitmap of them."""

_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


class Marks:
    """A set of record ids, which are dense: memory goes by the largest, an eighth of a byte each.

    May be read in one thread while another one changes it; two must not change it at once.
    """

    __slots__ = ("_bits", "_count")

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._bits = bytearray()
        self._count = 0
        self.update(ids)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, record_id: object) -> bool:
        return isinstance(record_id, int) and self._has(self._bits, record_id)

    def __iter__(self) -> Iterator[int]:
        for at, byte in enumerate(self._bits):
            for bit in _BITS[byte]:
                yield at << 3 | bit

    def __repr__(self) -> str:
        return f"<Marks: {self._count}>"

    @staticmethod
    def _has(bits: bytearray, record_id: int) -> bool:
        return 0 <= record_id >> 3 < len(bits) and bool(bits[record_id >> 3] >> (record_id & 7) & 1)

    # --- one

    def add(self, record_id: int) -> None:
        """Mark it."""
        if record_id not in self:
            self.toggle(record_id)

    def discard(self, record_id: int) -> None:
        """Take its mark away, if it has one."""
        if record_id in self:
            self.toggle(record_id)

    def toggle(self, record_id: int) -> bool:
        """Mark it, or take its mark away; says whether it is marked then."""
        at, bit = _checked(record_id) >> 3, 1 << (record_id & 7)
        if at >= len(self._bits):
            self._bits.extend(bytes(at + 1 - len(self._bits)))
        self._bits[at] ^= bit
        is_marked = bool(self._bits[at] & bit)
        self._count += 1 if is_marked else -1
        return is_marked

    # --- many

    def update(self, ids: Iterable[int]) -> None:
        """Mark them all."""
        many = _as_array(ids)
        if len(many) > FEW:
            self._become(self._whole() | _bitmap(many))
        else:
            for record_id in many:
                self.add(record_id)

    def discard_all(self, ids: Iterable[int]) -> None:
        """Take the marks of all of them away."""
        many = _as_array(ids)
        if len(many) > FEW:
            self._become(self._whole() & ~_bitmap(many))
        else:
            for record_id in many:
                self.discard(record_id)

    def invert_within(self, ids: Iterable[int]) -> None:
        """Of these, mark those that aren't, and take the others' marks away; all other marks stay."""
        self._become(self._whole() ^ _bitmap(_as_array(ids)))

    def clear(self) -> None:
        """No marks."""
        self._bits, self._count = bytearray(), 0

    def copy(self) -> Marks:
        """Another set with the same marks."""
        other = Marks()
        other._bits, other._count = self._bits[:], self._count
        return other

    def count_in(self, ids: Iterable[int]) -> int:
        """How many of these records are marked."""
        many = _as_array(ids)
        if len(many) <= FEW:
            return len({record_id for record_id in many if record_id in self})
        return (self._whole() & _bitmap(many)).bit_count()

    # --- as one large number, in which whole sets are joined at once

    def _whole(self) -> int:
        return int.from_bytes(self._bits, "little")

    def _become(self, whole: int) -> None:
        self._bits = bytearray(whole.to_bytes(-(-whole.bit_length() // 8), "little"))
        self._count = whole.bit_count()


def _as_array(ids: Iterable[int]) -> array[int]:
    return ids if isinstance(ids, array) else array("q", ids)


def _checked(record_id: int) -> int:
    if record_id < 0:
        raise ValueError(f"Record ids aren't negative: {record_id}.")
    return record_id


def _bitmap(ids: array[int]) -> int:
    """The number whose bits are set at these places: bytes are set first, eight of them then become one."""
    chunks = [slice(start, start + CHUNK) for start in range(0, len(ids), CHUNK)]
    _checked(min((min(ids[chunk]) for chunk in chunks), default=0))
    flags = bytearray(max((max(ids[chunk]) for chunk in chunks), default=0) + 1)
    for chunk in chunks:
        deque(map(flags.__setitem__, ids[chunk], repeat(1)), maxlen=0)
    whole = 0
    for bit in range(8):
        whole |= int.from_bytes(flags[bit::8], "little") << bit
    return whole
