"""What a file that is no DICOM file may be instead, told from its first bytes."""

from __future__ import annotations

__all__ = ["what_is"]

_UNPACK = "Unpack it first, and read the DICOM files inside."
_EXPORTED = "It was exported from somewhere; ask for the DICOM file it came from."
# (offset, bytes, what it is, what to do)
_SIGNATURES = (
    (0, b"PK\x03\x04", "a zip archive", _UNPACK),
    (0, b"PK\x05\x06", "a zip archive", _UNPACK),
    (0, b"\x1f\x8b", "compressed with gzip", _UNPACK),
    (0, b"BZh", "compressed with bzip2", _UNPACK),
    (0, b"\xfd7zXZ\x00", "compressed with xz", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture", _EXPORTED),
    (0, b"\xff\xd8\xff", "a JPEG picture", _EXPORTED),
    (0, b"GIF8", "a GIF picture", _EXPORTED),
    (0, b"BM", "a BMP picture", _EXPORTED),
    (0, b"II*\x00", "a TIFF picture", _EXPORTED),
    (0, b"MM\x00*", "a TIFF picture", _EXPORTED),
    (0, b"%PDF-", "a PDF document", _EXPORTED),
    (344, b"n+1\x00", "a NIfTI image", _EXPORTED),
    (344, b"ni1\x00", "the header of a NIfTI image", _EXPORTED),
    (4, b"n+2\x00", "a NIfTI-2 image", _EXPORTED),
    (0, b"NRRD", "an NRRD image", _EXPORTED),
    (0, b"ObjectType", "a MetaImage header", _EXPORTED),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file", _EXPORTED),
    (0, b"CDF\x01", "a NetCDF (perhaps MINC) file", _EXPORTED),
    (0, b"\x7fELF", "a program", "Give a DICOM file."),
)
_TEXT_BYTES = frozenset(range(0x20, 0x7F)) | {0x09, 0x0A, 0x0C, 0x0D}


def what_is(start: bytes) -> tuple[str, str] | None:
    """Recognise a file by its first bytes.

    Parameters
    ----------
    start : bytes
        The first 512 bytes of the file, or all of it if it is shorter.

    Returns
    -------
    tuple of str, or None
        What it is and what to do about it; None if the bytes are of no kind known here.
    """
    for offset, signature, kind, advice in _SIGNATURES:
        if start[offset : offset + len(signature)] == signature:
            return kind, advice
    return _text(start)


def _text(start: bytes) -> tuple[str, str] | None:
    body = start.removeprefix(b"\xef\xbb\xbf")
    if not body or any(byte < 0x20 and byte not in _TEXT_BYTES for byte in body):
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(body) - 4:  # more than a letter cut in two at the end
            return None
    head = body.lstrip()[:9].lower()
    if head.startswith((b"<!doctype", b"<html")):
        return "a web page", "A download may have failed; fetch the file again."
    if head.startswith((b"{", b"[")):
        return "a text file (JSON, by its look)", "Give a DICOM file."
    if head.startswith(b"version h"):  # version https://git-lfs…
        return "a Git LFS pointer", "Fetch the file itself: git lfs pull."
    return "a text file", "Give a DICOM file."
