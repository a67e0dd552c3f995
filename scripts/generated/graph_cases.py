"""Graphs of TensorFlow: each idiom among random blocks, random networks, and Keras' own exports."""

import keras
import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

import frame
import graphs
import tensorflow_operations as operations
from graphs import case, module, session, turned
from tensorflow_operations import MAPS, POOLS, VECTORS, channels, conv

v1 = tf.compat.v1
raw = tf.raw_ops

# Blocks that need a map of six channels, or one so wide that nothing fits in behind it.
FIRST = ("some_channels", "shuffle", "shuffle_free", "reversed_caffe", "caffe_by_split", "split_sizes")


def named(x, name, block, d):
    with tf.name_scope(name):
        return block(x, d)


def begun(x, d):
    return named(x, "stem", lambda y, w: tf.nn.bias_add(conv(y, w), w.normal(6)), d)


def blocks(names):
    """Blocks in turn, a convolution between any two that changes the channels back to six."""

    def chain(x, d):
        for i, name in enumerate(names):
            if channels(x) != 6 or i % 2:
                x = named(x, f"between_{i}", lambda y, w: tf.nn.relu(conv(y, w, 1)), d)
            x = named(x, f"block_{i}", MAPS[name], d)
        return x

    return chain


def ended(draw):
    """A pool, a vector's block or two, and a head."""
    pool = draw.one(*POOLS)
    middle = [draw.one("dense", "dense_transposed", "norm", "l2", "fake_quant") for _ in range(2)]
    last = draw.one("linear", "softmax", "sigmoid", "log_softmax")

    def head(x, d):
        x = named(x, "pool", POOLS[pool], d)
        for i, name in enumerate(middle):
            x = named(x, f"vector_{i}", VECTORS[name], d)
        x = named(x, "logits", lambda y, w: tf.matmul(y, w.normal(channels(y), 3)) + w.normal(3), d)
        kinds = {"softmax": tf.nn.softmax, "sigmoid": tf.sigmoid, "log_softmax": tf.nn.log_softmax}
        return kinds.get(last, tf.identity)(x, name="probabilities")

    return head


def network(draw, names):
    """The stem, these blocks and an end, as a function of image and weights."""
    chain, head = blocks(names), ended(draw)
    return lambda image, d: head(chain(begun(image, d), d), d)


def some(draw, names, most=3):
    names = list(names)
    count = min(len(names), int(draw.random.integers(1, most + 1)))
    return [str(name) for name in draw.random.permutation(names)[:count]]


def of(draw, names, **more):
    return module(draw, network(draw, some(draw, names)), [12, 12, 3], stored=draw.chance(0.8), **more)


def beginning(*starts):
    return [name for name in MAPS if name.startswith(starts)]


@case("attributes left at their defaults")
def defaults(draw):
    slope = lambda x: tf.nn.leaky_relu(x)
    norm = lambda x, d: v1.nn.fused_batch_norm(
        x, d.positive(6), d.normal(6), d.normal(6), 1e-3 * d.positive(6), epsilon=1e-4, is_training=False
    )[0]
    lrn = lambda x: raw.LRN(input=x)
    resize = lambda x: raw.ResizeBilinear(images=x, size=[7, 9])
    choice = draw.random.permutation(4)[:3]
    head = ended(draw)

    def build(image, d):
        x = begun(image, d)
        for kind in choice:
            x = [slope, lambda y: norm(y, d), lrn, resize][kind](conv(x, d))
        return head(x, d)

    return module(draw, build, [12, 12, 3])


@case("normalisation")
def normalisation(draw):
    norms = [n for n in beginning("batch_norm", "instance", "layer_norm") if "global" not in n]
    return of(draw, norms)


@case("resizing")
def resizing(draw):
    return of(draw, beginning("bilinear", "nearest", "upsample"))


@case("slices, reversal, gathering, splitting")
def parts(draw):
    return of(draw, beginning("reverse", "flipped", "some", "one_ch", "crop", "every", "shrunk", "gather", "split", "unstacked", "caffe", "new_axis"))


@case("dilation by SpaceToBatchND")
def dilation(draw):
    return of(draw, beginning("dilated"))


@case("rectifiers of Minimum, Maximum and ClipByValue")
def bounds(draw):
    return of(draw, beginning("relu", "clip", "maximum", "minimum", "hard", "keras2", "leaky"))


