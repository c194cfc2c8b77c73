"""The engines that read text, behind one small interface."""

from __future__ import annotations

from dcmteach.pixels.engines.base import ENGINES, Engine, EngineMissing, Word, available, engine

__all__ = ["ENGINES", "Engine", "EngineMissing", "Word", "available", "engine"]
