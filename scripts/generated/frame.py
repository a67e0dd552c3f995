"""What all generated models have in common: the table of cases, files, and what real Keras computes.

A case is a function that draws a model from a generator of random numbers. It is entered by

    @case("idiom", "another idiom")
    def name(draw): return Made(model)

and every seed draws it anew. `write` saves what was made in each format that can hold it, computes
what it makes of an image, layer by layer where layers have names of their own, and puts a line into
`index.jsonl`:

    {"case", "seed", "idioms", "reader": "keras" | "tensorflow", "file", "options", "golden"}

`golden` is an .npz with `input`, `output`, and activations under their layers' names.
"""

import json
import os
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Without it TensorFlow has no convolutions of channels_first on a processor without AVX-512.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

import keras
import numpy as np

CASES = {}


@dataclass
class Made:
    """A model as it is saved.

    oracle: the model that computes what is expected, if not this one
    options: of the import, by name
    formats: those to save it in
    transpose: whether its images and maps have channels first
    whole: whether the output alone is compared
    """

    model: keras.Model
    oracle: keras.Model | None = None
    options: dict = field(default_factory=dict)
    formats: tuple = ("keras", "h5", "keras2.h5")
    transpose: bool = False
    whole: bool = False
    size: int = 16


@dataclass
class Case:
    name: str
    idioms: tuple
    make: callable


def case(*idioms):
    def enter(make):
        CASES[make.__name__] = Case(make.__name__, idioms, make)
        return make

    return enter


class Draw:
    """Random choices, and weights for a model."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def one(self, *choices):
        return choices[self.random.integers(len(choices))]

    def chance(self, share=0.5):
        return self.random.random() < share

    def weights(self, model):
        """Weights that keep values in range; variances positive."""
        for variable in model.variables:
            if not str(variable.dtype).startswith(("float", "bfloat")):
                continue
            values = self.random.normal(0, 1, variable.shape)
            name = variable.path.rsplit("/", 1)[-1]
            if "variance" in name:
                values = 0.5 + np.abs(values)
            elif "gamma" in name:
                values = 1 + 0.2 * values
            elif len(variable.shape) > 1:
                values *= np.sqrt(2 / np.prod(variable.shape[:-1]))
            else:
                values *= 0.2
            variable.assign(values)
        return model

    def images(self, shape, pixels):
        values = self.random.uniform(0, 255, shape) if pixels else self.random.normal(0, 1, shape)
        return values.astype("float32")


def activations(made, images):
    """What the oracle computes, by the names that layers keep once nested models are inlined."""
    oracle = made.oracle or made.model
    named = {}
    inlined = {
        inner.name for layer in oracle.layers if hasattr(layer, "layers") for inner in layer.layers
    }
    if not hasattr(oracle, "_nodes_by_depth"):
        oracle = keras.Model(oracle.inputs, oracle.outputs)
    kept = {id(node) for nodes in oracle._nodes_by_depth.values() for node in nodes}
    for layer in oracle.operations:
        if hasattr(layer, "layers") or layer.name in inlined:
            continue
        calls = [node for node in layer._inbound_nodes if id(node) in kept]
        for call, node in enumerate(calls):
            if len(node.outputs) == 1 and not node.is_input:
                name = layer.name if call == 0 else f"{layer.name}_call_{call + 1}"
                named[name] = node.outputs[0]
    struct = getattr(oracle, "_outputs_struct", None)
    output = oracle.outputs[0]
    if len(oracle.outputs) > 1:
        names = oracle.output_names if not isinstance(struct, dict) else list(struct)
        outputs = struct if isinstance(struct, dict) else dict(zip(names, oracle.outputs))
        output = outputs[made.options["output"]]
    named = {"output": output, **named}
    computed = keras.Model(oracle.inputs, named).predict_on_batch(images)
    return {"input": images, **{name: np.asarray(values) for name, values in computed.items()}}


def channels_last(array):
    return array.transpose(0, 2, 3, 1) if array.ndim == 4 else array


def write(folder, case, seed, made, savers, reader="keras", images=None, whole=False):
    """Saves a model in all its formats; how many there were. `whole` leaves out activations."""
    name = f"{case.name}-{seed}"
    draw = Draw(seed + 1)
    if images is None:
        shape = [2] + [a or made.size for a in made.model.inputs[0].shape[1:]]
        images = draw.images(shape, pixels="pixels" in case.idioms)
        if made.model.inputs[0].dtype.startswith(("int", "uint")):
            images = np.floor(images)
    golden = activations(made, images)
    spread = np.ptp(golden["output"])
    if not (np.isfinite(spread) and spread > 1e-4):
        raise ValueError(f"{name} computes the same whatever comes in")
    if made.transpose:
        golden = {
            name: channels_last(values)
            for name, values in golden.items()
            if not name.startswith("p_re_lu")  # stays as it is, with its arrays
        }
    if whole or made.whole:
        golden = {name: golden[name][:1] for name in ("input", "output")}
    np.savez_compressed(folder / f"{name}.npz", **golden)
    files = 0
    for kind in made.formats:
        path = folder / f"{name}.{kind}"
        if not savers[kind](made.model, path):
            continue
        files += 1
        line = {
            "case": case.name,
            "seed": seed,
            "idioms": list(case.idioms),
            "reader": reader,
            "format": kind,
            "file": path.name,
            "options": made.options,
            "golden": f"{name}.npz",
        }
        with open(folder / "index.jsonl", "a") as index:
            index.write(json.dumps(line) + "\n")
    return files


def generate(folder, seed, count, savers, cases=None):
    """Draws `count` models, case after case, and every case at least once."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [c for c in CASES.values() if cases is None or c.name in cases]
    for i in range(max(count, len(chosen))):
        keras.backend.clear_session()
        case = chosen[i % len(chosen)]
        own = seed + i
        write(folder, case, own, case.make(Draw(own)), savers)


def sample(folder, seed, savers, path):
    """A zip of one model of each case, in one format each by turns, for tests without Python."""
    folder = Path(folder)
    for i, case in enumerate(CASES.values()):
        keras.backend.clear_session()
        made = case.make(Draw(seed + i))
        made.formats = (made.formats[i % len(made.formats)],)
        write(folder, case, seed + i, made, savers, whole=True)
    pack(folder, path)


def pack(folder, path):
    """A zip of all files below a folder, the same for the same files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(f for f in folder.rglob("*") if f.is_file()):
            entry = zipfile.ZipInfo(str(file.relative_to(folder)))
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