@case("explicit padding and MirrorPad")
def padding(draw):
    return of(draw, beginning("pad", "conv_explicit", "depthwise", "option", "max_pool", "average"))


@case("local response normalisation and groups by Split")
def local_response(draw):
    return of(draw, ["lrn", "lrn_wide", "split_groups", "max_pool_one", "concat_old"])


@case("L2 norms and transpose_b")
def lengths(draw):
    return of(draw, [*beginning("l2"), "dense_batch_transposed", "dense_cells", "dense_tensordot"])


@case("channel shuffle")
def shuffled(draw):
    return of(draw, [*beginning("shuffle"), "space_to_depth", "depth_to_space", "transposed_twice"])


@case("quantised kernels and fake quantisation")
def quantised(draw):
    return of(draw, [*beginning("quantized", "fake_quant_"), "half_kernel"])


@case("functions of single values")
def functions(draw):
    start = ["elu", "selu", "softplus", "softsign", "crelu", "mish", "silu", "swish_beta", "gelu", "gelu_tanh"]
    return of(draw, [*start, "prelu", "prelu_abs", "absolute", "square", "roots", "logarithm", "power"])


@case("means, quotients, merges")
def arithmetic(draw):
    names = beginning("mean", "max_ch", "min_map", "divided", "quotient", "reciprocal", "squeeze", "spatial", "add_n", "subtract", "squared", "concat")
    return of(draw, names)


@case("transposed convolutions")
def transposed(draw):
    return of(draw, [n for n in beginning("transposed_") if "free" not in n and "twice" not in n])


@case("transposed convolutions", "images of any size")
def transposed_free(draw):
    chain = blocks(some(draw, beginning("transposed_free", "upsample_bi")))
    build = lambda image, d: VECTORS["dense"](POOLS["mean"](chain(begun(image, d), d), d), d)
    return module(draw, build, [None, None, 3])


@case("places that are taken as Keras 3 takes them")
def taken(draw):
    return of(draw, beginning("taken"))


@case("products of maps", "einsum")
def products(draw):
    return of(draw, beginning("product", "einsum", "heads"))


@case("constants of places, rows and columns")
def placed_constants(draw):
    return of(draw, [*beginning("scaled_by", "moved", "stretched"), "axes_swapped"])


@case("resizing by kernels")
def kernels(draw):
    return of(draw, beginning("kernel", "lanczos", "bicubic", "area"))


@case("whole images", "pixels")
def image_functions(draw):
    inner = network(draw, some(draw, ["relu6", "batch_norm", "max_pool_one"]))
    kind = draw.random.integers(3)
    method = draw.one("lanczos5", "bicubic")

    def build(image, d):
        x = [
            lambda: tf.image.per_image_standardization(image),
            lambda: tf.image.grayscale_to_rgb(tf.image.rgb_to_grayscale(image)) / 255.0,
            lambda: tf.image.resize(image, [14, 10], method, antialias=True) / 255.0,
        ][kind]()
        return inner(x, d)

    return module(draw, build, draw.one([12, 12, 3], [16, 12, 3]), pixels=True)


def random_network(draw, least, most, **more):
    usual = [n for n in MAPS if "global" not in n and n not in ("exponential", "divided_old")]
    names = [draw.one(*usual) for _ in range(int(draw.random.integers(least, most)))]
    shape = draw.one([12, 12, 3], [16, 16, 3])
    return module(draw, network(draw, names), shape, stored=draw.chance(0.8), **more)


@case("random network")
def small_graph(draw):
    return random_network(draw, 1, 4)


@case("random network")
def middling_graph(draw):
    return random_network(draw, 3, 7)


@case("random network")
def large_graph(draw):
    return random_network(draw, 6, 12)


@case("random network", "a stated batch of one")
def single_graph(draw):
    return random_network(draw, 1, 4, batch=1)


def scaled(draw, inner):
    """Bytes made numbers, in one of the usual ways."""
    kind = draw.random.integers(4)

    def build(image, d):
        x = tf.cast(image, tf.float32)
        if kind == 0:
            x = x / 255.0
        elif kind == 1:
            x = (x - 127.5) * (1 / 127.5)
        elif kind == 2:
            x = x[..., ::-1] - [103.9, 116.8, 123.7] if channels(x) == 3 else x - 128.0
        else:
            x = tf.image.convert_image_dtype(image, tf.float32) if image.dtype == tf.uint8 else x / 127.5 - 1.0
        return inner(x, d)

    return build


