"""One word in the letters other people would type it in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from dcmteach.header.fold import fold

__all__ = ["is_foreign", "romanised", "variants"]

# A letter, and what is typed for it. The first choice is what folding makes of it.
_CHOICES = {
    "ä": ("a", "ae"),
    "ö": ("o", "oe"),
    "ő": ("o", "oe"),
    "ø": ("o", "oe"),
    "ü": ("u", "ue"),
    "ű": ("u", "ue"),
    "å": ("a", "aa"),
    "æ": ("ae", "a", "e"),
    "œ": ("oe", "o"),
    "þ": ("th", "t"),
    "ð": ("d", "dh"),
    "đ": ("d", "dj"),
    "ñ": ("n", "ny"),
    "š": ("s", "sh"),
    "ş": ("s", "sh"),
    "č": ("c", "ch"),
    "ž": ("z", "zh"),
    "ae": ("ae", "a"),
    "oe": ("oe", "o"),
    "ue": ("ue", "u"),
    "aa": ("aa", "a"),
    "dj": ("dj", "d"),
}
_UNIT = re.compile("ae|oe|ue|aa|dj|.", re.DOTALL)
_MOST = 32  # spellings of one word
# Two letters that a three-letter name would shrink to, and that stand in every text.
_EVERYDAY = frozenset(
    ["da", "do", "du", "go", "jo", "la", "ma", "na", "no", "ra", "sa", "so", "su", "ta", "to"]
)

# Cyrillic and Greek letters in up to four ways: BGN, passports, librarians, German.
_LETTERS = {
    "а": "a",
    "б": "b",
    "в": "v,v,v,w",
    "г": "g",
    "ґ": "g",
    "д": "d",
    "ђ": "dj,dj,d,dj",
    "е": "e",
    "ё": "yo,e,e,jo",
    "є": "ye,ie,je,je",
    "ж": "zh,zh,z,sch",
    "з": "z,z,z,s",
    "и": "i",
    "і": "i",
    "ї": "yi,i,ji,ji",
    "й": "y,i,j,j",
    "ј": "j",
    "к": "k",
    "л": "l",
    "љ": "lj",
    "м": "m",
    "н": "n",
    "њ": "nj",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "ѕ": "s,dz",
    "т": "t",
    "ћ": "c",
    "у": "u",
    "ў": "u",
    "ф": "f",
    "х": "kh,h,ch,ch",
    "ц": "ts,ts,c,z",
    "ч": "ch,ch,c,tsch",
    "џ": "dzh,dz,dz,dsch",
    "ш": "sh,sh,s,sch",
    "щ": "shch,shch,sc,schtsch",
    "ъ": ",ie",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu,iu,ju,ju",
    "я": "ya,ia,ja,ja",
    "α": "a",
    "β": "v,b",
    "γ": "g",
    "δ": "d",
    "ε": "e",
    "ζ": "z",
    "η": "i,e",
    "θ": "th",
    "ι": "i",
    "κ": "k",
    "λ": "l",
    "μ": "m",
    "ν": "n",
    "ξ": "x,ks",
    "ο": "o",
    "π": "p",
    "ρ": "r",
    "σ": "s",
    "ς": "s",
    "τ": "t",
    "υ": "y,u",
    "φ": "f,ph",
    "χ": "ch,h,kh",
    "ψ": "ps",
    "ω": "o",
}
_SCHEMES = [
    str.maketrans(
        {letter: ways.split(",")[min(number, ways.count(","))] for letter, ways in _LETTERS.items()}
    )
    for number in range(4)
]
_HIRAGANA = {code + 0x60: code for code in range(0x3041, 0x3097)}
_KATAKANA = {code: katakana for katakana, code in _HIRAGANA.items()}
_FOREIGN = re.compile("[α-ωа-џґ]")


@lru_cache(maxsize=4096)
def variants(word: str) -> frozenset[str]:
    """Give the spellings a word may turn up in.

    Parameters
    ----------
    word : str
        One word of a name, e.g. ``"Jörgensen"``, ``"Joergensen"`` or ``"Иванов"``.

    Returns
    -------
    frozenset of str
        Folded as by :func:`~dcmteach.header.fold.fold`: ``jorgensen`` and ``joergensen`` in
        either case; ``ivanov``, ``iwanow`` … besides the Cyrillic word itself.
    """
    lowered = unicodedata.normalize("NFC", word).casefold()
    found = {fold(lowered)}
    found.update(fold(lowered.translate(kana)) for kana in (_HIRAGANA, _KATAKANA))
    for spelled in {lowered, *romanised(lowered)}:
        units = [_CHOICES.get(unit, (unit,)) for unit in _UNIT.findall(spelled)]
        number = 1
        for unit in units:
            number *= len(unit)
        if number <= _MOST:
            found.update(fold("".join(way)) for way in product(*units))
        else:  # too many: all letters the one way, or all the other
            found.update(fold("".join(unit[end] for unit in units)) for end in (0, -1))
    if len(lowered) == 3:
        found -= _EVERYDAY - {lowered}
    return frozenset(found)


def is_foreign(text: str) -> bool:
    """Tell whether a folded text holds Greek or Cyrillic letters."""
    return _FOREIGN.search(text) is not None


def romanised(text: str) -> set[str]:
    """Write Greek and Cyrillic text in Latin letters, in all the usual ways.

    Parameters
    ----------
    text : str
        Text in lower case; other letters stay.

    Returns
    -------
    set of str
        Empty if there was nothing to rewrite.
    """
    composed = unicodedata.normalize("NFC", text.casefold())
    if not is_foreign(composed) and not is_foreign(fold(composed)):
        return set()
    plain = "".join(_greek_plain(letter) for letter in composed)
    return {plain.translate(scheme) for scheme in _SCHEMES}


def _greek_plain(letter: str) -> str:
    """Take the accent off a Greek letter; й and ё are letters of their own."""
    if letter < "Ͱ" or letter > "῿" or "Ѐ" <= letter <= "ӿ":
        return letter
    return fold(letter)
