"""Random numbers that stay the same: on every machine, and in every version of NumPy.

NumPy promises that the raw words of a bit generator never change, but not what
``Generator.normal`` makes of them. So only the raw words are used here, and turned into numbers
with arithmetic that is exact in floating point.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Stream", "make_uid"]

T = TypeVar("T")


class Stream:
    """A reproducible source of random numbers with a name.

    Parameters
    ----------
    *name : int or str
        What the stream is for, e.g. ``Stream(7, "noise")``. Streams with different names are
        independent of each other, so that adding one changes no other.
    """

    def __init__(self, *name: int | str) -> None:
        digest = hashlib.sha256("/".join(map(str, name)).encode()).digest()
        self._bits = np.random.PCG64(np.random.SeedSequence(int.from_bytes(digest, "big")))

    def integer(self, low: int, high: int) -> int:
        """Draw a whole number from ``low`` up to, and including, ``high``."""
        return low + int(self._bits.random_raw()) % (high - low + 1)

    def choice(self, options: Sequence[T]) -> T:
        """Draw one of the options."""
        return options[self.integer(0, len(options) - 1)]

    def digits(self, count: int) -> str:
        """Draw ``count`` decimal digits, the first of which is not 0."""
        return str(self.integer(1, 9)) + "".join(str(self.integer(0, 9)) for _ in range(count - 1))

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """Draw a number from ``low`` up to, but not including, ``high``."""
        return low + (high - low) * (int(self._bits.random_raw()) >> 11) * 2.0**-53

    def noise(self, *shape: int) -> NDArray[np.float64]:
        """Draw independent, nearly normal numbers of mean 0 and standard deviation 1.

        Each is a sum of twelve 16-bit words, which is exact; it stays within ±6.

        Returns
        -------
        ndarray of float64, shape ``shape``
        """
        count = int(np.prod(shape))
        raw = self._bits.random_raw(3 * count).astype("<u8")
        words = raw.view("<u2").reshape(count, 12).astype(np.int64)
        total = words.sum(axis=1) - 12 * 32768
        return np.asarray(total / 65536.0).reshape(shape)

    def words(self, count: int) -> NDArray[np.uint64]:
        """Draw ``count`` raw words of 64 bits, the low byte first on every machine."""
        return np.asarray(self._bits.random_raw(count)).astype("<u8")


def make_uid(*name: int | str) -> str:
    """Make a UID that depends on the name alone, below the root 2.25 (PS3.5 B.2).

    Returns
    -------
    str
        At most 44 characters; the same name always gives the same UID.
    """
    digest = bytearray(hashlib.sha256("/".join(map(str, name)).encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80  # version 8 and variant bits of RFC 9562
    digest[8] = digest[8] & 0x3F | 0x80
    return f"2.25.{int.from_bytes(digest, 'big')}"