@case("bytes", "pixels")
def byte_images(draw):
    names = some(draw, ["relu6", "batch_norm", "max_pool_one", "squeeze_excite", "hard_swish"])
    return module(draw, scaled(draw, network(draw, names)), [12, 12, 3], pixels=True, dtype=tf.uint8)


@case("one channel", "pixels")
def one_channel(draw):
    names = some(draw, ["relu6", "batch_norm", "max_pool_one", "squeeze_excite", "hard_swish"])
    dtype = draw.one(tf.uint8, tf.float32)
    return module(draw, scaled(draw, network(draw, names)), [12, 12, 1], pixels=True, dtype=dtype)


@case("one channel, replicated", "pixels")
def one_channel_thrice(draw):
    inner = network(draw, some(draw, ["relu6", "batch_norm", "average_pool_same"]))
    copied = draw.one(
        lambda x: tf.concat([x, x, x], -1),
        lambda x: tf.image.grayscale_to_rgb(x),
        lambda x: tf.repeat(x, 3, axis=-1),
        lambda x: tf.tile(x, [1, 1, 1, 3]),
    )
    build = lambda image, d: inner(copied(image) / 255.0, d)
    return module(draw, build, [12, 12, 1], pixels=True)


@case("images of any size")
def free_size(draw):
    names = some(draw, ["relu6", "batch_norm", "upsample_nearest", "shuffle_free", "squeeze_excite", "dilated_same"])
    chain = blocks(names)
    pool = draw.one("mean", "mean_negative", "mean_kept", "maximum", "gem")
    build = lambda image, d: VECTORS["dense"](POOLS[pool](chain(begun(image, d), d), d), d)
    return module(draw, build, [None, None, 3])


@case("NCHW")
def channels_first_graph(draw):
    return turned(draw, operations.NCHW[draw.one(*operations.NCHW)], [8, 8, 3])


@case("variables of float16")
def half_variables(draw):
    def build(image, d):
        kernel = d.make(d.rng.normal(0, 0.2, (3, 3, 3, 6)).astype("float16"))
        x = tf.nn.relu(tf.nn.conv2d(image, tf.cast(kernel, tf.float32), 1, "SAME"))
        head = d.make(d.rng.normal(0, 0.4, (6, 4)).astype("float16"))
        return tf.matmul(tf.reduce_mean(x, [1, 2]), tf.cast(head, tf.float32))

    return module(draw, build, [12, 12, 3])


@case("kernels made of stored arrays")
def made_kernels(draw):
    kind = draw.random.integers(4)

    def build(image, d):
        kernel = [
            lambda: tf.reshape(d.normal(1, 3, 3, 6), [3, 1, 3, 6]),
            lambda: tf.transpose(d.normal(6, 3, 3, 3), [2, 3, 1, 0]),
            lambda: tf.concat([d.normal(3, 3, 3, 2), d.normal(3, 3, 3, 4) * d.positive(4)], -1),
            lambda: tf.nn.l2_normalize(d.normal(3, 3, 3, 6), [0, 1, 2]) * d.positive(6),
        ][kind]()
        x = tf.nn.relu(tf.nn.conv2d(image, kernel, 1, "SAME"))
        return tf.matmul(tf.reduce_mean(x, [1, 2]), d.normal(4, 6), transpose_b=True)

    return module(draw, build, [12, 12, 3])


@case("If on a constant")
def functional_choice(draw):
    tail = network(draw, ["relu6"])
    said = draw.chance()

    def build(image, d):
        training = v1.placeholder_with_default(said, [], "training")
        x = tf.cond(training, lambda: tf.abs(image) * 0.5, lambda: tf.nn.relu(image))
        return tail(x, d)

    return module(draw, build, [12, 12, 3])


def layer(x, variable, name, filters=6, act=tf.nn.relu, size=3):
    with v1.variable_scope(name):
        kernel = variable("weights", [size, size, channels(x), filters])
        return act(tf.nn.bias_add(tf.nn.conv2d(x, kernel, 1, "SAME"), variable("biases", [filters])))


def classifier(x, variable, name="logits"):
    with v1.variable_scope(name):
        y = tf.matmul(x, variable("weights", [channels(x), 4])) + variable("biases", [4])
    return tf.nn.softmax(y)


