"""PyTorch on a graphics card beside bench/gpu.ts: the network and the attack of the peer (torch_peer.py), whose folder comes first.

    python gpu_peer.py FOLDER_OF_TORCH_PEER MODEL_DIR RECORDS SAMPLES [DEVICE]

Prints JSON: milliseconds per record of a forward pass, of one attack step, and of SAP (20 + 40 steps) at the records' own length.
"""
import json
import sys
import time

import torch
import torch.nn.functional as F

folder, model, records, samples = sys.argv[1:5]
records, samples = int(records), int(samples)
device = sys.argv[5] if len(sys.argv) > 5 else "cuda"
sys.path.insert(0, folder)
import torch_peer  # noqa: E402



class Net(torch_peer.LayersNet):
    """The peer's, which reads the layers of han2020 too."""

    def apply_layer(self, cls, c, name, xs):
        x = xs[0]
        if cls == "FitLength":
            missing = c["length"] - x.shape[-1]
            return F.pad(x, (missing // 2, missing - missing // 2)) if missing > 0 else x[..., : c["length"]]
        if cls == "ZeroPadding1D":
            return F.pad(x, tuple(c["padding"]))
        if cls == "DilatedMaxPooling1D":
            return F.max_pool1d(x, c["pool_size"], c["strides"], c["padding"], c["dilation_rate"])
        return super().apply_layer(cls, c, name, xs)


if device == "cuda" and not torch.cuda.is_available():
    print(json.dumps({"skipped": f"PyTorch {torch.__version__} finds no CUDA card"}))
    sys.exit()
torch.set_default_device(device)
torch.manual_seed(0)
try:
    net = Net(model).eval().to(device)
    for parameter in net.parameters():
        parameter.requires_grad_(False)
    x = torch.randn(records, 1, samples) * 200
    y = torch.zeros(records, dtype=torch.long)
    net(x[:1])
except SystemExit as reason:
    print(json.dumps({"skipped": str(reason)}))
    sys.exit()
loss = torch.nn.CrossEntropyLoss(reduction="sum")


def step():
    v = x.clone().requires_grad_(True)
    torch.autograd.grad(loss(net(v), y), v)


def forward():
    with torch.no_grad():
        net(x)


def ms(work, passes):
    times = []
    for _ in range(passes + 1):
        if device == "cuda":
            torch.cuda.synchronize()
        started = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(1000 * (time.perf_counter() - started) / records)
    return sorted(times[1:])[passes // 2]


smooth = torch_peer.smooth_lean(torch_peer.kernels())
name = torch.cuda.get_device_name() if device == "cuda" else device
print(json.dumps({
    "engine": f"PyTorch {torch.__version__} on {name}",
    "forward": ms(forward, 5),
    "attackStep": ms(step, 5),
    "sap": ms(lambda: torch_peer.sap(net, x, y, smooth), 1),
}))
