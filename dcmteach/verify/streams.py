"""Where text can hide in bytes that are no text: picture headers, documents, encodings."""

from __future__ import annotations

import base64
import binascii
import html
import re
import zlib

__all__ = ["decoded_runs", "document_text", "stream_headers"]

_START_OF_SCAN = (0xDA,)
_J2K_TILE = b"\xff\x90"
_STREAM = re.compile(rb"stream\r?\n")
_STRINGS = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]{4,})>", re.DOTALL)
_SHOWN = re.compile(rb"\[(.*?)\]\s*TJ", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{12,}={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){8,}")
_MOST_INFLATED = 1 << 26
_WINDOW = 1 << 16


def stream_headers(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Say where in compressed pixel data something but pixels can stand.

    Parameters
    ----------
    data : bytes
        The file.
    start, end : int
        Its fragments (PS3.5 A.4).

    Returns
    -------
    list of (int, int)
        For JPEG and JPEG-LS all segments up to the scan; for JPEG 2000 the main header; for what
        is neither, the beginning and the end of the fragment; in all, what follows the image.
    """
    found = []
    position = start
    while position + 8 <= end:
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        position += 8
        stop = min(position + length, end)
        if data[position : position + 2] == b"\xff\xd8":
            found.append((position, _jpeg_scan(data, position, stop)))
            last = data.rfind(b"\xff\xd9", position, stop)
            if last >= 0:
                found.append((last, stop))
        elif data[position : position + 2] == b"\xff\x4f":
            tile = data.find(_J2K_TILE, position, stop)
            found.append((position, tile if tile >= 0 else min(stop, position + _WINDOW)))
            last = data.rfind(b"\xff\xd9", position, stop)
            if last >= 0:
                found.append((last, stop))
        elif stop - position <= 2 * _WINDOW:
            found.append((position, stop))
        else:
            found += [(position, position + _WINDOW), (stop - _WINDOW, stop)]
        position = stop
    return [(begin, stop) for begin, stop in found if stop - begin > 2]


def _jpeg_scan(data: bytes, position: int, stop: int) -> int:
    """Go over the segments of a JPEG up to its scan."""
    position += 2
    while position + 4 <= stop and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _START_OF_SCAN:
            return position
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return min(position, stop)


def document_text(value: bytes) -> bytes:
    """Give what can be read of a document beyond its own bytes.

    Parameters
    ----------
    value : bytes
        A PDF, an XML or other document (PS3.3 C.24.2).

    Returns
    -------
    bytes
        For a PDF its inflated streams, the strings in them once more put together; for others the
        text with entities resolved.
    """
    if value[:1024].lstrip().startswith(b"%PDF"):
        return _pdf_text(value)
    if b"&" in value and b"<" in value:
        try:
            return html.unescape(value.decode("utf-8")).encode()
        except UnicodeDecodeError:
            return html.unescape(value.decode("latin_1")).encode()
    return b""


def _pdf_text(value: bytes) -> bytes:
    parts = [value]
    size = 0
    for match in _STREAM.finditer(value):
        inflater = zlib.decompressobj()
        try:
            stream = inflater.decompress(value[match.end() :], _MOST_INFLATED - size)
        except zlib.error:
            continue
        size += len(stream)
        parts.append(stream)
        if size >= _MOST_INFLATED:
            break
    texts = []
    for part in parts:
        for shown in _SHOWN.finditer(part):  # letters pushed apart: [(Me) -20 (ier)] TJ
            texts.append(b"".join(map(_string, _STRINGS.finditer(shown[1]))))
        texts.append(b" ".join(map(_string, _STRINGS.finditer(part))))
    return b"\n".join([*parts[1:], *texts])


def _string(match: re.Match[bytes]) -> bytes:
    if match[2] is not None:
        digits = re.sub(rb"\s", b"", match[2])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return re.sub(rb"\\([0-7]{1,3}|.)", _escaped, match[1], flags=re.DOTALL)


def _escaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 0xFF]) if code[:1].isdigit() and code < b"8" else code


def decoded_runs(data: bytes) -> bytes:
    """Decode what may be base64 or hexadecimal.

    Parameters
    ----------
    data : bytes
        Any bytes.

    Returns
    -------
    bytes
        What came out, apart from what is plainly no text.
    """
    found = []
    for match in _BASE64.finditer(data):
        run = match[0].rstrip(b"=")
        if run.isdigit():
            continue
        try:
            text = base64.b64decode(run[: len(run) - (len(run) % 4 == 1)] + b"=" * (-len(run) % 4))
        except (binascii.Error, ValueError):
            continue
        found.append(text)
        if len(run) >= 16 and _HEX.fullmatch(run):
            found.append(bytes.fromhex(run[: len(run) - len(run) % 2].decode()))
    return b"\x01".join(found)
