"""What DICOM says: tables as data files, and pure look-ups.

Rooms above ask here what PS3.15 does with an attribute (:mod:`~dcmteach.standard.profile`), which
Type it has in a SOP class (:mod:`~dcmteach.standard.iod`), whether a private attribute is on the
safe list (:mod:`~dcmteach.standard.private`), how a method is coded
(:mod:`~dcmteach.standard.methods`) and what the Med-I radiologists thought of it
(:mod:`~dcmteach.standard.med_i`).

Nothing is read when this package is imported: each table is read once, at its first question.
"""

from __future__ import annotations

from dcmteach.standard import iod, med_i, methods, names, path, private, profile

__all__ = ["iod", "med_i", "methods", "names", "path", "private", "profile"]
