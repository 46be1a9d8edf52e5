"""Checks an attack export in PyTorch at each record's own length: the classes that the run's numbers are made of.

    python bench/check_export.py resources/models/compact run.npz [../shared/peers]

`torch_peer.py check` classifies the rows as they stand in the file, zero padding included, and compares `pred` and
`pred_adv`. This takes the padding off first and compares `pred_own` and `pred_adv_own`. Needs torch and numpy.
"""
import json, os, sys
import numpy as np, torch

sys.path.insert(0, sys.argv[3] if len(sys.argv) > 3 else os.path.join(os.environ.get("EQUIPOISE_SHARED", "../shared"), "peers"))
from torch_peer import LayersNet

net = LayersNet(sys.argv[1]).eval()
export = np.load(sys.argv[2])
width = export["x"].shape[1]


def classes(rows):
    out = []
    for row, length in zip(rows, export["length"]):
        front = (width - length) // 2
        with torch.no_grad():
            out.append(int(net(torch.from_numpy(row[front:front + length].astype(np.float32))[None, None]).argmax()))
    return np.array(out)


before, after = classes(export["x"]), classes(export["x_adv"])
right = before == export["label"]
print(json.dumps({
    "records": len(before),
    "predictionsAgree": float((before == export["pred_own"]).mean()),
    "adversarialAgree": float((after == export["pred_adv_own"]).mean()),
    "originallyCorrect": int(right.sum()),
    "fooledOfCorrect": float((after[right] != before[right]).mean()),
}, indent=1))
