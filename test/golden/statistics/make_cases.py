"""Makes cases.json: python3 make_cases.py > cases.json (needs SciPy for the quantiles; made with 1.17).

Binomial probabilities are exact fractions, rounded once at the end, so they are independent of any library.
"""
import json
import math
from fractions import Fraction

from scipy import stats

TOLERANCE = 1 + Fraction(1, 10**7)


def outcomes(n, p):
    return [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def binomial(k, n, p0):
    probabilities = outcomes(n, p0)
    limit = probabilities[k] * TOLERANCE
    return {
        "k": k, "n": n, "p0": float(p0),
        "twoSidedP": float(sum(p for p in probabilities if p <= limit)),
        "greaterP": float(sum(probabilities[k:])),
        "lessP": float(sum(probabilities[: k + 1])),
    }


def clopper_pearson(k, n, level):
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else stats.beta.ppf(tail, k, n - k + 1)
    high = 1.0 if k == n else stats.beta.isf(tail, k + 1, n - k)
    upper = 1.0 if k == n else stats.beta.isf(1 - level, k + 1, n - k)
    return {"k": k, "n": n, "level": level, "interval": [low, high], "upper": upper}


def wilson(k, n, level):
    interval = stats.binomtest(k, n).proportion_ci(level, "wilson")
    return {"k": k, "n": n, "level": level, "interval": [interval.low, interval.high]}


def d_prime(k, n):
    p = (k + 0.5) / (n + 1) if k in (0, n) else k / n
    z = stats.norm.ppf(p)
    return {"k": k, "n": n, "dPrime": math.sqrt(2) * z, "se": math.sqrt(2 * p * (1 - p) / n) / stats.norm.pdf(z)}


def power(n, p):
    fair = outcomes(n, Fraction(1, 2))
    true = outcomes(n, p)
    rejected = [sum(q for q in fair if q <= fair[k] * TOLERANCE) <= Fraction(1, 20) for k in range(n + 1)]
    return {"n": n, "p": float(p), "power": float(sum(q for q, r in zip(true, rejected) if r))}


half = Fraction(1, 2)
json.dump(
    {
        "binomial": [
            binomial(k, n, p)
            for k, n, p in [
                (0, 1, half), (1, 1, half), (3, 7, half), (12, 18, half), (62, 100, half), (16, 100, half),
                (9, 40, Fraction(1, 4)), (2, 30, Fraction(1, 8)), (30, 30, Fraction(7, 8)),
                (5100, 10000, half), (4000, 10000, half), (1300, 10000, Fraction(1, 8)),
            ]
        ],
        "clopperPearson": [
            clopper_pearson(k, n, level)
            for k, n, level in [
                (0, 1, 0.95), (1, 1, 0.95), (6, 6, 0.95), (3, 7, 0.99), (62, 100, 0.95), (62, 100, 0.9),
                (1, 10000, 0.95), (5100, 10000, 0.95), (9999, 10000, 0.95),
            ]
        ],
        "wilson": [wilson(k, n, level) for k, n, level in [(0, 9, 0.95), (9, 9, 0.95), (62, 100, 0.95), (62, 100, 0.9)]],
        "dPrime": [d_prime(k, n) for k, n in [(0, 6), (6, 6), (4, 6), (59, 100), (9000, 10000)]],
        "power": [power(n, p) for n, p in [(5, Fraction(9, 10)), (18, Fraction(3, 4)), (100, Fraction(31, 50))]],
    },
    __import__("sys").stdout,
    indent=1,
)
print()
