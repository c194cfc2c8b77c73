"""De-identify any number of files: planned, applied, verified, published, recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from os import PathLike
from pathlib import Path

from dcmteach.deid.batch_choices import check_choices, fingerprint, key_of, target_of
from dcmteach.deid.batch_job import Job
from dcmteach.deid.batch_report import Report
from dcmteach.deid.faces_choice import choose_faces
from dcmteach.deid.output import check_places
from dcmteach.deid.pixels_choice import choose_pixels
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.roster import Roster
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import AnySource, roots_of

__all__ = ["deidentify"]

AnyPath = str | PathLike[str]


def deidentify(
    source: AnySource,
    destination: AnyPath | None,
    recipe: Recipe | AnyPath = "basic",
    *,
    secrets: Secrets | None = None,
    key_file: AnyPath | None = None,
    pixels: str = "hold",
    text_engine: str = "auto",
    regions: AnyPath | None = None,
    faces: str = "accept",
    unknown_sop: str = "refuse",
    executor: Executor | None = None,
    jobs: int = 1,
    verify: bool = True,
    words: Iterable[str] = (),
    roster: Roster | None = None,
    published: AnyPath | None = None,
    audit: AnyPath | None = None,
    uid_mapping: AnyPath | None = None,
    patid_mapping: AnyPath | None = None,
    progress: Callable[[str], None] | None = None,
    dry_run: bool = False,
) -> Report:
    """De-identify files, folders and archives into a folder of their own.

    Parameters
    ----------
    source : path, iterable of paths, or mapping of str to these
        A file, a folder, a zip archive, a list of them, or named groups as
        :func:`~dcmteach.deid.study.classify_study` gives them.
    destination : path or None
        The output folder, outside of the source; None only for a dry run. Files are named by
        pseudonym, study, series and instance, all of them new.
    recipe : Recipe, str or path, optional
        What is done to headers; a name or a TOML file is loaded.
    secrets : Secrets, optional
        The key. Without one, and without `key_file`, a key is made and thrown away: then there is
        no way back, and two runs differ. With a key, two runs write the same bytes.
    key_file : path, optional
        Where the key lies; outside of the output.
    pixels : str, optional
        ``"hold"``: images in whose pixels text is to be feared are not written; ``"accept"``: they
        are; ``"redact"``: every image is read, its text is covered, but for technical marks, and
        it is read again; an image is held back if a doubt remains, or it cannot be decoded.
    text_engine : str, optional
        What reads first, with ``"redact"``: ``"auto"``, ``"rapidocr"``, ``"tesseract"`` or
        ``"both"``; see :func:`~dcmteach.pixels.find_text`. The other one reads after it, if there
        is one.
    regions : path, optional
        A file of places that are covered besides, with ``"redact"``; see
        :func:`~dcmteach.pixels.known_regions`.
    faces : str, optional
        ``"accept"``: faces that could be made from the images are not looked for. ``"hold"``:
        each series of slices (CT, MR, PET) is made a volume, and is not written if it shows a
        face, or nobody can tell; neither are photographs, secondary captures, renderings.
        ``"remove"``: its face is taken out before its headers are cleaned, no voxel elsewhere is
        changed, and it is looked at again before it is published; what is doubtful is held.
    unknown_sop : str, optional
        ``"refuse"`` or ``"strictest"``; see :func:`~dcmteach.deid.plan.plan`.
    executor : concurrent.futures.Executor, optional
        Where to work, such as a Dask client's; its workers must see the same disks. The key goes
        to them.
    jobs : int, optional
        How many processes; 1 means none but this one.
    verify : bool, optional
        Read every file again, look for the input's identifiers and for errors the input did not
        have, and withdraw what fails. Without it, the record says so. Of a recipe without the
        profile only its own promise is verified, and report and record say that.
    words : iterable of str, optional
        Further words that must stand in no output: one of fewer than six characters as a whole
        word, a longer one anywhere, also within a word.
    roster : Roster, optional
        Who is who, and their pseudonyms, as :func:`~dcmteach.deid.cohort.pseudonymise` settles
        it; without it, each file says itself whom it is about.
    published : path, optional
        Where what earlier runs wrote lies, if it is not the destination: that of a cohort is
        searched as a whole, and published then.
    audit : path, optional
        A file for the record, JSON Lines, outside of source and output. With it, the same key and
        the same choices, what an earlier run wrote is skipped without being made again.
    uid_mapping, patid_mapping : path, optional
        CSV files (``id_old,id_new``) for the owner of the key, of mode 0600, outside of source
        and output.
    progress : callable, optional
        Called with the status of each file when it is done.
    dry_run : bool, optional
        Do everything but write; the report has the plans.

    Returns
    -------
    Report
        What was written, and each file that was not, with its reason. One bad file never ends
        the run; a full disk does.

    Raises
    ------
    DcmteachError
        Before anything is written: a wrong choice, a recipe with mistakes, a place that must not
        be written to, a source that does not exist, an engine to read text that is missing.
    """
    if not isinstance(recipe, Recipe):
        recipe = Recipe.load(recipe)
    if not isinstance(source, str | PathLike) and not hasattr(source, "items"):
        source = list(source)
    key, keyed = key_of(secrets, key_file)
    target = None if dry_run else target_of(destination)
    choices = {
        "pixels": pixels,
        "faces": faces,
        "unknown_sop": unknown_sop,
        "verify": verify,
        "words": fingerprint(key, words := tuple(words)),
        "roster": None if roster is None else roster.fingerprint(key),
    }
    check_choices(choices, jobs)
    choices |= choose_faces(faces)
    more, rules = choose_pixels(pixels, text_engine, regions)
    choices |= more
    places = [None if path is None else Path(path) for path in (audit, uid_mapping, patid_mapping)]
    key_place = None if key_file is None else Path(key_file)
    check_places(roots_of(source), target)
    check_places(() if dry_run else roots_of(source), target, private=places)
    check_places((), target, private=(key_place, *places))
    there = target if published is None else Path(published)
    job = Job(
        source, key, recipe, choices, words, roster, there, places, progress, jobs, executor, keyed,
        text_engine, rules,
    )  # fmt: skip
    return job.do(target)
