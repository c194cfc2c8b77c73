"""One cache for the whole room, drawn once per worker, never the user's own."""

import pytest


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """The cohort's folder, drawn into a cache of its own."""
    from dcmteach.synth import sample_folder

    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DCMTEACH_HOME", str(home))
        yield sample_folder("cohort")


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """No test touches the user's cache."""
    monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path / "home"))
