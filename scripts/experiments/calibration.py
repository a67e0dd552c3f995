#!/usr/bin/env python3
"""Whether --calibrate makes probabilities say how often they are right, by five-fold cross-validation:
each image is tested once, by a model whose temperature it had no part in.

    scripts/experiments/calibration.py BASE DATA [graft train's options …]

BASE is on the shelf, DATA holds folders of classes, or train/ and test/ with such folders. Prints
accuracy, expected calibration error (ten bins) and mean cross-entropy over all images, without and
with a temperature.
"""

import csv
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

FOLDS = 5
GRAFT = pathlib.Path(__file__).resolve().parents[2] / "graft"


def images(data):
    classes = {}
    for file in sorted(data.rglob("*")):
        if file.suffix.lower() in {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"}:
            classes.setdefault(file.parent.name, []).append(file)
    return classes


def folds(classes):
    shuffle, parts = random.Random(1), []
    for name, files in classes.items():
        shuffle.shuffle(files)
        parts += [(file, name, (i + len(parts)) % FOLDS) for i, file in enumerate(files)]
    return parts


def tested(base, data, parts, fold, choice, options, scratch):
    labels = scratch / f"{fold}.csv"
    with labels.open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["path", "label", "split"])
        for file, name, part in parts:
            table.writerow([file.relative_to(data), name, "test" if part == fold else "train"])
    line = [GRAFT, "train", "--base", base, "--data", data, "--labels", labels, "--calibrate", choice]
    line += ["--allow-leak", "--runs", scratch / choice, "--json", "--quiet", *options]
    said = subprocess.run([str(word) for word in line], check=True, stdout=subprocess.PIPE, text=True).stdout
    run = pathlib.Path(json.loads(said.splitlines()[-1])["run"])
    with (run / "predictions.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            shares = {name: float(row[name]) for name in row if name not in {"file", "class", "predicted"}}
            yield row["class"], row["predicted"], shares


def told(choice, rows):
    bins = [[0, 0.0] for _ in range(10)]
    loss = right = 0
    for truth, predicted, shares in rows:
        highest = max(shares.values())
        bin_ = bins[min(9, max(0, math.ceil(highest * 10) - 1))]
        bin_[0] += predicted == truth
        bin_[1] += highest
        right += predicted == truth
        loss -= math.log(max(shares[truth], 1e-30))
    error = sum(abs(found - sure) for found, sure in bins) / len(rows)
    print(f"{choice:6} images {len(rows)}  accuracy {right / len(rows):.4f}  ece {error:.4f}  loss {loss / len(rows):.4f}")


def main(base, data, *options):
    data = pathlib.Path(data).resolve()
    parts = folds(images(data))
    with tempfile.TemporaryDirectory() as scratch:
        for choice in ["none", "folds"]:
            rows = []
            for fold in range(FOLDS):
                rows += tested(base, data, parts, fold, choice, options, pathlib.Path(scratch))
            told(choice, rows)


main(*sys.argv[1:])