@case("Switch and Merge on a constant")
def switched(draw):
    v1.disable_control_flow_v2()

    def build(image, variable):
        x = layer(image, variable, "conv1")
        phase = v1.placeholder(tf.bool, [], "phase_train")
        x = v1.cond(phase, lambda: x * 0.5 + 1.0, lambda: tf.nn.elu(x))
        return classifier(tf.reduce_mean(layer(x, variable, "conv2"), [1, 2]), variable)

    try:
        return session(draw, build, [12, 12, 3], feeds={"phase_train": draw.chance()})
    finally:
        v1.enable_control_flow_v2()


@case("dropout that keeps all")
def dropout(draw):
    old = draw.chance()

    def build(image, variable):
        keep = v1.placeholder(tf.float32, [], "keep_prob")
        x = tf.reduce_mean(layer(image, variable, "conv1"), [1, 2])
        if old:
            x = x / keep * tf.floor(keep + tf.random.uniform(tf.shape(x)))
        else:
            x = v1.nn.dropout(x, keep)
        return classifier(x, variable)

    return session(draw, build, [12, 12, 3], feeds={"keep_prob": 1.0})


@case("PlaceholderWithDefault")
def retrained(draw):
    def build(image, variable):
        x = tf.reduce_mean(layer(image, variable, "conv1"), [1, 2])
        x = v1.placeholder_with_default(x, [None, 6], "input_1/BottleneckInputPlaceholder")
        return classifier(x, variable, "final_training_ops")

    return session(draw, build, [12, 12, 3])


@case("variables in parts")
def partitioned(draw):
    axis = draw.one(2, 3)

    def build(image, variable):
        half = v1.fixed_size_partitioner(2, axis=axis)
        x = layer(image, variable, "conv1")
        kernel = variable("parts", [3, 3, 6, 4], partitioner=half).as_tensor()
        x = tf.nn.relu6(tf.nn.conv2d(x, kernel, draw.one(1, 2), "SAME"))
        return classifier(tf.reduce_mean(x, [1, 2]), variable)

    return session(draw, build, [12, 12, 3])


@case("without the tag serve")
def untagged(draw):
    def build(image, variable):
        x = layer(image, variable, "conv1", act=draw.one(tf.nn.relu, tf.nn.elu, tf.tanh))
        return tf.nn.max_pool2d(x, 2, 2, "SAME")

    made = session(draw, build, [12, 12, 3], tags=draw.one((), ("train",)))
    made.save = {"saved": made.save["saved"]}
    return made


@case("slim's MobileNet")
def slim(draw):
    def build(image, variable):
        x = layer(image, variable, "Conv2d_0", act=tf.nn.relu6)
        with v1.variable_scope("Conv2d_1_depthwise"):
            kernel = variable("depthwise_weights", [3, 3, 6, 1])
            x = tf.nn.relu6(tf.nn.depthwise_conv2d(x, kernel, [1, 1, 1, 1], "SAME"))
        x = layer(x, variable, "Conv2d_1_pointwise", 8, tf.nn.relu6, 1)
        x = tf.nn.avg_pool2d(x, [x.shape[1], x.shape[2]], 1, "VALID")
        x = tf.squeeze(layer(x, variable, "Conv2d_1c_1x1", 5, tf.identity, 1), [1, 2])
        return tf.reshape(tf.nn.softmax(tf.reshape(x, [-1, 5])), [1, 5])

    return session(draw, build, [12, 12, 3], batch=1)


@case("AlexNet")
def alexnet(draw):
    def build(image, variable):
        x = tf.nn.lrn(layer(image, variable, "conv1", 8), 2, 1.0, 2e-2, 0.75)
        x = tf.nn.max_pool2d(x, 3, 2, "VALID")
        with v1.variable_scope("conv2"):
            kernel = variable("weights", [3, 3, 4, 6])
            pairs = zip(tf.split(x, 2, 3), tf.split(kernel, 2, 3))
            x = tf.concat([tf.nn.conv2d(a, k, 1, "SAME") for a, k in pairs], 3)
            x = tf.nn.relu(tf.reshape(tf.nn.bias_add(x, variable("biases", [6])), [-1, *x.shape[1:]]))
        x = tf.reshape(x, [-1, int(np.prod(x.shape[1:]))])
        with v1.variable_scope("fc6"):
            x = v1.nn.relu_layer(x, variable("weights", [channels(x), 7]), variable("biases", [7]))
        return classifier(x, variable)

    return session(draw, build, [12, 12, 3])


