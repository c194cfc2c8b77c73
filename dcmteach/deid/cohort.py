"""A cohort made pseudonymous: images, table and mapping in one run, searched before it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from os import PathLike
from pathlib import Path

from dcmteach.deid.batch_choices import key_of, target_of
from dcmteach.deid.cohort_fields import fields_of
from dcmteach.deid.cohort_parts import contents
from dcmteach.deid.cohort_report import CohortReport
from dcmteach.deid.cohort_run import CohortRun
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.demographics import Demographics
from dcmteach.deid.faces_choice import choose_faces
from dcmteach.deid.folders import check_pattern
from dcmteach.deid.mapping_file import MappingFile
from dcmteach.deid.output import check_places
from dcmteach.deid.pixels_choice import choose_pixels
from dcmteach.deid.pseudonyms import Pseudonyms
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import AnySource, roots_of
from dcmteach.deid.tables import Table, read_table
from dcmteach.errors import DcmteachError

__all__ = ["CohortReport", "pseudonymise"]

AnyPath = str | PathLike[str]


def pseudonymise(
    source: AnySource | None,
    destination: AnyPath | None,
    *,
    demographics: AnyPath | Table | None = None,
    secrets: Secrets | None = None,
    key_file: AnyPath | None = None,
    mapping: AnyPath | None = None,
    reuse_mapping: AnyPath | None = None,
    person: str | None = None,
    by_order: bool = False,
    prefix: str = "",
    folder_pattern: str | None = None,
    max_character_distance: float = 0.2,
    max_word_distance: float = 0.2,
    decisions: Decisions | AnyPath | None = None,
    keep: Iterable[str] = (),
    remove: Iterable[str] = (),
    recipe: Recipe | AnyPath = "cohort",
    pixels: str = "hold",
    text_engine: str = "auto",
    regions: AnyPath | None = None,
    faces: str = "accept",
    jobs: int = 1,
    executor: Executor | None = None,
    audit: AnyPath | None = None,
    progress: Callable[[str], None] | None = None,
    dry_run: bool = False,
) -> CohortReport:
    """Make a cohort pseudonymous: its images, its table of demographics, or both.

    Parameters
    ----------
    source : path, iterable of paths, mapping, or None
        As :func:`~dcmteach.deid.batch.deidentify` takes it; None if there is a table only.
    destination : path or None
        The output folder; None only for a dry run. It gets the images, ``demographics.csv`` with
        the rows of the people of whom it has images, and ``missing.csv`` with those who had none.
    demographics : path or dcmteach.deid.tables.Table, optional
        A table with a column of names: CSV of any delimiter and character set, or ``.xlsx``.
    secrets, key_file : Secrets or path, optional
        The key: one of the two. The same key gives the same pseudonyms in every run.
    mapping : path, optional
        Where the mapping from pseudonym to person is written, outside of source and output. One
        that is there is read first, and added to.
    reuse_mapping : path, optional
        A mapping of an earlier run: whoever is in it keeps that pseudonym.
    person : str, optional
        What makes a person: ``"name"`` or ``"id"``. By default the name if there is a table
        with names, else the Patient ID.
    by_order : bool, optional
        Number the people, ``P001`` on, instead of hashing them with the key.
    prefix : str, optional
        Put before every pseudonym.
    folder_pattern : str, optional
        The form of names of folders that tell sex and age, such as
        ``"{label} {sex} {youngest}_{oldest}"``; sex and upper age are written into the header.
    max_character_distance, max_word_distance : float, optional
        How far a name of the table may be from one in the images, as
        :func:`~dcmteach.deid.matching.match_names` defines it.
    decisions : Decisions or path, optional
        What somebody decided about doubtful matches.
    keep, remove : iterable of str, optional
        Further elements by keyword, and columns of the table by heading.
    recipe : Recipe, str or path, optional
        What is done to headers; ``"cohort"`` keeps age, sex and dates.
    pixels, text_engine, regions, faces : str, str, path and str, optional
        As for :func:`~dcmteach.deid.batch.deidentify`.
    jobs, executor : optional
        As for :func:`~dcmteach.deid.batch.deidentify`.
    audit : path, optional
        A file for the record, as for :func:`~dcmteach.deid.batch.deidentify`: with it, the same
        key, choices and people, what an earlier run wrote is searched again, but not made again.
    progress : callable, optional
        Called with the status of each file when it is done.
    dry_run : bool, optional
        Settle who is who and look at everything, and write nothing.

    Returns
    -------
    CohortReport
        Person by person what became of them; the matches; what does not fit together.

    Raises
    ------
    CohortLeakError
        If a name of the cohort is found anywhere in the output. Then nothing of this run stays.
    DcmteachError
        Before anything is written: a wrong choice, no key, a table without names, a place that
        must not be written to.

    Notes
    -----
    Nothing stands in `destination` before all of it was searched for every name of the cohort:
    until then it lies in a hidden folder there, which an interrupted run leaves and the next one
    removes. What earlier runs wrote stays as it is.
    """
    if source is None and demographics is None:
        raise DcmteachError(
            "There is nothing to do. Give a source of images, a table of demographics, or both."
        )
    if secrets is None and key_file is None and not dry_run:
        raise DcmteachError(
            "There is no key. Make one with `dcmteach key new FILE` and give it as key_file: "
            "with it, a later run gives the same people the same pseudonyms."
        )
    key, _ = key_of(secrets, key_file)
    loaded = recipe if isinstance(recipe, Recipe) else Recipe.load(recipe)
    if (
        source is not None
        and not isinstance(source, str | PathLike)
        and not hasattr(source, "items")
    ):
        source = list(source)
    table = _table(demographics)
    fields = fields_of(loaded, table, keep, remove)
    choose_pixels(pixels, text_engine, regions)  # before the cohort is looked through
    choose_faces(faces)
    by = person or ("name" if table is not None and table.has_names else "id")
    if folder_pattern is not None:
        _check_folders(folder_pattern, fields.recipe)
    target = None if dry_run else target_of(destination)
    written = [Path(path) for path in (mapping, audit) if path is not None]
    _check_places(
        [] if source is None else roots_of(source),
        target,
        written,
        [key_file, demographics, decisions],
        reuse_mapping,
    )
    before = None if mapping is None else contents(Path(mapping))
    job = CohortRun(
        source,
        key,
        fields,
        table,
        by,
        Pseudonyms(key, by_order=by_order, prefix=prefix or loaded.pseudonym_prefix),
        _mapping(mapping, reuse_mapping),
        None if mapping is None else Path(mapping),
        before,
        decisions
        if isinstance(decisions, Decisions)
        else (Decisions() if decisions is None else Decisions.read(decisions)),
        (max_character_distance, max_word_distance),
        folder_pattern,
        None if audit is None else Path(audit),
        {
            "pixels": pixels,
            "text_engine": text_engine,
            "regions": regions,
            "faces": faces,
            "jobs": jobs,
            "executor": executor,
            "progress": progress,
        },
    )
    return job.do(target)


def _check_places(
    roots: Sequence[Path],
    target: Path | None,
    written: Sequence[Path],
    read: Sequence[object],
    reused: AnyPath | None,
) -> None:
    """What is written goes neither into source nor output; what is read may lie in the source."""
    check_places(roots, target, private=written)
    others = [Path(path) for path in read if isinstance(path, str | PathLike)]
    check_places((), target, private=[*written, *others])
    if reused is not None:  # it may be the mapping itself
        check_places((), target, private=[Path(reused)])


def _table(demographics: AnyPath | Table | None) -> Demographics | None:
    if demographics is None:
        return None
    table = demographics if isinstance(demographics, Table) else read_table(demographics)
    return Demographics.of(table)


def _mapping(path: AnyPath | None, reused: AnyPath | None) -> MappingFile:
    known = MappingFile()
    places = [Path(reused)] if reused is not None else []
    if path is not None and Path(path).exists() and Path(path) not in places:
        places.append(Path(path))
    for place in places:
        for entry in MappingFile.read(place).entries:
            known.add(entry)
    return known


def _check_folders(pattern: str, recipe: Recipe) -> None:
    check_pattern(pattern)
    if recipe.profile == "basic" and "retain-patient-characteristics" not in recipe.options:
        raise DcmteachError(
            "The names of folders tell sex and age, and this recipe keeps neither. Add the option "
            "retain-patient-characteristics to the recipe, or leave the folder pattern out."
        )
