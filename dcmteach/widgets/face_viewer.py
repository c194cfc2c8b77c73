"""The face viewer: a head in three planes and as a portrait, before and after its face is taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dcmteach.widgets.base import Widget
from dcmteach.widgets.face_model import FaceModel
from dcmteach.widgets.face_outcome import Choices, Outcome, compared

__all__ = ["FaceViewer"]


class FaceViewer(Widget):
    """Look at a head and at the face rendered from its slices, before and after it is defaced.

    The method, the margin and the parts to keep can be changed; each change defaces anew, and
    counts what was removed and how many voxels of the brain were touched. It shows the face, to
    whoever holds the scan; clear the output of its cell before you give the notebook away.

    Parameters
    ----------
    volume : Volume, or anything that ``dcmteach.volume`` reads
        The head. It is never changed.
    after : Defaced, Volume, or anything that ``dcmteach.volume`` reads, optional
        What somebody made of it already; it is shown first. Nothing is defaced until you choose
        another method.
    method : {"remove", "blur", "shell"}, optional
        What becomes of the face.
    margin : float, optional
        How much further than usual is cut, -20 to 20 mm; less, if negative.
    keep : iterable of str, optional
        Parts that stay: of ``"nose"``, ``"eyes"``, ``"mouth"``, ``"ears"``.

    Raises
    ------
    DcmteachError
        If there is no volume, `after` is not of the same place, an option is unknown, or
        SimpleITK is not installed.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        dcmteach.FaceViewer("head.nii.gz")
    """

    model: FaceModel

    def __init__(
        self,
        volume: Any,
        *,
        after: Any = None,
        method: str = "remove",
        margin: float = 0.0,
        keep: Iterable[str] = (),
    ) -> None:
        from dcmteach.pixels.volume import volume as read_volume

        kept = (keep,) if isinstance(keep, str) else tuple(keep)
        choices = Choices(method, margin, kept).checked()
        before = read_volume(volume)
        given = None
        if after is not None:
            done = after if hasattr(after, "report") else read_volume(after)
            given = compared(before, done)
        self.model = FaceModel(before, choices, given)

    @property
    def outcome(self) -> Outcome:
        """What came of what is chosen now; it is done first if need be."""
        self.model.finish()
        return self.model.outcome or Outcome(self.model.choices)

    def _build(self) -> Any:
        from dcmteach.widgets.face_view import FaceView

        return FaceView(self.model).box
