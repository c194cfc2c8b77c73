"""The key: one secret from which every pseudonym, UID and shift of a run follows."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import secrets as _system
import stat
from os import PathLike
from pathlib import Path

from dcmteach.errors import DcmteachError

__all__ = ["KeyFileError", "Secrets"]

_LEAST = 16  # bytes of a key
_MADE = 32  # bytes of a key made here
_MOST = 4096  # bytes of a key file


class KeyFileError(DcmteachError):
    """A key file could not be used, or was not made."""


class Secrets:
    """A secret key. Whoever has it can repeat every replacement made with it; it is never shown.

    Parameters
    ----------
    key : bytes
        At least 16 random bytes.

    Raises
    ------
    ValueError
        If there are fewer.

    Notes
    -----
    Two objects with the same key are equal. It can be pickled, so that worker processes get it;
    a pickle of it is as secret as the key file.
    """

    __slots__ = ("_hash", "_key")

    def __init__(self, key: bytes) -> None:
        if len(key) < _LEAST:
            raise ValueError(
                f"a key must have at least {_LEAST} random bytes (got {len(key)}). "
                "Make one with Secrets.random() or `dcmteach key new FILE`."
            )
        self._key = bytes(key)
        self._hash = hash(self._key)

    @classmethod
    def random(cls) -> Secrets:
        """Make a key for one run, from the system's source of randomness."""
        return cls(_system.token_bytes(_MADE))

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Secrets:
        """Read a key file: one line, the base64 of at least 16 random bytes.

        Parameters
        ----------
        path : str or path-like
            The file; nobody but its owner may have any right to it (mode 0600 or 0400).

        Raises
        ------
        KeyFileError
            If it cannot be read, is open to others, or holds no key. The message never
            repeats what the file holds.
        """
        name = Path(path)
        try:
            descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            raise KeyFileError(
                f"the key file '{name}' cannot be read: {error.strerror}. "
                f"Make a new key with `dcmteach key new {name}`."
            ) from None
        try:
            _check_rights(os.fstat(descriptor).st_mode, name)
            content = os.read(descriptor, _MOST + 1)
        finally:
            os.close(descriptor)
        return cls(_decoded(content, name))

    @classmethod
    def new_file(cls, path: str | PathLike[str]) -> Secrets:
        """Make a key and write it to a new file of mode 0600.

        Parameters
        ----------
        path : str or path-like
            Where to; a file that exists is never overwritten.

        Raises
        ------
        KeyFileError
            If there is something at that path already, or it cannot be written.
        """
        name = Path(path)
        made = cls.random()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            descriptor = os.open(name, flags, 0o600)
        except FileExistsError:
            raise KeyFileError(
                f"'{name}' exists and a key file is never overwritten, since what was made with "
                "its key could not be repeated. Give another name."
            ) from None
        except OSError as error:
            raise KeyFileError(
                f"the key file '{name}' cannot be made: {error.strerror}. "
                "Name a folder that exists and that you may write to."
            ) from None
        try:
            with os.fdopen(descriptor, "wb") as file:
                if hasattr(os, "fchmod"):
                    os.fchmod(file.fileno(), 0o600)
                file.write(base64.b64encode(made._key) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            name.unlink(missing_ok=True)
            raise KeyFileError(
                f"the key file '{name}' could not be written: {error.strerror}. "
                "Nothing was left behind."
            ) from None
        return made

    def digest(self, label: str, *parts: str) -> bytes:
        """Derive 32 bytes from the key.

        Parameters
        ----------
        label : str
            What for. Digests of different labels tell nothing of each other.
        *parts : str
            What of. Every part is written with its length, so that ``("ab", "c")`` and
            ``("a", "bc")`` differ.

        Returns
        -------
        bytes
            HMAC-SHA-256 (RFC 2104): the same for the same key, label and parts.
        """
        message = bytearray()
        for part in (label, *parts):
            data = part.encode("utf-8", "surrogatepass")
            message += len(data).to_bytes(8, "big")
            message += data
        return hmac.digest(self._key, message, "sha256")

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits to tell keys apart by; the key cannot be had from them."""
        return self.digest("dcmteach fingerprint").hex()[:8]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secrets):
            return NotImplemented
        return hmac.compare_digest(self._key, other._key)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type[Secrets], tuple[bytes]]:
        return type(self), (self._key,)

    def __repr__(self) -> str:
        return f"<Secrets {self.fingerprint}>"

    __str__ = __repr__


def _check_rights(status: int, name: Path) -> None:
    if not stat.S_ISREG(status):
        raise KeyFileError(f"the key file '{name}' must be an ordinary file. Name another.")
    mode = stat.S_IMODE(status)
    if os.name == "posix" and mode & 0o077:
        raise KeyFileError(
            f"the key file '{name}' must be open to its owner alone: mode 0600 (got {mode:04o}). "
            f"Type `chmod 600 {name}`; if others may have read it, make a new key."
        )


def _decoded(content: bytes, name: Path) -> bytes:
    lines = content.split()
    advice = f"Make a new key with `dcmteach key new FILE` and give that instead of '{name}'."
    if len(content) > _MOST or len(lines) != 1:
        raise KeyFileError(
            f"the key file '{name}' must hold one line, the base64 of at least {_LEAST} random "
            f"bytes (got {'more' if lines else 'none'}). {advice}"
        )
    try:
        key = base64.b64decode(lines[0], validate=True)
    except (binascii.Error, ValueError):
        raise KeyFileError(
            f"the key file '{name}' must hold base64: A to Z, a to z, 0 to 9, '+' and '/', "
            f"padded with '='. {advice}"
        ) from None
    if len(key) < _LEAST:
        raise KeyFileError(
            f"the key file '{name}' must hold at least {_LEAST} bytes in base64 "
            f"(got {len(key)}). {advice}"
        )
    return key
