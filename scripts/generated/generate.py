"""Draws small models in every way of saying things that the readers know, and saves them.

Run: python scripts/generated/generate.py FOLDER [--reader keras|tensorflow]
         [--seed 1] [--count 200] [--cases NAME,NAME]
     python scripts/generated/generate.py --sample [--reader keras|tensorflow]

See frame.py for what lies in FOLDER afterwards. --sample writes
src/test/resources/fixtures/generated.zip, one small model of each case, and
generated_graphs.zip for TensorFlow.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "scripts/fixtures"))

import frame
import keras2
import keras_cases  # noqa: F401  enters its cases

FIXTURES = ROOT / "src/test/resources/fixtures"
SAVERS = {
    "keras": lambda model, path: model.save(path) or True,
    "h5": lambda model, path: model.save(path) or True,
    "keras2.h5": keras2.save,
}

if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", nargs="?")
    arguments.add_argument("--sample", action="store_true")
    arguments.add_argument("--reader", choices=("keras", "tensorflow"), default="keras")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--cases")
    given = arguments.parse_args()
    cases = given.cases.split(",") if given.cases else None
    if given.reader == "tensorflow":
        import graph_cases  # noqa: F401  enters its cases
        import graphs

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch if given.sample else given.folder)
        if given.reader == "tensorflow" and given.sample:
            graphs.sample(folder, given.seed, FIXTURES / "generated_graphs.zip")
        elif given.reader == "tensorflow":
            graphs.generate(folder, given.seed, given.count, cases)
        elif given.sample:
            frame.sample(folder, given.seed, SAVERS, FIXTURES / "generated.zip")
        else:
            frame.generate(folder, given.seed, given.count, SAVERS, cases)
