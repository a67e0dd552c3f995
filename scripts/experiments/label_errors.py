#!/usr/bin/env python3
"""How many wrong labels a cross-validation names: some training images are given another class, drawn
at random, and `graft train --folds` says which labels it doubts.

    scripts/experiments/label_errors.py BASE DATA SHARE [graft train's options …]

BASE is on the shelf, DATA holds train/ with folders of classes, SHARE of the images get a wrong label
(0.05). Prints for three draws how many labels are doubted, the share of the wrong ones among them
(precision), and how many of the wrong ones are among them (recall).
"""

import csv
import json
import pathlib
import random
import subprocess
import sys
import tempfile

GRAFT = pathlib.Path(__file__).resolve().parents[2] / "graft"
DRAWS, FOLDS = 3, 5


def doubted(base, data, labels, options, scratch):
    line = [GRAFT, "train", "--base", base, "--data", data, "--labels", labels, "--folds", FOLDS]
    line += ["--allow-leak", "--runs", scratch / "runs", "--json", "--quiet", *options]
    said = subprocess.run([str(word) for word in line], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(said.splitlines()[-1])["cross_validation"]
    return found["mean"], {pathlib.Path(doubt["path"]).resolve() for doubt in found["doubtful_labels"]}


def main(base, data, share, *options):
    data = pathlib.Path(data).resolve()
    files = sorted(file for file in (data / "train").rglob("*") if file.is_file())
    names = sorted({file.parent.name for file in files})
    for draw in range(DRAWS):
        chance = random.Random(draw)
        wrong = set(chance.sample(files, round(float(share) * len(files))))
        with tempfile.TemporaryDirectory() as scratch:
            scratch = pathlib.Path(scratch)
            with (scratch / "labels.csv").open("w", newline="") as out:
                table = csv.writer(out)
                table.writerow(["path", "label", "split"])
                for file in files:
                    others = [name for name in names if name != file.parent.name]
                    label = chance.choice(others) if file in wrong else file.parent.name
                    table.writerow([file.relative_to(data), label, "train"])
                for file in sorted((data / "test").rglob("*")):
                    if file.is_file():
                        table.writerow([file.relative_to(data), file.parent.name, "test"])
            accuracy, found = doubted(base, data, scratch / "labels.csv", options, scratch)
        hits = len(wrong & found)
        print(
            f"draw {draw}: {len(wrong)} of {len(files)} wrong, cross-validated accuracy {accuracy:.3f}, {len(found)}"
            f" doubted, precision {hits / max(1, len(found)):.2f}, recall {hits / max(1, len(wrong)):.2f}",
            flush=True,
        )


main(*sys.argv[1:])
