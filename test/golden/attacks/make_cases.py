"""Makes cases.json: attacks on a tiny network in double precision, in PyTorch and with autograd throughout.

    python make_cases.py cases.json          (made with Python 3.11, PyTorch 2.13)

Independent of the application: SAP's δ is the mean of the separate Gaussian convolutions (not one averaged kernel),
and every gradient comes from autograd. Form of a case: test/unit/attacks/attack-cases.ts. x has 24 and 16 samples of
zero padding; δ is masked before and after smoothing if `padding` is `masked`, else only at the end. `losses` has the
margin and the DLR loss (the latter spelt as in AutoAttack, negated for a target, so that it is driven down as the other
losses are), their gradients by x and the end of PGD on each.
"""
import json, sys
import torch, torch.nn.functional as F

torch.set_default_dtype(torch.float64)
SIZES, SIGMAS = (5, 7, 11, 15, 19), (1, 3, 5, 7, 10)
PAIRS = {"cross25": [(s, g) for s in SIZES for g in SIGMAS], "paired5": list(zip(SIZES, SIGMAS))}
EPSILON, ALPHA, PGD_STEPS, SAP_STEPS, LEFT, RIGHT, N, CLASSES = 8, 1.5, 6, 10, 24, 16, 120, 4


def gaussian(size, sigma):
    m = torch.arange(size) - (size - 1) / 2
    w = torch.exp(-m**2 / (2 * sigma**2))
    return w / w.sum()


def smooth(v, pairs):
    return sum(F.conv1d(v, gaussian(*p).view(1, 1, -1), padding=p[0] // 2) for p in pairs) / len(pairs)


def network(seed):
    torch.manual_seed(seed)
    r = lambda *shape: torch.randn(*shape).to(torch.float32).to(torch.float64)
    return dict(w1=0.02 * r(5, 1, 7), b1=0.1 * r(5), g=1 + 0.1 * r(5), be=0.1 * r(5), mu=0.1 * r(5), va=1 + 0.2 * r(5).abs(),
                w2=0.5 * r(6, 5, 5), b2=0.1 * r(6), wf=0.6 * r(CLASSES, 6), bf=0.1 * r(CLASSES))


def logits(w, x):
    h = F.conv1d(x, w["w1"], w["b1"], padding=3)
    h = F.max_pool1d(F.batch_norm(h, w["mu"], w["va"], w["g"], w["be"], False, 0, 1e-5).relu(), 2)
    h = F.conv1d(h, w["w2"], w["b2"], dilation=2, padding=4).relu()
    return h.mean(2) @ w["wf"].T + w["bf"]


def signal(seed):
    torch.manual_seed(100 + seed)
    t = torch.arange(N - LEFT - RIGHT) / 300
    beats = sum(900 * torch.exp(-((t - at) / 0.012) ** 2) for at in (0.05, 0.19))
    return F.pad((beats + 120 * torch.sin(9 * t) + 25 * torch.randn(len(t))).round(), (LEFT, RIGHT)).view(1, 1, -1)


def margin(z, label, goal, up):
    return (z.masked_fill(F.one_hot(goal, CLASSES).bool(), -torch.inf).max(1).values - z[:, goal]).sum()


def dlr(z, label, goal, up):
    ranked, order = z.sort(1)
    if up < 0:
        # A record of the target's own class that the model takes for another is led away from that one.
        away = torch.where(label == goal, z.masked_fill(F.one_hot(goal, CLASSES).bool(), -torch.inf).argmax(1), label)
        return ((z[0, away] - z[:, goal]) / (ranked[:, -1] - 0.5 * (ranked[:, -3] + ranked[:, -4]) + 1e-12)).sum()
    other = torch.where(order[:, -1] == goal, ranked[:, -2], ranked[:, -1])
    return (-(z[:, goal] - other) / (ranked[:, -1] - ranked[:, -3] + 1e-12)).sum()


def case(seed, padding, target, kernels):
    w, x, pairs = network(seed), signal(seed), PAIRS[kernels]
    valid = F.pad(torch.ones(1, 1, N - LEFT - RIGHT), (LEFT, RIGHT))
    mask = valid if padding == "masked" else torch.ones_like(valid)
    before = logits(w, x)
    predicted = int(before.argmax())
    y = torch.tensor([predicted if target is None else target])
    up = 1 if target is None else -1
    loss = lambda v: F.cross_entropy(logits(w, v), y)

    def grad(f, v):
        v = v.detach().requires_grad_(True)
        return torch.autograd.grad(f(v), v)[0]

    shaped = lambda v: mask * smooth(mask * v, pairs)
    step = lambda v, g: (v + up * ALPHA * g.sign()).clamp(-EPSILON, EPSILON)
    def pgd(loss):
        delta = torch.zeros_like(x)
        for _ in range(PGD_STEPS):
            delta = mask * step(delta, grad(lambda v: loss(x + mask * v), delta))
        return delta

    delta = pgd(loss)
    theta = delta
    for _ in range(SAP_STEPS):
        theta = step(theta, grad(lambda v: loss(x + shaped(v)), theta))
    made = dict(fgsm=x + valid * up * EPSILON * grad(loss, x).sign(), pgd=x + valid * delta,
                posthoc=x + valid * smooth(delta, pairs), sap=x + valid * shaped(theta))
    losses = {}
    for name, of in (("margin", margin), ("dlr", dlr)):
        other = lambda v: of(logits(w, v), torch.tensor([predicted]), y, up)
        losses[name] = dict(value=float(other(x)), inputGradient=grad(other, x), pgd=x + valid * pgd(other))
    out = lambda v: [float(f"{u:.9g}") for u in v.detach().flatten().tolist()]
    return dict(seed=seed, padding=padding, target=target, kernels=kernels, epsilon=EPSILON, alpha=ALPHA, pgdSteps=PGD_STEPS,
                sapSteps=SAP_STEPS, padLeft=LEFT, padRight=RIGHT, x=out(x), predicted=predicted, logits=out(before), loss=float(loss(x)),
                inputGradient=out(grad(loss, x)), theta=out(theta), **{k: out(v) for k, v in made.items()},
                losses={k: dict(value=v["value"], inputGradient=out(v["inputGradient"]), pgd=out(v["pgd"])) for k, v in losses.items()},
                logitsAfter={k: out(logits(w, v)) for k, v in made.items()},
                weights={k: dict(shape=list(v.shape), data=out(v)) for k, v in w.items()})


def averaged(pairs):
    return out_of(sum(F.pad(gaussian(*p), ((19 - p[0]) // 2,) * 2) for p in pairs) / len(pairs))


def out_of(v):
    return [float(f"{u:.9f}") for u in v.tolist()]


cases = [case(seed, padding, target, kernels) for seed, padding, target, kernels in (
    (1, "masked", None, "cross25"), (1, "masked", 2, "paired5"), (1, "han2020", None, "paired5"), (1, "han2020", 3, "cross25"),
    (2, "masked", 0, "cross25"), (2, "han2020", None, "cross25"))]
json.dump(dict(madeBy="python make_cases.py cases.json", kernelCross25=averaged(PAIRS["cross25"]), kernelPaired5=averaged(PAIRS["paired5"]),
               cases=cases), open(sys.argv[1], "w"), separators=(",", ":"))
for c in cases:
    print(c["seed"], c["padding"], c["target"], c["kernels"], "predicted", c["predicted"], [round(v, 2) for v in c["logits"]], "sap", [round(v, 2) for v in c["logitsAfter"]["sap"]])
