#!/usr/bin/env python3
"""Levels of WAV files by another way than ours: numpy and scipy, floating point, whole files.

    reference_levels.py FOLDER

prints one line a file: NAME UNWEIGHTED A_WEIGHTED, in dB relative to RMS 1.0. The offset is
removed; the A-weighting is the analog filter of IEC 61672-1 applied to the spectrum. Exit 77: no
scipy.
"""
import pathlib
import sys

try:
    import numpy
    from scipy import fft, signal
    from scipy.io import wavfile
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(77)

POLES_HZ = [20.598997, 20.598997, 107.65265, 737.86223, 12194.217, 12194.217]


def a_weighting(frequencies_hz):
    """Gain at each frequency, 1 at 1 kHz."""
    poles = [-2 * numpy.pi * pole for pole in POLES_HZ]
    _, response = signal.freqs_zpk(
        [0, 0, 0, 0], poles, 1, 2 * numpy.pi * numpy.append(frequencies_hz, 1000.0)
    )
    return numpy.abs(response[:-1]) / numpy.abs(response[-1])


def level_db(power):
    return 10 * numpy.log10(max(power, 1e-20))


def levels(path):
    rate, samples = wavfile.read(path)
    samples = samples.astype(float) / 32768
    if samples.ndim == 2:
        samples = samples.mean(axis=1)
    samples -= samples.mean()
    spectrum = fft.rfft(samples)
    weighted = fft.irfft(spectrum * a_weighting(fft.rfftfreq(len(samples), 1 / rate)), len(samples))
    return level_db(numpy.mean(samples**2)), level_db(numpy.mean(weighted**2))


for wav in sorted(pathlib.Path(sys.argv[1]).glob("*.wav")):
    unweighted, a_weighted = levels(wav)
    print(f"{wav.name} {unweighted:.4f} {a_weighted:.4f}")