@case("decoded files", "an input of one's own")
def decoded(draw):
    name = draw.one("Mul", "ResizeBilinear")

    def build(image, variable):
        x = image
        return classifier(tf.reduce_mean(layer(x, variable, "conv1"), [1, 2]), variable)

    made = session(draw, build, [12, 12, 3])
    write = made.save["pb"]

    def behind_a_file(path):
        """The image as what a string of JPEG was made into."""
        write(path)
        body = v1.GraphDef.FromString(path.read_bytes())
        with tf.Graph().as_default() as graph:
            text = v1.placeholder(tf.string, [], "DecodeJpeg/contents")
            x = tf.expand_dims(tf.cast(tf.image.decode_jpeg(text, channels=3), tf.float32), 0)
            x = v1.image.resize_bilinear(x, [12, 12], name="ResizeBilinear")
            if name == "Mul":
                x = tf.multiply(x - 128.0, 1 / 128, name="Mul")
            tf.import_graph_def(body, {"image:0": x}, name="")
        path.write_bytes(graph.as_graph_def().SerializeToString())
        return {"input": name}

    made.save = {"pb": behind_a_file}
    return made


@case("several outputs")
def two_ends(draw):
    def build(image, variable):
        x = tf.reduce_mean(layer(image, variable, "conv1"), [1, 2])
        classifier(x, variable, "side")
        return classifier(x, variable)

    made = session(draw, build, [12, 12, 3])
    made.options = {"output": "probabilities"}
    made.save = {kind: made.save[kind] for kind in ("pb", "ckpt")}
    return made


# Keras' models as graphs.

# Formats of Keras alone, and what TensorFlow computes in other numbers or at random.
KERAS_ALONE = (
    "hard_sigmoid",
    "functions",
    "int8",
    "mixed_float16",
    "mixed_bfloat16",
    "float16",
    "bfloat16",
    "float64",
)


def outputs(model, chosen):
    """Which output of an exported model is that of this name."""
    if isinstance(model._outputs_struct, dict):
        return chosen
    return f"output_{model.output_names.index(chosen)}"


def exported(kept, draw):
    keras.backend.clear_session()
    made = kept.make(draw)
    model = made.model
    shape = [a or made.size for a in model.inputs[0].shape[1:]]
    dtype = model.inputs[0].dtype
    pixels = "pixels" in kept.idioms
    images = graphs.pictures(draw, shape, pixels or dtype != "float32")
    options = dict(made.options)
    if "output" in options:
        options["output"] = outputs(model, options["output"])
    spec = tf.TensorSpec([None, *model.inputs[0].shape[1:]], dtype, name="image")
    oracle = made.oracle or model

    def chosen(image):
        given = oracle(image, training=False)
        if isinstance(given, dict):
            return given[options["output"]]
        if isinstance(given, (list, tuple)):
            return given[int(options["output"].removeprefix("output_"))]
        return given

    function = tf.function(chosen, input_signature=[spec])
    frozen = convert_variables_to_constants_v2(function.get_concrete_function())
    graph = frozen.graph.as_graph_def()
    given = graphs.at_nodes(graph, images, frozen.outputs[0].name)
    if made.transpose:
        given = {"output": frame.channels_last(given["output"])}
        images = frame.channels_last(images)

    def whole(path):
        path.write_bytes(graph.SerializeToString())
        return {key: None for key in options}

    writers = {
        "export": lambda path: model.export(str(path), verbose=False),
        "saved": lambda path: tf.saved_model.save(model, str(path)),
        "pb": whole,
    }
    if any(hasattr(layer, "seed_generator") for layer in model._flatten_layers()):
        del writers["saved"]  # which TensorFlow refuses for what draws at random
    kind = draw.one(*writers)
    return graphs.Made({kind: writers[kind]}, images, given, options)


for kept in list(frame.CASES.values()):
    if kept.name not in KERAS_ALONE:
        name = f"keras_{kept.name}"
        graphs.CASES[name] = frame.Case(
            name, kept.idioms, lambda draw, kept=kept: exported(kept, draw)
        )
