"""Learn to anonymise medical images by doing it.

Everything public can be reached from here (``dcmteach.classify``, ``dcmteach.HeaderBrowser`` …);
each name is loaded when it is first used, so that ``import dcmteach`` itself loads nothing heavy.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the same names once more, for editors; a test holds both equal
    from dcmteach.course import (
        check,
        doctor,
        exercise,
        exercises,
        hint,
        progress,
        quiz,
        solution,
    )
    from dcmteach.deid import (
        Recipe,
        Secrets,
        anonymise,
        apply,
        deidentify,
        match_names,
        plan,
        pseudonymise,
        recipes,
    )
    from dcmteach.edit import Editor, add, clear, remove, replace, save
    from dcmteach.errors import DcmteachError, EditRefused, PathError, ReadError, SaveError
    from dcmteach.header import classify, diff, identity, read, search, survey, table, tree
    from dcmteach.pixels import (
        brain_estimate,
        crop,
        deface,
        export,
        find_text,
        has_face,
        match_faces,
        redact,
        relief_correlation,
        render_face,
        volume,
    )
    from dcmteach.synth import answer_key, sample, sample_folder, sample_names, sample_path
    from dcmteach.verify import (
        against_profile,
        conformance,
        dictionary_attack,
        leaks,
        linkage,
        scan_tree,
        uniqueness,
    )
    from dcmteach.widgets import (
        Desk,
        DiffViewer,
        ElementEditor,
        FaceViewer,
        HeaderBrowser,
        MatchReviewer,
        PlanExplorer,
        PseudonymLab,
        TagSorter,
        TextReviewer,
    )

_HOMES = {
    "dcmteach.errors": ["DcmteachError", "EditRefused", "PathError", "ReadError", "SaveError"],
    "dcmteach.header": [
        "classify",
        "diff",
        "identity",
        "read",
        "search",
        "survey",
        "table",
        "tree",
    ],
    "dcmteach.edit": ["Editor", "add", "clear", "remove", "replace", "save"],
    "dcmteach.pixels": [
        "brain_estimate",
        "crop",
        "deface",
        "export",
        "find_text",
        "has_face",
        "match_faces",
        "redact",
        "relief_correlation",
        "render_face",
        "volume",
    ],
    "dcmteach.synth": ["answer_key", "sample", "sample_folder", "sample_names", "sample_path"],
    "dcmteach.course": [
        "check",
        "doctor",
        "exercise",
        "exercises",
        "hint",
        "progress",
        "quiz",
        "solution",
    ],
    "dcmteach.deid": [
        "Recipe",
        "Secrets",
        "anonymise",
        "apply",
        "deidentify",
        "match_names",
        "plan",
        "pseudonymise",
        "recipes",
    ],
    "dcmteach.verify": [
        "against_profile",
        "conformance",
        "dictionary_attack",
        "leaks",
        "linkage",
        "scan_tree",
        "uniqueness",
    ],
    "dcmteach.widgets": [
        "Desk",
        "DiffViewer",
        "ElementEditor",
        "FaceViewer",
        "HeaderBrowser",
        "MatchReviewer",
        "PlanExplorer",
        "PseudonymLab",
        "TagSorter",
        "TextReviewer",
    ],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "DcmteachError",
    "Desk",
    "DiffViewer",
    "EditRefused",
    "Editor",
    "ElementEditor",
    "FaceViewer",
    "HeaderBrowser",
    "MatchReviewer",
    "PathError",
    "PlanExplorer",
    "PseudonymLab",
    "ReadError",
    "Recipe",
    "SaveError",
    "Secrets",
    "TagSorter",
    "TextReviewer",
    "add",
    "against_profile",
    "anonymise",
    "answer_key",
    "apply",
    "brain_estimate",
    "check",
    "classify",
    "clear",
    "conformance",
    "crop",
    "deface",
    "deidentify",
    "dictionary_attack",
    "diff",
    "doctor",
    "exercise",
    "exercises",
    "export",
    "find_text",
    "has_face",
    "hint",
    "identity",
    "leaks",
    "linkage",
    "match_faces",
    "match_names",
    "plan",
    "progress",
    "pseudonymise",
    "quiz",
    "read",
    "recipes",
    "redact",
    "relief_correlation",
    "remove",
    "render_face",
    "replace",
    "sample",
    "sample_folder",
    "sample_names",
    "sample_path",
    "save",
    "scan_tree",
    "search",
    "solution",
    "survey",
    "table",
    "tree",
    "uniqueness",
    "volume",
]


def __getattr__(name: str) -> object:
    """Load a public name from its room, once."""
    if name == "__version__":
        from importlib.metadata import version

        value: object = version("dcmteach")
    elif name in _HOME_OF:
        value = getattr(importlib.import_module(_HOME_OF[name]), name)
    else:
        raise AttributeError(f"module 'dcmteach' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
