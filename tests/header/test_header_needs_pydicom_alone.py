from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
for name in ("numpy", "pandas", "ipywidgets", "matplotlib", "PIL"):
    sys.modules[name] = None
from dcmteach.header import classify, diff, identity, read, search, survey, table, tree
ds = read(sys.argv[1])
results = [table(ds), classify(ds), tree(ds), search(ds, "a"), diff(ds, ds)]
for result in [*results, survey(sys.argv[1])]:
    assert str(result) and result._repr_html_() and result.to_records() is not None
assert identity(ds)
try:
    table(ds).to_pandas()
except ModuleNotFoundError as error:
    assert "pip install pandas" in str(error)
else:
    raise AssertionError("no pandas, and no word about it")
"""


def test_every_verb_works_without_numpy(saved: Path) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", SCRIPT, str(saved)], check=True)
