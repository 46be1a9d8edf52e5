"""Makes test/golden/ml/han2020: the 13-layer network in PyTorch with weights that are nothing special, and its logits.

    python make_han2020.py han2020 [--width 0.02] [--records 5]

han2020.npz and han2020.json have the form that `equipoise models import` reads (docs/han2020.md). The signals are not
stored: sample i of record r is (7·i² + 13·i + 101·r) mod 401 − 200, and record r has LENGTHS[r] samples. Needs torch, numpy.
"""
import argparse, json, os
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F

# filters, kernel, dilation, zeros on both sides, whether the dilated pooling follows
LAYERS = [(320, 24, 1, 11, True), (256, 16, 2, 15, False), (256, 16, 4, 30, False), (256, 16, 4, 30, False),
          (256, 16, 4, 30, False), (128, 8, 4, 14, True), (128, 8, 6, 21, False), (128, 8, 6, 21, False),
          (128, 8, 6, 21, False), (128, 8, 6, 21, False), (128, 8, 8, 28, True), (64, 8, 8, 28, False), (64, 8, 8, 28, False)]
SAMPLES = 18000
LENGTHS = [2715, 9000, 17999, 18000, 18286]


class Network(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv, self.norm = nn.ModuleList(), nn.ModuleList()
        before = 1
        for filters, kernel, dilation, zeros, _ in LAYERS:
            filters = max(4, int(filters * width))
            self.conv.append(nn.Conv1d(before, filters, kernel, padding=zeros, dilation=dilation))
            self.norm.append(nn.BatchNorm1d(filters))
            before = filters
        self.fc = nn.Linear(before, 4)

    def forward(self, x):
        for conv, norm, (*_, pool) in zip(self.conv, self.norm, LAYERS):
            x = F.relu(norm(conv(x)))
            if pool:
                x = F.max_pool1d(x, 2, 2, padding=1, dilation=2)
            x = F.dropout(x, 0.3, self.training)
        return self.fc(x.mean(2))


def signal(record):
    i = np.arange(LENGTHS[record], dtype=np.int64)
    return (7 * i * i + 13 * i + 101 * record) % 401 - 200


def padded(samples):
    wide = np.zeros(SAMPLES, np.float32)
    samples = samples[:SAMPLES]
    front = (SAMPLES - len(samples)) // 2
    wide[front:front + len(samples)] = samples
    return wide


parser = argparse.ArgumentParser()
parser.add_argument("out")
parser.add_argument("--width", type=float, default=0.02)
parser.add_argument("--records", type=int, default=5)
a = parser.parse_args()
torch.manual_seed(1)
net = Network(a.width).eval()
x = torch.from_numpy(np.stack([padded(signal(r)) for r in range(a.records)]))[:, None]
with torch.no_grad():
    for norm in net.norm:
        norm.weight.uniform_(0.5, 1.5)
        norm.bias.normal_(0, 0.3)
        norm.momentum = 1.0
    net.fc.weight.mul_(8)
    net.norm.train()  # takes the statistics of these signals
    net(x[:2])
    net.eval()
    logits = net(x)
arrays = {}
for i, (conv, norm) in enumerate(zip(net.conv, net.norm), 1):
    arrays |= {f"conv{i}_w": conv.weight, f"conv{i}_b": conv.bias, f"bn{i}_g": norm.weight, f"bn{i}_b": norm.bias,
               f"bn{i}_mean": norm.running_mean, f"bn{i}_var": norm.running_var}
arrays |= dict(fc_w=net.fc.weight, fc_b=net.fc.bias)
os.makedirs(a.out, exist_ok=True)
np.savez(os.path.join(a.out, "han2020.npz"), **{name: v.detach().numpy().astype(np.float32) for name, v in arrays.items()})
with open(os.path.join(a.out, "han2020.json"), "w") as file:
    json.dump(dict(width=a.width, firstFiveTestRecords=[f"A{r + 1:05d}" for r in range(a.records)],
                   firstFiveLogits=logits.tolist()), file, indent=1)
    file.write("\n")
