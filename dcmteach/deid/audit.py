"""The record of a run: one JSON line per file, none of them with anything of the input."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from dcmteach.deid.output_part import told
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import Item
from dcmteach.deid.worker_settings import Done
from dcmteach.errors import SaveError

__all__ = ["Audit", "add_record", "earlier_faces", "earlier_outputs", "input_id"]

SCHEMA = "dcmteach audit 1"


def input_id(secrets: Secrets, item: Item) -> str:
    """Name an input by a keyed hash of its path and state: nobody without the key can tell which.

    Parameters
    ----------
    secrets : Secrets
        The key.
    item : Item
        The file.
    """
    try:
        status = Path(item.path).stat()
        state = f"{status.st_size} {status.st_mtime_ns}"
    except OSError:
        state = ""
    path = os.path.abspath(item.path)  # noqa: PTH100 - links stay as they are
    return secrets.digest("audit input", path, item.group, state, *item.members).hex()[:24]


class Audit:
    """The record, as it is written.

    Parameters
    ----------
    path : Path
        A file of mode 0600; what earlier runs wrote there stays.
    secrets : Secrets
        The key: inputs are named by it.
    recipe : Recipe
        What was done.
    settings : dict
        The choices of the run, as plain data.
    keyed : bool
        Whether the key is kept, or thrown away at the end.

    Raises
    ------
    SaveError
        On entering, if it cannot be written.
    """

    def __init__(
        self,
        path: Path,
        *,
        secrets: Secrets,
        recipe: Recipe,
        settings: dict[str, Any],
        keyed: bool,
    ) -> None:
        self.path = path
        self.secrets = secrets
        self._plans: set[str] = set()
        self._file: IO[str] | None = None
        self._start = {
            "record": "run",
            "schema": SCHEMA,
            "started": _now(),
            "software": software(),
            "recipe": {
                "name": recipe.name or "own",
                "digest": recipe.digest,
                "profile": recipe.profile,
                "options": list(recipe.options),
                "rules": len(recipe.rules),
                "dates": recipe.dates,
            },
            "key": secrets.fingerprint if keyed else "made for this run and thrown away",
            **settings,
        }

    def __enter__(self) -> Audit:
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
            descriptor = os.open(self.path, flags, 0o600)
            if hasattr(os, "fchmod"):
                os.fchmod(descriptor, 0o600)
            self._file = os.fdopen(descriptor, "a+", encoding="ascii", newline="\n")
            size = self._file.seek(0, os.SEEK_END)
            if size:  # a run that was interrupted may have left half a line
                with self.path.open("rb") as file:
                    file.seek(-1, os.SEEK_END)
                    if file.read(1) != b"\n":
                        self._file.write("\n")
        except OSError as error:
            raise SaveError(
                f"The record {self.path.name!r} cannot be written: {error.strerror}. "
                "Give another place. Nothing was written."
            ) from None
        self._write(self._start)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        try:
            with told(self.path.name):
                self._file.flush()
                os.fsync(self._file.fileno())
        except SaveError:
            if error is None:
                raise
        finally:
            with contextlib.suppress(OSError):  # what could not be flushed, cannot now
                self._file.close()

    def add(self, done: Done, item: Item) -> None:
        """Record what became of one file.

        Parameters
        ----------
        done : Done
            What the worker said, after publication.
        item : Item
            The file; its path is not recorded.
        """
        if done.steps is not None and done.plan not in self._plans:
            self._plans.add(done.plan)
            self._write({"record": "plan", "plan": done.plan, "steps": list(done.steps)})
        record: dict[str, Any] = {
            "record": "file",
            "index": done.number,
            "input": input_id(self.secrets, item),
            "bytes_read": done.size,
            "status": done.status,
        }
        if done.reason:
            record["reason"] = done.reason
        if done.name:
            record |= {"output": done.name, "sha256": done.digest}
        if done.plan:
            record["plan"] = done.plan
        self._write(record | done.extra)

    def finish(self, summary: dict[str, Any]) -> None:
        """Record the whole.

        Parameters
        ----------
        summary : dict
            Counts, reasons, seconds.
        """
        self._write({"record": "summary", "ended": _now(), **summary})

    def flush(self) -> None:
        """Hand to the system what was recorded."""
        if self._file is not None:
            with told(self.path.name):
                self._file.flush()

    def _write(self, record: dict[str, Any]) -> None:
        assert self._file is not None
        with told(self.path.name):
            print(json.dumps(record, ensure_ascii=True, separators=(",", ":")), file=self._file)


def add_record(path: Path, record: dict[str, Any]) -> None:
    """Add one line to a record, which is made if need be.

    Parameters
    ----------
    path : Path
        The file, of mode 0600.
    record : dict
        Plain data, without anything of the input.

    Raises
    ------
    SaveError
        If it cannot be written.
    """
    line = json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii", newline="\n") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise SaveError(
            f"The record {path.name!r} cannot be written: {error.strerror}. Give another place."
        ) from None


def earlier_outputs(
    path: Path, secrets: Secrets, recipe: Recipe, settings: dict[str, Any]
) -> dict[str, tuple[str, str]]:
    """Read what earlier runs with the same key, recipe, choices and software wrote.

    Parameters
    ----------
    path : Path
        The record.
    secrets : Secrets
        The key.
    recipe : Recipe
        The recipe.
    settings : dict
        The choices of the run.

    Returns
    -------
    dict
        Output and SHA-256 by :func:`input_id`; lines that are no record are passed over.
    """
    return {
        str(record.get("input")): (str(record.get("output")), str(record.get("sha256")))
        for record in _earlier(path, secrets, recipe, settings)
    }


def earlier_faces(
    path: Path, secrets: Secrets, recipe: Recipe, settings: dict[str, Any]
) -> dict[str, str]:
    """Read in which files such runs found faces.

    Parameters
    ----------
    path, secrets, recipe, settings
        As for :func:`earlier_outputs`.

    Returns
    -------
    dict
        ``"covered"`` or ``"clear"`` by :func:`input_id`.
    """
    found: dict[str, str] = {}
    for record in _earlier(path, secrets, recipe, settings):
        face = record.get("face")
        if isinstance(face, dict):
            found[str(record.get("input"))] = str(face.get("verdict"))
    return found


def _earlier(
    path: Path, secrets: Secrets, recipe: Recipe, settings: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    ours = False
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            for line in file:
                try:
                    record = json.loads(line)
                except ValueError:
                    continue
                if not isinstance(record, dict):
                    continue
                if record.get("record") == "run":
                    ours = (
                        record.get("key") == secrets.fingerprint
                        and record.get("recipe", {}).get("digest") == recipe.digest
                        and record.get("software") == software()
                        and all(record.get(key) == value for key, value in settings.items())
                    )
                elif ours and record.get("status") in {"written", "there already"}:
                    yield record
    except OSError:
        return


def software() -> dict[str, str]:
    """Return the names and versions of what did the work."""
    found = {"python": platform.python_version()}
    for name in ("dcmteach", "pydicom"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # not installed, only on the path
            found[name] = "unknown"
    return found


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
