"""Clean a Siemens measurement protocol: XProtocol and ASCCONV, text inside a CSA header."""

from __future__ import annotations

import re

from dcmteach.deid.objects.cutter import Cutter

__all__ = ["clean_protocol", "is_protocol"]

_NAMES = frozenset({"MrPhoenixProtocol", "MrProtocol", "MrEvaProtocol"})
# <ParamString."tPatientName">  { "…" }   and   tProtocolName = ""…""   and   alTR[0] = 2300000
_PIECE = re.compile(
    r"<(?P<kind>\w+)\.\"(?P<param>[^\"<>\r\n]*)\">"
    r"|(?P<line>^[ \t]*(?P<name>[A-Za-z_][\w.\[\]]*)[ \t]*=[ \t]*)"
    r"|(?P<attribute><\w+>(?:(?<=ion>|<ID>|ize>)[ \t]*[-+\d.]+)?)"
    r"|(?P<open>\"{1,2})(?P<text>[^\"]*)(?P=open)"
    r"|(?P<number>(?<![\w.])[+-]?\d[\d.]*(?:[eE][+-]?\d+)?(?![\w.]))",
    re.M,
)
_LAST = re.compile(r"(\w+)(?:\[\d+\])*$")


def is_protocol(name: str, text: str) -> bool:
    """Tell whether a tag holds a protocol, by its name or by how its text begins."""
    return name in _NAMES or text.lstrip()[:11] == "<XProtocol>" or "### ASCCONV BEGIN" in text


def clean_protocol(text: str, cutter: Cutter) -> str:
    """Clean every quoted text and every number of a protocol.

    Parameters
    ----------
    text : str
        The protocol.
    cutter : Cutter
        What cuts identifiers out of a value.

    Returns
    -------
    str
        The same, with all names of parameters, brackets and quotation marks in place. What a
        parameter named after the patient, a person, a device or a place holds goes as the profile
        says; everything else is searched. Empty if something that identifies is left all the same.
    """
    name = ""

    def cleaned(match: re.Match[str]) -> str:
        nonlocal name
        if match["param"] is not None:
            name = match["param"]
            return match[0]
        if match["line"] is not None:
            last = _LAST.search(match["name"])
            name = last[1] if last else ""
            return match[0]
        if match["attribute"] is not None:
            return match[0]
        if match["open"] is not None:
            quote = match["open"]
            return f"{quote}{cutter.named(name, match['text'])}{quote}"
        number = match["number"]
        return cutter.named(name, number, number=True) or "0"

    result = _PIECE.sub(cleaned, text)
    return "" if cutter.leaves(result, shortest=4) else result
