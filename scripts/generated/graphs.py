"""Networks of TensorFlow: as they are saved, and what TensorFlow gives at each node of them."""

import json
import os
import shutil
from dataclasses import dataclass, field

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Without it TensorFlow has no convolutions of channels_first on a processor without AVX-512.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

import frame
import tensorflow_operations as operations

v1 = tf.compat.v1
tf.get_logger().setLevel("ERROR")

CASES = {}
LEAST_SPREAD = 1e-4


def case(*idioms):
    def enter(make):
        CASES[make.__name__] = frame.Case(make.__name__, idioms, make)
        return make

    return enter


@dataclass
class Made:
    """A network as it is saved, by format; what it gives for `images`, by node.

    save: writers by format, each of which gets a path
    given: `output` and values of other nodes, by their names
    options: of the import, by name
    """

    save: dict
    images: np.ndarray
    given: dict
    options: dict = field(default_factory=dict)


def pictures(draw, shape, pixels, count=2):
    values = draw.images([count, *shape], pixels)
    return np.floor(values) if pixels else values


class Weights(operations.Draw):
    """Draws the same arrays each time; as variables, those that it made when it was first asked."""

    def __init__(self, seed, variables=None):
        super().__init__(seed, self.stored if variables is not None else tf.constant)
        self.variables = variables
        self.next = 0

    def stored(self, values):
        if self.next == len(self.variables):
            with tf.init_scope():
                self.variables.append(tf.Variable(values, name=f"weight_{self.next}"))
        self.next += 1
        return self.variables[self.next - 1]


def at_nodes(graph, images, output, feeds=None, image="image"):
    """What each node gives that depends on the image and has its batch, by name."""
    config = v1.ConfigProto()
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    with tf.Graph().as_default() as own, v1.Session(graph=own, config=config) as session:
        tf.import_graph_def(graph, name="")
        placeholder = own.get_tensor_by_name(image + ":0")
        reached, open_ = set(), [placeholder.op]
        while open_:
            op = open_.pop()
            if op.name not in reached:
                reached.add(op.name)
                open_ += [reader for out in op.outputs for reader in out.consumers()]
        named = {"output": own.get_tensor_by_name(output)}
        for name in sorted(reached - {image}):
            op = own.get_operation_by_name(name)
            if "cond/" in name and op.type != "Merge":
                continue  # may be on the side that is not taken
            for i, output in enumerate(op.outputs):
                if output.dtype == tf.float32 and output.shape.rank in (2, 3, 4):
                    named[name if i == 0 else f"{name}:{i}"] = output
        fed = {placeholder: images.astype(placeholder.dtype.as_numpy_dtype)}
        fed |= {own.get_tensor_by_name(n + ":0"): value for n, value in (feeds or {}).items()}
        found = session.run(named, fed)
    return {
        name: values.astype("float32")
        for name, values in found.items()
        if name == "output" or len(values) == len(images)
    }


def module(draw, network, shape, pixels=False, dtype=tf.float32, stored=True, batch=None, options=None):
    """A function of TensorFlow 2. `network(image, weights)` is told which weights to use."""
    seed = int(draw.random.integers(1 << 30))
    saved = tf.Module()
    saved.weights = [] if stored else None
    spec = tf.TensorSpec([batch, *shape], dtype, name="image")
    function = tf.function(
        lambda image: network(image, Weights(seed, saved.weights)), input_signature=[spec]
    )
    saved.function = function
    concrete = function.get_concrete_function()
    images = pictures(draw, [a or 16 for a in shape], pixels, count=batch or 2)
    frozen = convert_variables_to_constants_v2(concrete, lower_control_flow=draw.chance())
    given = at_nodes(frozen.graph.as_graph_def(), images, frozen.outputs[0].name)

    def saved_model(path):
        tf.saved_model.save(saved, str(path), signatures=function)

    def frozen_graph(path):
        path.write_bytes(frozen.graph.as_graph_def().SerializeToString())

    return Made({"saved": saved_model, "pb": frozen_graph}, images, given, options or {})


