"""The library's messages in the words of the command line: ``--clear`` for ``clear()``."""

from __future__ import annotations

import re

__all__ = ["spoken"]

_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\badd\(ds, '([^']*)', (?:…|value)\)", r"--add '\1=VALUE'"),
        (r"\b(?:clear|remove|add|replace)\(…, force=True\)", "add --force"),
        (r"\bpass overwrite=True\b", "add --overwrite"),
        (r"\breplace\(\)", "--set"),
        (r"\b(clear|remove|add)\(\)", r"--\1"),
        (r"\bsave\(\)", "saving"),
        (r"\b(pixels|engine|faces|tilt)='(\w+)'", r"--\1 \2"),
        (r"\bread\(\) takes\b", "this command takes"),
        (r"\bsurvey\(\)", "dcmteach classify"),
        (r"\bsearch\(\) needs\b", "--find needs"),
        (r"\bsearch\(ds, '([^']*)'\)", r"--find \1"),
        (r" \.disagreements\(\) lists these\.", " --json marks these."),
    )
)


def spoken(text: str) -> str:
    """Say what a message advises in the words of the command line.

    Parameters
    ----------
    text : str
        A message of the library, which speaks of functions.

    Returns
    -------
    str
        The same, speaking of options; what has no option stays as it is.
    """
    for pattern, words in _WORDS:
        text = pattern.sub(words, text)
    return text
