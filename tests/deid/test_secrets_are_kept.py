"""A key is read from a file of its owner's alone, derives everything, and shows nothing."""

from __future__ import annotations

import base64
import copy
import os
import pickle
import stat
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from dcmteach.deid.secrets import KeyFileError, Secrets
from dcmteach.errors import DcmteachError

KEY = bytes(range(16))
on_posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


def key_file(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    path = folder / "run.key"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def _fingerprint(secrets: Secrets) -> str:
    return secrets.fingerprint


def test_a_new_key_file_is_one_line_of_base64_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "run.key"
    made = Secrets.new_file(path)
    lines = path.read_text(encoding="ascii").splitlines()
    assert len(lines) == 1
    assert len(base64.b64decode(lines[0], validate=True)) == 32
    assert Secrets.from_file(path) == made
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@on_posix
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277])
def test_the_mode_of_a_new_key_file_does_not_hang_on_the_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        Secrets.new_file(tmp_path / "run.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "run.key").stat().st_mode) == 0o600


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = key_file(tmp_path, base64.b64encode(KEY))
    with pytest.raises(KeyFileError, match=r"exists and a key file is never overwritten.*another"):
        Secrets.new_file(path)
    assert path.read_bytes() == base64.b64encode(KEY)


@on_posix
def test_a_link_to_nowhere_is_not_followed_when_a_key_is_made(tmp_path: Path) -> None:
    (tmp_path / "run.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyFileError):
        Secrets.new_file(tmp_path / "run.key")
    assert not (tmp_path / "elsewhere").exists()


def test_a_key_cannot_be_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"cannot be made: .* Name a folder that exists"):
        Secrets.new_file(tmp_path / "no" / "run.key")


@on_posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o666, 0o601])
def test_a_key_file_open_to_others_is_refused_with_what_to_type(tmp_path: Path, mode: int) -> None:
    path = key_file(tmp_path, base64.b64encode(KEY), mode)
    with pytest.raises(KeyFileError) as refused:
        Secrets.from_file(path)
    assert f"chmod 600 {path}" in str(refused.value)
    assert f"{mode:04o}" in str(refused.value)


@on_posix
def test_a_key_file_may_be_read_only(tmp_path: Path) -> None:
    path = key_file(tmp_path, base64.b64encode(KEY), 0o400)
    assert Secrets.from_file(path) == Secrets(KEY)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "one line"),
        (b"\n\n", "one line"),
        (base64.b64encode(KEY) + b"\n" + base64.b64encode(KEY), "one line"),
        (b"QUJD REVG", "one line"),
        (b"A" * 5000, "one line"),
        (b"Quillnagel Oda", "one line"),
        (b"not-base64-at-all!", "must hold base64"),
        ("schlüsselschlüsselschl".encode(), "must hold base64"),
        (base64.b64encode(KEY[:15]), r"at least 16 bytes in base64 \(got 15\)"),
    ],
)
def test_what_holds_no_key_is_refused_without_repeating_it(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = key_file(tmp_path, content)
    with pytest.raises(KeyFileError, match=message) as refused:
        Secrets.from_file(path)
    assert "dcmteach key new" in str(refused.value)
    for word in content.split():
        assert word.decode("utf-8") not in str(refused.value)


def test_a_missing_key_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="cannot be read: No such file"):
        Secrets.from_file(tmp_path / "none")
    with pytest.raises(DcmteachError, match="ordinary file"):
        Secrets.from_file(tmp_path)


def test_a_key_file_may_end_its_line_or_not(tmp_path: Path) -> None:
    for ending in (b"", b"\n", b"\r\n"):
        path = key_file(tmp_path, base64.b64encode(KEY) + ending)
        assert Secrets.from_file(path) == Secrets(KEY)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match=r"at least 16 random bytes \(got 3\)"):
        Secrets(b"abc")


def test_digests_depend_on_key_label_and_each_part() -> None:
    secrets = Secrets(KEY)
    assert len(secrets.digest("uid", "1.2")) == 32
    assert secrets.digest("uid", "1.2") == Secrets(KEY).digest("uid", "1.2")
    others = [
        Secrets(KEY[::-1]).digest("uid", "1.2"),
        secrets.digest("date", "1.2"),
        secrets.digest("uid", "1", ".2"),
        secrets.digest("uid", "1.2", ""),
        secrets.digest("uid1", ".2"),
        secrets.digest("", "uid1.2"),
        secrets.digest("uid1.2"),
    ]
    assert len({secrets.digest("uid", "1.2"), *others}) == 8


def test_digests_take_any_text_even_undecodable_bytes() -> None:
    assert Secrets(KEY).digest("name", "Þ\udcff\x00") != Secrets(KEY).digest("name", "Þ")


def test_the_key_is_never_shown() -> None:
    secrets = Secrets(KEY)
    for shown in (repr(secrets), str(secrets), f"{secrets}", secrets.fingerprint):
        assert KEY.hex() not in shown
        assert base64.b64encode(KEY).decode() not in shown
        assert repr(KEY) not in shown
    assert secrets.fingerprint != KEY.hex()[:8]
    assert secrets.fingerprint != secrets.digest("uid").hex()[:8]
    assert not hasattr(secrets, "__dict__")


def test_two_random_keys_differ_and_copies_are_equal() -> None:
    first, second = Secrets.random(), Secrets.random()
    assert first != second
    assert first.fingerprint != second.fingerprint
    assert first != "a key"
    assert copy.deepcopy(first) == first
    assert len({first, copy.copy(first), second}) == 2


def test_worker_processes_get_the_same_key() -> None:
    secrets = Secrets.random()
    assert pickle.loads(pickle.dumps(secrets)) == secrets
    with ProcessPoolExecutor(1) as pool:
        assert pool.submit(_fingerprint, secrets).result() == secrets.fingerprint
