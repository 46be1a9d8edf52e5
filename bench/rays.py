"""Runs the public RayS (Chen and Gu 2020) on the records of an attack export, and compares record by record.

    python bench/rays.py resources/models/tiny ../RayS run.npz [--peers ../shared/peers] [--records 8]

run.npz: `attack --method rays --export run.npz`; its ε and number of queries are taken. ../RayS is a copy of
github.com/uclaml/RayS, which is not part of this project (its RayS_Single.py alone is used). The same weights (rebuilt by torch_peer.py)
and records; signals are scaled to the unit interval that the public code wants. Only records that the model gets right, of the
longest length in the file, are attacked. Prints JSON. Needs torch and numpy.
"""
import argparse, contextlib, json, os, sys, time
import numpy as np, torch

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("code")
parser.add_argument("export")
parser.add_argument("--peers", default=os.path.join(os.environ.get("EQUIPOISE_SHARED", "../shared"), "peers"))
parser.add_argument("--records", type=int, default=8)
args = parser.parse_args()
sys.path[:0] = [args.code, args.peers]
from RayS_Single import RayS
from torch_peer import LayersNet

torch.Tensor.cuda = lambda self: self
export = np.load(args.export)
options = json.loads(str(export["about"]))["options"]
assert options["method"] == "rays" and options["subspace"] == "all" and options["target"] is None, "the public code attacks away from the label, by any perturbation"
epsilon, width = float(export["epsilon"]), export["x"].shape[1]
net = LayersNet(args.model).eval().requires_grad_(False)
chosen = np.flatnonzero((export["length"] == width) & (export["pred_own"] == export["label"]))[: args.records]
signals = torch.from_numpy(export["x"][chosen].astype(np.float32))
# Wide enough that no radius tried (256 times epsilon) is cut off.
reach = float(signals.abs().max()) + 256 * epsilon


class Model:
    def predict_label(self, x):
        return net(x.reshape(1, 1, width) * (2 * reach) - reach).argmax(1)


fooled, queries, started = [], [], time.time()
for signal, label in zip(signals, export["label"][chosen]):
    public = RayS(Model(), epsilon=epsilon / (2 * reach))
    # It looks for the first radius at 1, 2, … times the unit interval: here, too, at shares of it.
    public.lin_search = lambda x, y, target, sign: next(
        (r for r in (epsilon * 2**k / (2 * reach) for k in range(9)) if public.search_succ(public.get_xadv(x, sign, r), y, target)), np.inf
    )
    x = ((signal + reach) / (2 * reach)).reshape(1, 1, 1, width)
    with contextlib.redirect_stdout(sys.stderr):
        _, asked, _, success = public(x, torch.tensor([int(label)]), query_limit=options["labelQueries"])
    fooled.append(bool(success))
    queries.append(int(asked))

ours = export["fooled"][chosen].astype(bool)
names = export["record"][chosen]
print(json.dumps({
    "epsilon": epsilon,
    "records": len(chosen),
    "fooledByOurs": names[ours].tolist(),
    "fooledByPublic": names[np.array(fooled)].tolist(),
    "queriesPublic": queries,
    "secondsPublic": round(time.time() - started, 1),
}, indent=1))
