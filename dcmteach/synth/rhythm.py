"""What the artificial heart beat looks like in an electrocardiogram."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.stream import Stream

__all__ = ["LEADS", "draw_ecg"]

LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")

_WAVES = ((-0.19, 0.022), (-0.030, 0.0085), (0.0, 0.0105), (0.031, 0.0095), (0.27, 0.052))
"""When P, Q, R, S and T come, and how long they take, in seconds from R."""

_SIZES = {
    "I": (0.09, -0.05, 0.62, -0.10, 0.20),
    "II": (0.14, -0.07, 1.05, -0.16, 0.30),
    "V1": (0.05, 0.00, 0.22, -0.95, -0.08),
    "V2": (0.07, 0.00, 0.45, -1.25, 0.38),
    "V3": (0.08, -0.02, 0.85, -0.85, 0.45),
    "V4": (0.09, -0.06, 1.35, -0.45, 0.42),
    "V5": (0.09, -0.09, 1.22, -0.22, 0.34),
    "V6": (0.09, -0.08, 0.92, -0.10, 0.26),
}
"""Height of P, Q, R, S and T in millivolts, in each lead that is measured by itself."""


def draw_ecg(*, seed: int, seconds: float, frequency: float) -> NDArray[np.int16]:
    """Draw a resting electrocardiogram in sinus rhythm.

    Parameters
    ----------
    seed : int
        Which patient: changes the rate, its breathing rhythm, and the noise.
    seconds : float
        How long.
    frequency : float
        Samples per second.

    Returns
    -------
    ndarray of int16, shape (samples, 12)
        In microvolts; leads in the order of `LEADS`. The limb leads agree with each other as
        Einthoven and Goldberger have it: III = II - I, aVR = -(I + II) / 2, and so on.
    """
    draw = Stream(seed, "rhythm")
    time = np.arange(round(seconds * frequency)) / frequency
    beats, at, rest = [], -0.4, 60 / draw.uniform(62, 76)
    while at < seconds + 1:
        at += rest * (1 + 0.035 * float(np.sin(2 * np.pi * at / 4.1)) + draw.uniform(-0.008, 0.008))
        beats.append(at)
    lead = {name: np.zeros_like(time) for name in LEADS}
    for name, sizes in _SIZES.items():
        own = Stream(seed, "lead", name)
        wander = 0.035 * np.sin(2 * np.pi * (time / 4.1 + own.uniform()))
        lead[name] = wander + 0.008 * own.noise(time.size)
        for (delay, width), height in zip(_WAVES, sizes, strict=True):
            for beat in beats:
                lead[name] += height * np.exp(-0.5 * ((time - beat - delay) / width) ** 2)
    lead = {name: np.rint(values * 1000) for name, values in lead.items()}
    one, two = lead["I"], lead["II"]
    lead |= {
        "III": two - one,
        "aVR": np.rint(-(one + two) / 2),
        "aVL": np.rint(one - two / 2),
        "aVF": np.rint(two - one / 2),
    }
    return np.stack([lead[name] for name in LEADS], axis=1).astype("<i2")
