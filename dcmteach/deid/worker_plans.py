"""Plans in the audit record: told once, and then by a short name."""

from __future__ import annotations

import hashlib
from typing import Any

from dcmteach.deid.plan import Plan
from dcmteach.deid.worker_settings import Settings

__all__ = ["plan_digest", "plan_steps"]

_TOLD: dict[str, set[str]] = {}
_REMEMBERED = 10_000


def plan_digest(planned: Plan) -> str:
    """Give twelve hexadecimal digits that are the same for the same steps, whatever their values.

    Parameters
    ----------
    planned : Plan
        The plan.
    """
    text = "\n".join(f"{s.path}\t{s.action}\t{s.strategy}\t{s.source}" for s in planned.steps)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def plan_steps(planned: Plan, digest: str, settings: Settings) -> tuple[dict[str, Any], ...] | None:
    """Tell the steps, unless this process has told them already in this run.

    Parameters
    ----------
    planned : Plan
        The plan.
    digest : str
        What :func:`plan_digest` gives.
    settings : Settings
        Those of the run.

    Returns
    -------
    tuple of dict, or None
        Path, action code, strategy and reason of each; no value.
    """
    if settings.run not in _TOLD:
        _TOLD.clear()
    told = _TOLD.setdefault(settings.run, set())
    if digest in told:
        return None
    if len(told) >= _REMEMBERED:
        told.clear()
    told.add(digest)
    return tuple(
        {"path": s.path, "action": s.action, "strategy": s.strategy, "reason": s.reason}
        for s in planned.steps
    )
