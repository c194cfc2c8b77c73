"""Artificial CSA headers carry their canaries, and are the same every time."""

from __future__ import annotations

import pytest

from dcmteach.header import csa
from dcmteach.synth.csa import add_csa_headers
from dcmteach.synth.key import Canaries
from dcmteach.synth.mr import make_mr
from dcmteach.synth.person import invent_person
from dcmteach.synth.visit import Visit

VISIT = Visit(
    name="csa",
    seed=3,
    patient=invent_person("csa/patient", letters="central"),
    referrer=invent_person("csa/referrer"),
    operator=invent_person("csa/operator"),
    date="20110415",
)


@pytest.mark.parametrize("version", [1, 2])
def test_every_canary_is_where_the_key_says(version: int) -> None:
    ds, canaries = make_mr(VISIT, size=16)
    add_csa_headers(ds, VISIT, canaries, version=version)
    key = canaries.key(ds)
    block = ds.private_block(0x0029, "SIEMENS CSA HEADER").block_start >> 8 & 0xFF
    headers = {f"(0029,{block:02X}10)", f"(0029,{block:02X}20)"}
    named = {path for entry in key for path in entry["paths"]}
    assert headers <= named
    assert csa(ds).version == version
    assert VISIT.patient.family in csa(ds).get("Comment").value
    protocol = csa(ds, kind="series").get("MrPhoenixProtocol").value
    assert VISIT.patient.number in protocol
    assert "### ASCCONV BEGIN ###" in protocol


def test_the_same_visit_gives_the_same_bytes() -> None:
    made = []
    for _ in range(2):
        ds, _ = make_mr(VISIT, size=16)
        add_csa_headers(ds, VISIT, Canaries())
        made.append(csa(ds).to_bytes() + csa(ds, kind="series").to_bytes())
    assert made[0] == made[1]
