"""Boosted trees as scikit-learn grows them, for test/unit/ml/trees.test.ts:

python test/golden/ml/boosted_trees.py > test/golden/ml/boosted-trees.json
"""

import json

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier

N, TRAINED = 700, 500
random = np.random.default_rng(1)
# One decimal: fewer values than bins, so that the bins of both programs are the same.
x = np.round(random.normal(size=(N, 6)), 1)
scores = np.stack([x[:, 0] + x[:, 1] ** 2, 1.5 * np.sin(2 * x[:, 2]) + x[:, 3], 0.3 - x[:, 0] * x[:, 4]], 1)
y = np.argmax(scores + 0.5 * random.normal(size=scores.shape), 1)
x[random.random(x.shape) < 0.05] = np.nan
model = HistGradientBoostingClassifier(
    max_iter=20, learning_rate=0.1, max_leaf_nodes=9, min_samples_leaf=20, l2_regularization=1.0,
    early_stopping=False, random_state=0,
).fit(x[:TRAINED], y[:TRAINED])
print(json.dumps({
    "madeBy": f"scikit-learn {sklearn.__version__}",
    "x": [[None if np.isnan(value) else float(value) for value in row] for row in x],
    "y": y.tolist(),
    "trained": TRAINED,
    "raw": np.round(model._raw_predict(x[TRAINED:]), 9).tolist(),
}))
