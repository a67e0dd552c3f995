"""The words of Keras 2: descriptions as tf.keras up to 2.15 writes them, made of Keras 3's."""

import base64
import json

import h5py
from keras.src.legacy.saving import legacy_h5_format

VERSION = "2.11.0"

FUNCTIONS = {
    "Add": "__operators__.add",
    "Subtract": "math.subtract",
    "Multiply": "math.multiply",
    "TrueDivide": "math.truediv",
    "Negative": "math.negative",
    "Relu": "nn.relu",
    "Sigmoid": "math.sigmoid",
    "Silu": "nn.silu",
    "Mean": "math.reduce_mean",
    "Max": "math.reduce_max",
    "Flip": "reverse",
    "GetItem": "__operators__.getitem",
    "Resize": "image.resize",
    "RGBToGrayscale": "image.rgb_to_grayscale",
    "Clip": "clip_by_value",
}


def plain(value):
    """Objects of Keras 3 without the fields that Keras 2 does not write."""
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") in ("__tensor__", "__numpy__"):
        return value["config"]["value"]
    if value.get("class_name") == "__slice__":
        return value["config"]
    if value.get("class_name") == "__ellipsis__":
        return {"class_name": "__ellipsis__"}
    if value.get("class_name") == "DTypePolicy":
        name = value["config"]["name"]
        return name if not name.startswith("mixed") else {"class_name": "Policy", "config": {"name": name}}
    left = ("module", "registered_name", "build_config", "shared_object_id", "compile_config")
    return {k: plain(v) for k, v in value.items() if k not in left}


def triple(tensor, keywords):
    return [*tensor["config"]["keras_history"], keywords]


def is_tensor(value):
    return isinstance(value, dict) and value.get("class_name") == "__keras_tensor__"


def calls(layer, nested):
    """inbound_nodes as lists; a functional model counts its own making as a call."""
    made = []
    for node in layer["inbound_nodes"]:
        args = node["args"]
        keywords = {k: plain(v) for k, v in node["kwargs"].items() if k == "training"}
        tensors = args[0] if isinstance(args[0], list) else [a for a in args if is_tensor(a)]
        made.append([triple(t, keywords) for t in tensors])
    for call in made:
        for entry in call:
            entry[1] += entry[0] in nested
    return made


def function(layer):
    """A layer of an operation's as a TFOpLambda; None for one that has no such form here."""
    name = FUNCTIONS.get(layer["class_name"])
    if name is None:
        return None
    config = {k: v for k, v in layer["config"].items() if k not in ("name", "dtype", "initial")}
    args = layer["inbound_nodes"][0]["args"]
    if not is_tensor(args[0]):
        return None
    first = args[0]["config"]["keras_history"]
    keywords = config
    if layer["class_name"] == "GetItem":
        spec = list(args[1]) if isinstance(args[1], (list, tuple)) else [args[1]]
        keywords = {"slice_spec": {"class_name": "__tuple__", "items": plain(spec)}}
    elif len(args) > 1:
        second = args[1]
        keywords = {"y": second["config"]["keras_history"] if is_tensor(second) else plain(second)}
    if layer["class_name"] == "Flip":
        axis = keywords["axis"]
        keywords = {"axis": axis if isinstance(axis, list) else [axis]}
    if layer["class_name"] == "Resize":
        keywords = {"size": list(config["size"]), "method": config["interpolation"]}
        keywords |= {"antialias": True} if config["antialias"] else {}
    if layer["class_name"] == "Clip":
        keywords = {"clip_value_min": config["x_min"], "clip_value_max": config["x_max"]}
    if layer["class_name"] == "RGBToGrayscale":
        keywords = {}
    kind = "SlicingOpLambda" if layer["class_name"] == "GetItem" else "TFOpLambda"
    return {
        "class_name": kind,
        "name": layer["name"],
        "config": {"name": layer["name"], "trainable": True, "dtype": "float32", "function": name},
        "inbound_nodes": [[*first, keywords]],
    }


def is_operation(layer):
    return layer.get("module", "").startswith("keras.src.ops")


def words(model, top=True):
    """The description of a model, {"class_name", "config"}; None where Keras 2 has no words."""
    config = model["config"]
    layers = config["layers"]
    nested = {l.get("name") for l in layers if l["class_name"] in ("Functional",)}
    made = []
    for layer in layers:
        if is_operation(layer):
            one = function(layer)
        elif layer["class_name"] in ("Functional", "Sequential"):
            one = words(layer, top=False)
            if one and "inbound_nodes" in layer:
                one["name"] = layer["name"]
        else:
            one = own(layer)
        if one is None:
            return None
        if "inbound_nodes" in layer and not is_operation(layer):
            one["inbound_nodes"] = calls(layer, nested)
        made.append(one)
    config = {"name": config["name"], "trainable": config.get("trainable", True), "layers": made}
    for end in ("input_layers", "output_layers"):
        if end in model["config"]:
            ends = plain(model["config"][end])
            if isinstance(ends, dict):
                return None
            config[end] = [ends] if isinstance(ends[0], str) else ends
    return {"class_name": model["class_name"], "config": config}


def own(layer):
    fields = plain(layer["config"])
    if "batch_shape" in fields:
        fields["batch_input_shape"] = fields.pop("batch_shape")
        fields.pop("optional", None)
    kind = layer["class_name"]
    if kind == "CustomScaleLayer":
        kind = "Lambda"
        code = base64.encodebytes(b"/site-packages/keras_applications/inception_resnet_v2.py").decode()
        fields = {
            "name": fields["name"],
            "trainable": True,
            "dtype": "float32",
            "function": [code, None, None],
            "function_type": "lambda",
            "module": "keras_applications.inception_resnet_v2",
            "output_shape": None,
            "output_shape_type": "raw",
            "output_shape_module": None,
            "arguments": {"scale": fields["scale"]},
        }
    if kind == "LeakyReLU":
        fields["alpha"] = fields.pop("negative_slope")
    if kind in ("BatchNormalization", "LayerNormalization") and layer.get("build_config"):
        shape = layer["build_config"]["input_shape"]
        axis = fields["axis"]
        fields["axis"] = [a % len(shape) for a in (axis if isinstance(axis, list) else [axis])]
    for newer in ("quantization_config", "rms_scaling", "synchronized"):
        fields.pop(newer, None)
    if kind == "DepthwiseConv2D":
        for newer in ("kernel_initializer", "kernel_regularizer", "kernel_constraint", "filters"):
            fields.pop(newer, None)
    made = {"class_name": kind, "config": fields}
    if "name" in layer:
        made["name"] = layer["name"]
    return made


def save(model, path):
    """A whole model in HDF5 as Keras 2 writes it; whether there are words for it."""
    import keras

    description = words(keras.saving.serialize_keras_object(model))
    if description is None:
        return False
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = VERSION
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps(description)
        group = file.create_group("model_weights")
        legacy_h5_format.save_weights_to_hdf5_group(group, model)
        group.attrs["keras_version"] = VERSION
    return True