def session(draw, build, shape, pixels=False, feeds=None, options=None, tags=("serve",), batch=None, dtype=tf.float32):
    """A graph of TensorFlow 1. `build(image, variable)` makes its variables by `variable`."""
    feeds = feeds or {}
    graph = tf.Graph()
    with graph.as_default():
        image = v1.placeholder(dtype, [batch, *shape], "image")
        output = tf.identity(build(image, v1.get_variable), "probabilities")
        own = v1.Session(graph=graph)
        own.run(v1.global_variables_initializer())
        for variable in v1.global_variables():
            axes = [int(n) for n in variable.shape]
            spread = 1 / np.sqrt(np.prod(axes[:-1])) if len(axes) > 1 else 0.3
            variable.load(draw.random.normal(0, spread, axes).astype("float32"), own)
        graph_def = v1.graph_util.convert_variables_to_constants(
            own, own.graph_def, [output.op.name]
        )
        saver = v1.train.Saver()
    images = pictures(draw, shape, pixels, count=batch or 2)
    given = at_nodes(graph_def, images, output.name, feeds)

    def saved_model(path):
        with graph.as_default():
            inputs = {"images": image} | {
                name: graph.get_tensor_by_name(name + ":0") for name in feeds
            }
            signature = v1.saved_model.predict_signature_def(inputs, {"output": output})
            builder = v1.saved_model.Builder(str(path))
            builder.add_meta_graph_and_variables(own, list(tags), {"serving_default": signature})
            builder.save()

    def checkpoint(path):
        path.mkdir()
        with graph.as_default():
            saver.save(own, str(path / "model.ckpt"))
        return {"output": "probabilities"}

    said = dict(options or {})
    if feeds:
        said["set"] = [f"{name}={str(value).lower()}" for name, value in feeds.items()]
    writers = {
        "saved": saved_model,
        "pb": lambda path: path.write_bytes(graph_def.SerializeToString()) and None,
        "ckpt": checkpoint,
    }
    return Made(writers, images, given, said)


def turned(draw, tail, shape):
    """A graph of NCHW, which TensorFlow cannot run here; what its twin in NHWC gives."""
    seed = int(draw.random.integers(1 << 30))
    own = draw.chance()  # whether the image comes in that way, too
    images = pictures(draw, shape, False)
    of = lambda form, axes, turn: operations.graph_of(
        lambda x: operations.nchw_net(form, turn(x), Weights(seed), tail), [None, *axes]
    )
    twin = operations.evaluate(of("NHWC", shape, lambda x: x), images)
    twin = twin.transpose(0, 3, 1, 2) if twin.ndim == 4 else twin
    if own:
        graph = of("NCHW", [shape[2], *shape[:2]], lambda x: x)
    else:
        graph = of("NCHW", shape, lambda x: tf.transpose(x, [0, 3, 1, 2]))
    writer = lambda path: path.write_bytes(graph.SerializeToString()) and None
    return Made({"pb": writer}, images, {"output": twin.astype("float32")})


def useful(made):
    output = made.given["output"]
    largest = max(np.abs(values).max() for values in made.given.values())
    return np.isfinite(largest) and largest < 1e6 and np.ptp(output) > LEAST_SPREAD


def drawn(case, seed):
    """A model of a case; drawn again while it gives the same for all, or nothing finite."""
    failure = None
    for again in range(50):
        try:
            made = case.make(frame.Draw([seed, again]))
        except (TypeError, ValueError, tf.errors.InvalidArgumentError) as error:
            failure = error  # blocks that do not go together
            continue
        if useful(made):
            return made
    raise ValueError(f"{case.name} {seed} computes nothing that tells") from failure


def clean(path):
    """Takes away what differs from run to run and is not read."""
    for left in ("fingerprint.pb", "checkpoint"):
        (path / left).unlink(missing_ok=True)
    if (path / "assets").is_dir():
        (path / "assets").rmdir()


def write(folder, case, seed, formats=None, whole=False):
    """Saves a model in its formats, or in one of them that `formats` counts to."""
    made = drawn(case, seed)
    name = f"{case.name}-{seed}"
    given = {"output": made.given["output"]} if whole else made.given
    arrays = {"input": made.images.astype("float32"), **given}
    if whole and len(made.images) == len(made.given["output"]):
        arrays = {key: values[:1] for key, values in arrays.items()}
    np.savez_compressed(folder / f"{name}.npz", **arrays)
    kinds = list(made.save)
    if formats is not None:
        kinds = [kinds[formats % len(kinds)]]
    for kind in kinds:
        path = folder / f"{name}.{kind}"
        shutil.rmtree(path, ignore_errors=True)
        options = {**made.options, **(made.save[kind](path) or {})}
        if path.is_dir():
            clean(path)
        line = {
            "case": case.name,
            "seed": seed,
            "idioms": list(case.idioms),
            "reader": "tensorflow",
            "format": kind,
            "file": path.name,
            "options": options,
            "golden": f"{name}.npz",
        }
        with open(folder / "index.jsonl", "a") as index:
            index.write(json.dumps(line) + "\n")


def generate(folder, seed, count, cases=None):
    """Draws `count` models, case after case, and every case at least once."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [c for c in CASES.values() if cases is None or c.name in cases]
    for i in range(max(count, len(chosen)) if chosen else 0):
        write(folder, chosen[i % len(chosen)], seed + i)


def sample(folder, seed, path):
    """A zip of one model of each case of TensorFlow's own, in one format each by turns; but for
    transposed convolutions, whose maps grow large, and which OperationsTest has."""
    own = [c for c in CASES.values() if not c.name.startswith(("keras_", "transposed"))]
    for i, case in enumerate(own):
        write(folder, case, seed + i, formats=i, whole=True)
    frame.pack(folder, path)
