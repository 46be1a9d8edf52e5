"""Makes the FLAC fixtures of this folder with libFLAC: pip install soundfile==0.14.0; python3 test/golden/ecg/make-flac.py

The samples are those of `flacSamples` in test/unit/ecg/flac.test.ts, which computes them again.
"""
import os
import numpy
import soundfile

HERE = os.path.dirname(os.path.abspath(__file__))


def samples(count, seed, top, noise):
    """A triangle of 50 samples up to `top`, with noise in it."""
    state, out = seed, []
    for i in range(count):
        state = state * 48271 % 2147483647
        phase = i % 50
        out.append(top * (phase if phase < 25 else 50 - phase) // 25 - top // 2 + state % noise)
    return out


def save(name, channels, bits):
    # libsndfile takes samples of any width at the upper end of 32 bits.
    data = (numpy.array(channels, dtype=numpy.int64).T << (32 - bits)).astype(numpy.int32)
    subtype = {8: "PCM_S8", 16: "PCM_16", 24: "PCM_24"}[bits]
    soundfile.write(os.path.join(HERE, name), data, 500, subtype=subtype, format="FLAC")


save("flac8.flac", [samples(300, 1, 100, 3)], 8)
left = samples(700, 2, 20000, 40)
save("flac16.flac", [left, [value + 5 + i % 3 for i, value in enumerate(left)]], 16)
save("flac24.flac", [samples(300, 4, 16000000, 9), samples(300, 5, 16000000, 900), [-8388608] * 300], 24)
