"""Draws small models in every way of saying things that the readers know, and saves them.

Run: python scripts/generated/generate.py FOLDER [--seed 1] [--count 200] [--cases NAME,NAME]
     python scripts/generated/generate.py --sample

See frame.py for what lies in FOLDER afterwards. --sample writes
src/test/resources/fixtures/generated.zip, one small model of each case.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import frame
import keras2
import keras_cases  # noqa: F401  enters its cases

SAMPLE = Path(__file__).resolve().parents[2] / "src/test/resources/fixtures/generated.zip"
SAVERS = {
    "keras": lambda model, path: model.save(path) or True,
    "h5": lambda model, path: model.save(path) or True,
    "keras2.h5": keras2.save,
}

if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", nargs="?")
    arguments.add_argument("--sample", action="store_true")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--cases")
    given = arguments.parse_args()
    cases = given.cases.split(",") if given.cases else None
    if given.sample:
        with tempfile.TemporaryDirectory() as folder:
            frame.sample(folder, given.seed, SAVERS, SAMPLE)
        sys.exit()
    frame.generate(given.folder, given.seed, given.count, SAVERS, cases)
