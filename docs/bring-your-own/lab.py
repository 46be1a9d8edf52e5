"""A laboratory of its own: recordings, labels and a network, as another group would bring them.

    pip install numpy torch
    python lab.py lab

writes into the folder `lab`
    recordings/    90 recordings of ten seconds, lead II at 500 Hz, as EDF files
    labels.csv     a word for each: SR (sinus rhythm), AFIB, PVC
    net.onnx       a small residual network, trained on 600 others at 300 Hz, in z-scores of mV
The tracings are simulated: sums of Gaussian waves, with the rhythm and the beats of their class.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

CLASSES = ["SR", "AFIB", "PVC"]
SECONDS = 10
# Of P, Q, R, S and T: seconds from the R peak, width in seconds, millivolts.
WAVES = np.array([(-0.18, 0.025, 0.12), (-0.035, 0.010, -0.10), (0, 0.012, 1.0), (0.035, 0.012, -0.2), (0.28, 0.05, 0.3)])
ECTOPIC = np.array([(0, 0.045, 1.3), (0.12, 0.05, -0.4), (0.35, 0.06, -0.35)])


def tracing(kind: str, rate: int, random: np.random.Generator) -> np.ndarray:
    """One recording in mV at `rate` samples per second."""
    t = np.arange(SECONDS * rate) / rate
    x = np.zeros_like(t)
    cycle = random.uniform(0.65, 1.05)
    height = random.uniform(0.7, 1.3)
    at = random.uniform(0, cycle)
    while at < SECONDS + 0.5:
        ectopic = kind == "PVC" and random.random() < 0.25
        waves = ECTOPIC if ectopic else WAVES[1:] if kind == "AFIB" else WAVES
        if ectopic:
            at -= 0.25 * cycle
        for when, width, mv in waves:
            x += height * mv * np.exp(-((t - at - when) ** 2) / (2 * width**2))
        at += cycle * (random.uniform(0.6, 1.5) if kind == "AFIB" else random.normal(1, 0.03)) + 0.4 * cycle * ectopic
    if kind == "AFIB":
        x += 0.05 * np.sin(2 * np.pi * (random.uniform(5, 7) * t + 0.3 * np.sin(2 * np.pi * 0.7 * t)))
    wander = 0.1 * np.sin(2 * np.pi * (random.uniform(0.1, 0.4) * t + random.uniform()))
    return x + wander + random.normal(0, 0.02, t.size)


def write_edf(path: Path, x: np.ndarray, rate: int) -> None:
    """An EDF file of one signal in µV, in records of a second."""
    digits = np.clip(np.round(x * 1000), -32768, 32767).astype("<i2")
    fields = [("0", 8), ("X X X X", 80), ("Startdate X X X X", 80), ("01.01.26", 8), ("00.00.00", 8), (str(512), 8)]
    fields += [("", 44), (str(SECONDS), 8), ("1", 8), ("1", 4), ("Lead II", 16), ("electrode", 80), ("uV", 8)]
    fields += [("-32768", 8), ("32767", 8), ("-32768", 8), ("32767", 8), ("", 80), (str(rate), 8), ("", 32)]
    path.write_bytes("".join(text.ljust(width) for text, width in fields).encode("ascii") + digits.tobytes())


class Block(nn.Module):
    def __init__(self, before: int, after: int):
        super().__init__()
        self.way = nn.Sequential(
            nn.Conv1d(before, after, 9, stride=2, padding=4), nn.BatchNorm1d(after), nn.ReLU(),
            nn.Conv1d(after, after, 9, padding=4), nn.BatchNorm1d(after),
        )
        self.short = nn.Conv1d(before, after, 1, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.way(x) + self.short(x))


def network() -> nn.Module:
    return nn.Sequential(
        nn.Conv1d(1, 16, 15, stride=2, padding=7), nn.BatchNorm1d(16), nn.ReLU(),
        Block(16, 24), Block(24, 32), Block(32, 48), Block(48, 64),
        nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(64, len(CLASSES)),
    )


def main(folder: Path) -> None:
    random = np.random.default_rng(1)
    torch.manual_seed(1)
    torch.backends.nnpack.set_flags(False)  # It warns on every call where the processor does not support it.
    (folder / "recordings").mkdir(parents=True, exist_ok=True)
    labels = ["recording,diagnosis"]
    for i in range(90):
        kind = CLASSES[i % 3]
        write_edf(folder / "recordings" / f"p{i:03}.edf", tracing(kind, 500, random), 500)
        labels.append(f"p{i:03},{kind}")
    (folder / "labels.csv").write_text("\n".join(labels) + "\n")

    y = torch.arange(600) % 3
    x = np.stack([tracing(CLASSES[k], 300, random) for k in y.tolist()])
    x = (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True)
    x = torch.tensor(x[:, None], dtype=torch.float32)
    net = network()
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3)
    for epoch in range(6):
        net.train()
        for batch in torch.randperm(len(y)).split(32):
            optimiser.zero_grad()
            nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
            optimiser.step()
        net.eval()
        with torch.no_grad():
            print(f"epoch {epoch + 1}: {(net(x).argmax(1) == y).float().mean():.3f} of the training recordings")

    torch.onnx.export(
        net, torch.zeros(1, 1, SECONDS * 300), str(folder / "net.onnx"), dynamo=False,
        input_names=["ecg"], output_names=["logits"], dynamic_axes={"ecg": {0: "batch", 2: "samples"}},
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "lab"))
