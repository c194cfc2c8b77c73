"""What both derived forms share: glossary links, citations, links between lessons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dcmteach.course.lessons.source import Lesson, LessonError

__all__ = ["Bibliography", "Glossary", "bullets", "front_sentences", "outside_code", "slide_type"]

_CITATION = re.compile(r"\[@([A-Za-z0-9_.:-]+)\]")
# A block, or a span, which may go on over a line break but not over an empty line.
_CODE = re.compile(r"(^```[\s\S]*?^```|^~~~[\s\S]*?^~~~|`(?:[^`\n]|\n(?![ \t]*\n))+`)", re.M)
_LESSON_LINK = re.compile(r"\]\((\d\d-[a-z0-9-]+)\.ipynb\)")


def bullets(sentences: Iterable[str]) -> str:
    """Write *sentences* as a Markdown list."""
    return "\n".join(f"- {sentence}" for sentence in sentences)


def front_sentences(lesson: Lesson) -> str:
    """How long a lesson takes, as one sentence."""
    return f"Teaching: {lesson.teaching} minutes · exercises: {lesson.exercises} minutes"


def slide_type(source: str, *, given: str | None, role: str) -> str:
    """What RISE does with a cell: as *given*, else a new slide at each heading and exercise."""
    if given:
        return given
    if role == "exercise" or re.match(r"## ", source.lstrip()):
        return "slide"
    if re.match(r"### ", source.lstrip()):
        return "subslide"
    return "-"


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Apply *change* to the parts of a Markdown text that are not code."""
    parts = _CODE.split(text)
    return "".join(part if n % 2 else change(part) for n, part in enumerate(parts))


def link_lessons(text: str) -> str:
    """Turn links to notebooks into links to pages of the book."""
    return outside_code(text, lambda part: _LESSON_LINK.sub(r"](\1.md)", part))


@dataclass(frozen=True)
class Bibliography:
    """The sources that lessons cite as ``[@key]``, with the words a notebook shows for each."""

    words: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Bibliography:
        """Read the keys of a BibTeX file and their ``shorthand`` fields."""
        words = {}
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for entry in re.split(r"^@", text, flags=re.M)[1:]:
            key = re.match(r"\w+\{\s*([^,\s]+)\s*,", entry)
            shorthand = re.search(r"^\s*shorthand\s*=\s*\{(.*?)\}\s*,?\s*$", entry, re.M)
            if key:
                words[key[1]] = shorthand[1] if shorthand else key[1]
        return cls(words)

    def in_notebook(self, text: str) -> str:
        """Replace citations by words in brackets."""
        return outside_code(text, lambda part: _CITATION.sub(self._words, part))

    def in_book(self, text: str) -> str:
        """Replace citations by the role that links them to the bibliography."""

        def role(match: re.Match[str]) -> str:
            self._words(match)
            return f"{{cite}}`{match[1]}`"

        return outside_code(text, lambda part: _CITATION.sub(role, part))

    def _words(self, match: re.Match[str]) -> str:
        if match[1] not in self.words:
            known = ", ".join(sorted(self.words)) or "none yet"
            raise LessonError(
                f"[@{match[1]}] cites a source that book/references.bib does not have "
                f"(it has: {known}). Add the entry or mend the key."
            )
        return f"({self.words[match[1]]})"


@dataclass
class Glossary:
    """The terms of the book's glossary; links each at its first use on a page."""

    terms: tuple[str, ...]
    seen: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> Glossary:
        """Read the terms (the lines that are not indented) of the glossary directive."""
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        terms: list[str] = []
        for body in re.findall(r"^```\{glossary\}\n([\s\S]*?)^```", text, re.M):
            terms += [line for line in body.splitlines() if line.strip() and line[0] not in " :"]
        return cls(tuple(sorted(terms, key=lambda term: (-len(term), term))))

    def fresh(self) -> Glossary:
        """The same terms for another page."""
        return Glossary(self.terms)

    def link(self, text: str) -> str:
        """Link each term's first use, leaving code, links, roles and headings alone."""
        return outside_code(text, self._link_part)

    def _link_part(self, text: str) -> str:
        protected = re.compile(
            r"(!?\[[^\]]*\](?:\([^)]*\))?|^#.*$|^\|.*$|<[^>]+>|\{[a-z]+\})", re.M
        )
        parts = protected.split(text)
        for n in range(0, len(parts), 2):
            parts[n] = self._link_plain(parts[n])
        return "".join(parts)

    def _link_plain(self, text: str) -> str:
        pending = [term for term in self.terms if term not in self.seen]
        if not pending:
            return text
        by_form = {form: term for term in pending for form in _forms(term)}
        pattern = "|".join(re.escape(f) for f in sorted(by_form, key=lambda f: (-len(f), f)))

        def role(match: re.Match[str]) -> str:
            term = by_form[match[0]]
            if term in self.seen:
                return match[0]
            self.seen.add(term)
            return f"{{term}}`{match[0]}`" if match[0] == term else f"{{term}}`{match[0]} <{term}>`"

        return re.sub(rf"(?<![\w`/-])(?:{pattern})(?![\w`-])", role, text)


def _forms(term: str) -> list[str]:
    forms = [term, term + "s"]
    if term[0].islower():
        forms += [form[0].upper() + form[1:] for form in forms]
    return forms
