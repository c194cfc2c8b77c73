"""A small table that shows well in a notebook and in a terminal; it needs nothing but Python.

`dcmteach.header.rows` is the table for data sets. This one stands apart because `doctor` has to
work where pydicom does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dcmteach.course.outcome_text import plain, to_html

__all__ = ["Listing"]


class Listing:
    """Rows of texts and numbers under a caption.

    Parameters
    ----------
    caption : str
        What the table is about.
    rows : list of mapping
        All with the same keys, which are the headings.
    note : str, optional
        A sentence below the table.
    """

    def __init__(self, caption: str, rows: list[Mapping[str, object]], *, note: str = "") -> None:
        self.caption = caption
        self.rows = tuple(dict(row) for row in rows)
        self.note = note

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, object]]:
        return iter(self.rows)

    def __getitem__(self, index: int) -> dict[str, object]:
        return self.rows[index]

    def to_records(self) -> list[dict[str, object]]:
        """Give the rows as dictionaries, fit for JSON."""
        return [dict(row) for row in self.rows]

    def __str__(self) -> str:
        lines = [self.caption]
        if self.rows:
            heads = list(self.rows[0])
            table = [heads, *([plain(str(row[head])) for head in heads] for row in self.rows)]
            widths = [max(len(line[at]) for line in table) for at in range(len(heads))]
            for line in table:
                cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
                lines.append("  ".join(cells).rstrip())
        return "\n".join([*lines, plain(self.note)]).rstrip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heads = list(self.rows[0]) if self.rows else []
        style = 'style="text-align:left;padding:0.2em 0.6em;vertical-align:top"'
        top = "".join(f'<th scope="col" {style}>{to_html(head)}</th>' for head in heads)
        body = "".join(
            "<tr>"
            + "".join(f"<td {style}>{to_html(str(row[head]))}</td>" for head in heads)
            + "</tr>"
            for row in self.rows
        )
        note = f"<p>{to_html(self.note)}</p>" if self.note else ""
        return (
            '<div class="dcmteach-listing" style="overflow-x:auto"><table>'
            f'<caption style="text-align:left;font-weight:bold">{to_html(self.caption)}</caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>{note}</div>"
        )
