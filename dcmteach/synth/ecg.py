"""An artificial 12-lead ECG: DICOM without a single pixel."""

from __future__ import annotations

from pydicom.dataset import Dataset, FileDataset

from dcmteach.synth.common import start
from dcmteach.synth.elements import code, fill, item
from dcmteach.synth.key import Canaries
from dcmteach.synth.rhythm import LEADS, draw_ecg
from dcmteach.synth.visit import Visit

__all__ = ["make_ecg"]

TWELVE_LEAD = "1.2.840.10008.5.1.4.1.1.9.1.1"
_MDC = ("2:1", "2:2", "2:61", "2:62", "2:63", "2:64", "2:3", "2:4", "2:5", "2:6", "2:7", "2:8")


def make_ecg(
    visit: Visit, *, seconds: float = 10.0, frequency: float = 500.0
) -> tuple[FileDataset, Canaries]:
    """Make a resting ECG.

    Parameters
    ----------
    visit : Visit
        Who is examined.
    seconds, frequency : float
        How long, and how many samples per second.

    Returns
    -------
    ds : FileDataset
        Twelve channels of 16-bit samples, 1 µV per step.
    canaries : Canaries
        What has been planted, an annotation of the curve among it.
    """
    canaries = Canaries()
    plant = canaries.plant
    ds = start(
        visit, canaries, sop_class=TWELVE_LEAD, modality="ECG", maker="Pulsar Instruments",
        model="Twelve", description="Resting ECG",
    )  # fmt: skip
    samples = draw_ecg(seed=visit.seed, seconds=seconds, frequency=frequency)
    spoken = plant("patient name", visit.patient.spoken)
    phone = plant("phone", visit.patient.phone)
    group = item(
        WaveformOriginality="ORIGINAL",
        NumberOfWaveformChannels=len(LEADS),
        NumberOfWaveformSamples=len(samples),
        SamplingFrequency=f"{frequency:g}",
        MultiplexGroupLabel="RHYTHM",
        ChannelDefinitionSequence=[_channel(*both) for both in zip(LEADS, _MDC, strict=True)],
        WaveformBitsAllocated=16,
        WaveformSampleInterpretation="SS",
    )
    group.add_new("WaveformData", "OW", samples.tobytes())
    fill(ds, {
        "AcquisitionDateTime": plant("date", f"{visit.date}{visit.later(110)}"),
        "SeriesDescription": "12 leads, 10 s",
        "OperatorsName": visit.operator.pn,
        "PatientSize": "1.71",
        "PatientWeight": "66.0",
        "CurrentPatientLocation": plant("address", "Ward 4, bed 12"),
        "AcquisitionContextSequence": [],
        "WaveformSequence": [group],
        "WaveformAnnotationSequence": [item(
            UnformattedTextValue=f"Sinus rhythm. {spoken}, phone {phone}",
            ReferencedWaveformChannels=[1, 0],
            AnnotationGroupNumber=0,
        )],
    })  # fmt: skip
    return ds, canaries


def _channel(lead: str, value: str) -> Dataset:
    return item(
        ChannelLabel=lead,
        ChannelSourceSequence=[code(value, "MDC", f"Lead {lead}")],
        ChannelSensitivity="1",
        ChannelSensitivityUnitsSequence=[code("uV", "UCUM", "microvolt")],
        ChannelSensitivityCorrectionFactor="1",
        ChannelBaseline="0",
        ChannelSampleSkew="0",
        WaveformBitsStored=16,
        FilterLowFrequency="0.05",
        FilterHighFrequency="150",
    )
