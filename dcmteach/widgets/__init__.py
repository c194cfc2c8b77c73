"""Widgets for anybody's notebook: browse a header, sort its tags, edit its elements, plan, compare,
try pseudonyms, decide about matches, make a cohort pseudonymous, review text burned into pictures,
look at the face in a scan of a head.

Each is a model without any user interface, a thin view of stock ipywidgets that is built when the
notebook first shows it, and a snapshot with a text alternative for pages without a kernel.
"""

from dcmteach.widgets.browser import HeaderBrowser
from dcmteach.widgets.desk import Desk
from dcmteach.widgets.diff_viewer import DiffViewer
from dcmteach.widgets.editor import ElementEditor
from dcmteach.widgets.face_viewer import FaceViewer
from dcmteach.widgets.plan_explorer import PlanExplorer
from dcmteach.widgets.pseudonym_lab import PseudonymLab
from dcmteach.widgets.reviewer import MatchReviewer
from dcmteach.widgets.snapshot import Snapshot
from dcmteach.widgets.sorter import TagSorter
from dcmteach.widgets.text_reviewer import TextReviewer

__all__ = [
    "Desk",
    "DiffViewer",
    "ElementEditor",
    "FaceViewer",
    "HeaderBrowser",
    "MatchReviewer",
    "PlanExplorer",
    "PseudonymLab",
    "Snapshot",
    "TagSorter",
    "TextReviewer",
]
