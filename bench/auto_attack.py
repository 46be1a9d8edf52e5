"""Runs the public AutoAttack (Croce and Hein 2020) on the records of attack exports, and compares record by record.

    python bench/auto_attack.py resources/models/tiny ../auto-attack run.npz … [--peers ../shared/peers] [--seeds 2]

run.npz: `attack --method autoattack --export run.npz`, or what `npm run bench:auto-attack` writes; several are of the same
records and budget, with other seeds. ../auto-attack is a copy of
github.com/fra31/auto-attack, which is not part of this project. The same weights (rebuilt by torch_peer.py), records and ε;
signals are scaled to the unit interval that the public code wants, wide enough that its bounds never matter, and folded
into rows (9,000 samples as 90 x 100), since its Square attack needs a side. Only records that the model gets right, of
the longest length in the file, are attacked. Prints JSON. Needs torch and numpy.
"""
import argparse, json, os, sys, time
import numpy as np, torch

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("code")
parser.add_argument("exports", nargs="+")
parser.add_argument("--peers", default=os.path.join(os.environ.get("EQUIPOISE_SHARED", "../shared"), "peers"))
parser.add_argument("--seeds", type=int, default=1)
parser.add_argument("--threads", type=int, default=2)
args = parser.parse_args()
sys.path[:0] = [args.code, args.peers]
from autoattack import AutoAttack
from torch_peer import LayersNet

torch.set_num_threads(args.threads)
exports = [np.load(path) for path in args.exports]
export = exports[0]
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


assert all((each["record"] == export["record"]).all() and each["epsilon"] == export["epsilon"] for each in exports), "of other records or budgets"
ours = np.array([each["fooled"][chosen].astype(bool) for each in exports])
standing, standing_stored, seconds = [], [], []
for seed in range(args.seeds):
    started = time.time()
    attack = AutoAttack(logits, norm=norm, eps=epsilon / (2 * reach), seed=seed, version="standard", device="cpu", verbose=False)
    attack.apgd_targeted.n_target_classes = attack.fab.n_target_classes = int(logits(x[:1]).shape[1]) - 1
    found = attack.run_standard_evaluation(x, labels, bs=len(x))
    with torch.no_grad():
        standing.append(logits(found).argmax(1).eq(labels).numpy())
        standing_stored.append(net(stored(found)).argmax(1).eq(labels).numpy())
    seconds.append(round(time.time() - started, 1))

def names_of(broken):
    return export["record"][chosen][broken].tolist()


public = ~np.array(standing)
print(json.dumps({
    "norm": norm,
    "epsilon": epsilon,
    "records": int(chosen.sum()),
    "standingOurs": [int((~each).sum()) for each in ours],
    "standingPublic": [int((~each).sum()) for each in public],
    "standingPublicInWholeUnits": [int(each.sum()) for each in standing_stored],
    # What a seed's luck does not explain would stand in the first two lists.
    "brokenByPublicInEverySeedByOursInNone": names_of(public.all(0) & ~ours.any(0)),
    "brokenByOursInEverySeedByPublicInNone": names_of(ours.all(0) & ~public.any(0)),
    "brokenByPublicInSomeSeedByOursInNone": names_of(public.any(0) & ~ours.any(0)),
    "brokenByOursInSomeSeedByPublicInNone": names_of(ours.any(0) & ~public.any(0)),
    "seedsDiffer": {"ours": names_of(ours.any(0) & ~ours.all(0)), "public": names_of(public.any(0) & ~public.all(0))},
    "secondsPublic": seconds,
}, indent=1))
