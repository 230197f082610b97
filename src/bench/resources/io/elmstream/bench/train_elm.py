"""Trains the ELM of `elmstream bench train` with numpy: the same rows, hidden weights, ridge parameters and sample.

Usage: train_elm.py FOLDER. Every line on standard input starts a round, which prints a line of JSON.
"""
import json
import resource
import sys
import time

try:
    import numpy as np
except ImportError:
    print(json.dumps({"missing": sys.executable}), flush=True)
    sys.exit(0)

folder = sys.argv[1]
with open(folder + "/shape.json") as file:
    shape = json.load(file)
features, units, classes = shape["features"], shape["units"], shape["classes"]
rows = np.fromfile(folder + "/rows", ">f4").astype("f4").reshape(-1, features)
labels = np.fromfile(folder + "/labels", ">i4").astype("i4")
weights = np.fromfile(folder + "/weights", ">f4").astype("f8").reshape(units, features)
biases = np.fromfile(folder + "/biases", ">f4").astype("f8")


def sample():
    """The rows that leave-one-out uses: rare classes completely, others evenly spaced, at most 8,000 in all."""
    counts = np.bincount(labels, minlength=classes)
    per_class = max(n for n in range(1, 8001) if np.minimum(counts, n).sum() <= 8000)
    taken = np.zeros(len(labels), bool)
    for c in range(classes):
        wanted, of_class = min(counts[c], per_class), np.flatnonzero(labels == c)
        k = np.arange(1, len(of_class) + 1)
        taken[of_class[k * wanted // len(of_class) > (k - 1) * wanted // len(of_class)]] = True
    share = counts / np.maximum(1, np.minimum(counts, per_class))
    return np.flatnonzero(taken), share


def train():
    mean = rows.mean(0, dtype="f8").astype("f4")
    scale = rows.std(0, dtype="f8").astype("f4")
    hidden = np.tanh((rows.astype("f8") - mean) / scale @ weights.T + biases)
    targets = np.where(labels[:, None] == np.arange(classes), 1.0, -1.0)
    values, vectors = np.linalg.eigh(hidden.T @ hidden)
    values = np.maximum(values, 0)
    projected = vectors.T @ (hidden.T @ targets)

    chosen, share = sample()
    of_row = share[labels[chosen]]
    rotated = hidden[chosen] @ vectors
    squared = rotated * rotated
    best = None
    for k in range(-18, -1):
        lam = len(rows) * 10.0 ** (0.5 * k)
        left = np.maximum(1e-9, 1 - squared @ (1 / (values + lam)))
        residuals = (targets[chosen] - rotated @ (projected / (values + lam)[:, None])) / left[:, None]
        error = of_row @ (residuals * residuals).sum(1)
        if best is None or error < best[0]:
            best = error, lam, residuals
    _, lam, residuals = best
    right = (targets[chosen] - residuals).argmax(1) == labels[chosen]
    beta = vectors @ (projected / (values + lam)[:, None])
    return lam, of_row[right].sum() / of_row.sum(), beta


for _ in sys.stdin:
    start, cpu = time.perf_counter(), time.process_time()
    lam, accuracy, beta = train()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    beta.astype(">f8").tofile(folder + "/beta")
    print(
        json.dumps(
            {
                "numpy": np.__version__,
                "seconds": seconds,
                "cpuSeconds": cpu_seconds,
                "lambda": lam,
                "looAccuracy": accuracy,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        ),
        flush=True,
    )
