"""Runs the public AutoAttack (Croce and Hein 2020) on the records of an attack export, and compares record by record.

    python bench/auto_attack.py resources/models/tiny run.npz ../auto-attack [--peers ../shared/peers] [--seeds 2]

run.npz: `attack --method autoattack --export run.npz`, or what `npm run bench:auto-attack` writes. ../auto-attack is a copy of
github.com/fra31/auto-attack, which is not part of this project. The same weights (rebuilt by torch_peer.py), records and ε;
signals are scaled to the unit interval that the public code wants, wide enough that its bounds never matter, and folded
into rows (9,000 samples as 90 x 100), since its Square attack needs a side. Only records that the model gets right, of
the longest length in the file, are attacked. Prints JSON. Needs torch and numpy.
"""
import argparse, json, os, sys, time
import numpy as np, torch

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("export")
parser.add_argument("code")
parser.add_argument("--peers", default=os.path.join(os.environ.get("EQUIPOISE_SHARED", "../shared"), "peers"))
parser.add_argument("--seeds", type=int, default=1)
parser.add_argument("--threads", type=int, default=2)
args = parser.parse_args()
sys.path[:0] = [args.code, args.peers]
from autoattack import AutoAttack
from torch_peer import LayersNet

torch.set_num_threads(args.threads)
export = np.load(args.export)
epsilon, width = float(export["epsilon"]), export["x"].shape[1]
options = json.loads(str(export["about"]))["options"]
assert options.get("subspace", "all") == "all" and options["target"] is None, "the public code attacks away from the label, by any perturbation"
norm = {"linf": "Linf", "l2": "L2"}[options.get("norm", "linf")]
net = LayersNet(args.model).eval().requires_grad_(False)
rows = max(side for side in range(1, int(width**0.5) + 1) if width % side == 0)
chosen = (export["length"] == width) & (export["pred_own"] == export["label"])
signals, labels = export["x"][chosen].astype(np.float32), torch.from_numpy(export["label"][chosen].astype(np.int64))
reach = float(np.abs(signals).max()) + 2 * epsilon
x = torch.from_numpy((signals + reach) / (2 * reach)).reshape(-1, 1, rows, width // rows)


def logits(images):
    return net(images.reshape(len(images), 1, width) * (2 * reach) - reach)


def stored(adversarial):
    """In whole units within epsilon of the record, as ours are judged."""
    change = torch.round(adversarial.reshape(len(x), width) * (2 * reach) - reach - torch.from_numpy(signals))
    if norm == "Linf":
        change = change.clamp(-np.floor(epsilon), np.floor(epsilon))
    return (torch.from_numpy(signals) + change)[:, None]


ours = export["fooled"][chosen].astype(bool)
standing, standing_stored, seconds = [], [], []
for seed in range(args.seeds):
    started = time.time()
    public = AutoAttack(logits, norm=norm, eps=epsilon / (2 * reach), seed=seed, version="standard", device="cpu", verbose=False)
    public.apgd_targeted.n_target_classes = public.fab.n_target_classes = int(logits(x[:1]).shape[1]) - 1
    found = public.run_standard_evaluation(x, labels, bs=len(x))
    with torch.no_grad():
        standing.append(logits(found).argmax(1).eq(labels).numpy())
        standing_stored.append(net(stored(found)).argmax(1).eq(labels).numpy())
    seconds.append(round(time.time() - started, 1))

once = np.logical_or.reduce([~each for each in standing])
always = np.logical_and.reduce([~each for each in standing])
print(json.dumps({
    "norm": norm,
    "epsilon": epsilon,
    "records": int(chosen.sum()),
    "standingOurs": int((~ours).sum()),
    "standingPublic": [int(each.sum()) for each in standing],
    "standingPublicInWholeUnits": [int(each.sum()) for each in standing_stored],
    "brokenByPublicInEverySeedNotByOurs": export["record"][chosen][always & ~ours].tolist(),
    "brokenByPublicInSomeSeedNotByOurs": export["record"][chosen][once & ~ours].tolist(),
    "brokenByOursInNoSeedByPublic": export["record"][chosen][ours & ~once].tolist(),
    "secondsPublic": seconds,
}, indent=1))
