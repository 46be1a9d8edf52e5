"""Makes the WFDB and NumPy fixtures of this folder: python3 test/golden/ecg/make.py

Only the standard library, and written after the formats' own descriptions (WFDB signal(5) and header(5), MATLAB
"MAT-File Format" level 4, NumPy NEP 1), so that it checks the TypeScript readers independently of them.
"""
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))


def save(name, data):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode("ascii"))


def pack212(values):
    """Two samples in three bytes; a last single sample in two."""
    bits = "".join(format(value & 0xFFF, "012b") for value in values)
    out = bytearray()
    for i in range(0, len(values), 2):
        first = bits[12 * i:12 * i + 12]
        second = bits[12 * i + 12:12 * i + 24] if i + 1 < len(values) else "000000000000"
        out.append(int(first[4:], 2))
        out.append(int(second[:4] + first[:4], 2))
        if i + 1 < len(values):
            out.append(int(second[4:], 2))
    return bytes(out)


def checksum(values):
    return struct.unpack("<h", struct.pack("<H", sum(values) & 0xFFFF))[0]


# Two channels like the MIT-BIH Arrhythmia Database: 11 bits over 10 mV, zero at 1024.
mlii = [995, 1000, 1011, 2047, 3, 1024, 990]
v5 = [1011, 1008, 1000, 7, 2040, 1024, 1013]
save("g212.dat", pack212([value for frame in zip(mlii, v5) for value in frame]))
save("g212.hea", f"""g212 2 360 7
g212.dat 212 200 11 1024 995 {checksum(mlii)} 0 MLII
g212.dat 212 200 11 1024 1011 {checksum(v5)} 0 V5
# 69 M 1085 1629 x1
""")

# One channel, an odd number of samples, both ends of the range of 12 bits.
odd = [-2047, 2047, -1, 0, 1]
save("g212odd.dat", pack212(odd))
save("g212odd.hea", f"g212odd 1 250 5\ng212odd.dat 212 1000 12 0 -2047 {checksum(odd)} 0 ECG\n")

# A breathing signal before the ECG, five bytes before the first sample, two ECG samples per frame, a baseline, volts.
resp = [5, 6, 7]
ecg = [-30000, -29990, 12, 40, 2767, -5]
save("g16.dat", b"\1\2\3\4\5" + b"".join(struct.pack("<hhh", resp[i], ecg[2 * i], ecg[2 * i + 1]) for i in range(3)))
save("g16.hea", f"""g16 2 150/75(0) 3 12:00:00 01/02/2020
g16.dat 16+5 10/l 16 0 5 {checksum(resp)} 0 RESP
g16.dat 16x2:0 2000000(100)/V 16 0 -30000 {checksum(ecg)} 0 lead II of the wrist
""")

# As in CinC 2017: MATLAB v4, one int16 row named val, 24 bytes before it.
val = [-127, -162, 0, 32767, -32767, 8]
save("gmat.mat", struct.pack("<5I", 30, 1, len(val), 0, 4) + b"val\0" + struct.pack("<6h", *val))
save("gmat.hea", "gmat 1 300 6 05:05:15 1/05/2000 \r\ngmat.mat 16+24 1000/mV 16 0 -127 0 0 ECG \r\n")


def npy(version, descr, shape, body):
    text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"
    length = {1: "<H", 2: "<I", 3: "<I"}[version]
    start = 8 + struct.calcsize(length)
    text = text + " " * (-(start + len(text) + 1) % 64) + "\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack(length, len(text)) + text.encode() + body


save("int64.npy", npy(1, "<i8", (3,), struct.pack("<3q", 0, -1, 8527)))
save("float32-2x3.npy", npy(2, "<f4", (2, 3), struct.pack("<6f", 0, 0.5, -1, 2, 1e-3, 3)))
save("float64-big-endian.npy", npy(3, ">f8", (2,), struct.pack(">2d", 0.1, -1e300)))
