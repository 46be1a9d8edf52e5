"""Writes small networks as real programs export them, and networks.json: what onnxruntime gives for them.

Made with torch 2.13.0, onnxscript 0.7.2, keras 3.15.1 and onnxruntime 1.30.0: KERAS_BACKEND=torch python networks.py
"""
import json
import warnings
from pathlib import Path

import keras
import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

warnings.filterwarnings("ignore")
FOLDER = Path(__file__).parent
results = {}


def signals(*shape):
    i = np.arange(np.prod(shape), dtype=np.float64)
    return np.sin(1 + 1.7 * i + 0.013 * i * i).astype(np.float32).reshape(shape)


def expect(name, *shapes):
    session = onnxruntime.InferenceSession(FOLDER / f"{name}.onnx", providers=["CPUExecutionProvider"])
    for shape in shapes:
        y = session.run(None, {session.get_inputs()[0].name: signals(*shape)})[0]
        entry = {"x": list(shape), "y": {"shape": list(y.shape), "values": [float(f"{v:.7g}") for v in y.ravel()]}}
        results.setdefault(name, []).append(entry)


class Residual(nn.Module):
    def __init__(self, channels, groups):
        super().__init__()
        self.a = nn.Conv1d(channels, channels, 5, padding=4, dilation=2, bias=False)
        self.norm = nn.BatchNorm1d(channels)
        self.b = nn.Conv1d(channels, channels, 3, padding=1, groups=groups)

    def forward(self, x):
        return torch.relu(x + self.b(torch.relu(self.norm(self.a(x)))))


class ConvNet(nn.Module):
    """A residual network as most are: strided stem, batch norm, pooling, means, softmax."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv1d(1, 6, 7, stride=2, padding=3, bias=False), nn.BatchNorm1d(6), nn.ReLU())
        self.blocks = nn.Sequential(Residual(6, 6), nn.MaxPool1d(2), Residual(6, 2), nn.AvgPool1d(3, 2, 1))
        self.head = nn.Linear(12, 3)

    def forward(self, x):
        x = self.blocks(self.stem(x))
        return torch.softmax(self.head(torch.cat([x.mean(-1), x.amax(-1)], 1)), -1)


class Attention(nn.Module):
    """Patches, one block of a transformer, and the mean of its tokens."""

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv1d(2, 8, 8, stride=8)
        self.block = nn.TransformerEncoderLayer(8, 2, 12, activation="gelu", batch_first=True, norm_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        return self.head(self.block(self.patches(x).transpose(1, 2)).mean(1))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1, 3, batch_first=True)
        self.head = nn.Linear(3, 2)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def settled(net):
    for module in net.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
    return net.eval()


torch.manual_seed(1)
conv, attention, lstm = settled(ConvNet()), settled(Attention()), settled(Lstm())
axes = {"ecg": {0: "batch", 2: "time"}, "y": {0: "batch"}}
script = {"dynamo": False, "opset_version": 17, "input_names": ["ecg"], "output_names": ["y"]}
torch.onnx.export(conv, (torch.randn(2, 1, 80),), FOLDER / "torchscript-conv.onnx", dynamic_axes=axes, **script)
torch.onnx.export(attention, (torch.randn(2, 2, 80),), FOLDER / "torchscript-attention.onnx", dynamic_axes=axes, **script)
torch.onnx.export(lstm, (torch.randn(2, 20, 1),), FOLDER / "torchscript-lstm.onnx", **script)
batch = torch.export.Dim("batch")
dynamo = {"dynamo": True, "external_data": False, "input_names": ["ecg"], "output_names": ["y"], "verbose": False}
torch.onnx.export(conv, (torch.randn(2, 1, 80),), FOLDER / "dynamo-conv.onnx", dynamic_shapes=({0: batch},), **dynamo)
torch.onnx.export(attention, (torch.randn(2, 2, 80),), FOLDER / "dynamo-attention.onnx", dynamic_shapes=({0: batch},), **dynamo)
torch.onnx.export(conv, (torch.randn(2, 1, 80),), FOLDER / "dynamo-beside.onnx", **{**dynamo, "external_data": True})

keras.utils.set_random_seed(1)
layers = keras.layers
model = keras.Sequential(
    [
        keras.Input((64, 1), batch_size=2),
        layers.Conv1D(6, 5, strides=2, padding="same", use_bias=False),
        layers.BatchNormalization(moving_variance_initializer=keras.initializers.RandomUniform(0.5, 2)),
        layers.LeakyReLU(),
        layers.SeparableConv1D(8, 3, padding="same", activation="swish"),
        layers.MaxPooling1D(2),
        layers.GlobalAveragePooling1D(),
        layers.Dense(3, activation="softmax"),
    ]
)
model(np.zeros((2, 64, 1), np.float32))
model.export(FOLDER / "keras-conv.onnx", format="onnx", verbose=False)

# Exporters write down where each node comes from, with folders of the machine, in ten times the network's own bytes.
for path in FOLDER.glob("*.onnx"):
    model = onnx.load(path, load_external_data=False)
    for part in [model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    path.write_bytes(model.SerializeToString())

expect("torchscript-conv", (2, 1, 80), (3, 1, 101))
expect("torchscript-attention", (2, 2, 80))
expect("torchscript-lstm", (2, 20, 1))
expect("dynamo-conv", (2, 1, 80))
expect("dynamo-attention", (2, 2, 80))
expect("dynamo-beside", (2, 1, 80))
expect("keras-conv", (2, 64, 1))
(FOLDER / "networks.json").write_text(json.dumps(results, indent=1) + "\n")
