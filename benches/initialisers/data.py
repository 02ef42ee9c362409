"""Writes scikit-learn's bundled data sets as CSV files, for `cargo bench -p monograd-benches --bench initialisers` and `pytorch.py`.

    python3 benches/initialisers/data.py target/initialisers

Needs scikit-learn alone. Features, and the numbers that a regression predicts, are standardised over all rows; the
last column, `t`, is the class or that number. `friedman` and `spirals`, three arms of one turn, are drawn from fixed seeds.
"""

import pathlib
import sys

import numpy as np
from sklearn import datasets


def standardised(columns):
    deviation = columns.std(axis=0)
    return (columns - columns.mean(axis=0)) / np.where(deviation > 0, deviation, 1)


def spirals(count, classes, noise, seed):
    rng = np.random.default_rng(seed)
    t, radius = np.arange(count) % classes, rng.random(count)
    angle = 2 * np.pi * (radius + t / classes)
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x + noise * rng.standard_normal(x.shape), t


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        name: getattr(datasets, f"load_{name}")(return_X_y=True)
        for name in ("iris", "wine", "breast_cancer", "digits", "diabetes")
    }
    tables["friedman"] = datasets.make_friedman1(n_samples=500, noise=1.0, random_state=0)
    tables["spirals"] = spirals(count=600, classes=3, noise=0.03, seed=0)
    for name, (x, t) in tables.items():
        t = standardised(t) if t.dtype.kind == "f" else t
        header = ",".join([f"x{i}" for i in range(x.shape[1])] + ["t"])
        with open(folder / f"{name}.csv", "w", encoding="utf-8") as file:
            print(header, file=file)
            for row, target in zip(standardised(x), t):
                print(*(f"{number:.9g}" for number in row), f"{target:.9g}", sep=",", file=file)


main(pathlib.Path(sys.argv[1]))
