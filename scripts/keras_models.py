"""Writes the layer plans of the catalogue's Keras networks to keras-models/.

Each file is model.to_json() of the network with its top (1000 classes): <name>.json with
indentation, or compact in <name>.json.gz, whose header has neither a time nor a name. The
networks are those that carry the official weights: weights="imagenet" gives EfficientNet
one layer more than weights=None does. Nothing is downloaded. MobileNets are written at
width 1.0. ConvNeXt has other layers without its top, and EfficientNetB1 to B7, whose
padding depends on the size of the images where it is known, pad otherwise; these have a
second file, <name>_notop.json.gz.

Run: pip install tensorflow-cpu keras h5py pillow
     python scripts/keras_models.py [name ...]
"""

import gzip
import json
import sys
from functools import partial
from pathlib import Path
from unittest import mock

import keras
from keras import applications

FOLDER = Path(__file__).resolve().parent.parent / "keras-models"
PLAIN = ("vgg16", "inception_v3", "mobilenet")
OTHERWISE_WITHOUT_TOP = ("convnext", *(f"efficientnet_b{i}" for i in range(1, 8)))
ARCHITECTURES = {
    "vgg16": applications.VGG16,
    "vgg19": applications.VGG19,
    "inception_v3": applications.InceptionV3,
    "inception_resnet_v2": applications.InceptionResNetV2,
    "xception": applications.Xception,
    "resnet50": applications.ResNet50,
    "resnet101": applications.ResNet101,
    "resnet152": applications.ResNet152,
    "resnet50_v2": applications.ResNet50V2,
    "resnet101_v2": applications.ResNet101V2,
    "resnet152_v2": applications.ResNet152V2,
    "densenet121": applications.DenseNet121,
    "densenet169": applications.DenseNet169,
    "densenet201": applications.DenseNet201,
    "mobilenet": applications.MobileNet,
    "mobilenet_v2": applications.MobileNetV2,
    "mobilenet_v3_small": applications.MobileNetV3Small,
    "mobilenet_v3_large": applications.MobileNetV3Large,
    "mobilenet_v3_small_minimalistic": partial(applications.MobileNetV3Small, minimalistic=True),
    "mobilenet_v3_large_minimalistic": partial(applications.MobileNetV3Large, minimalistic=True),
    "nasnet_mobile": applications.NASNetMobile,
    "nasnet_large": applications.NASNetLarge,
    **{f"efficientnet_b{i}": getattr(applications, f"EfficientNetB{i}") for i in range(8)},
    **{
        f"efficientnet_v2_{size.lower()}": getattr(applications, f"EfficientNetV2{size}")
        for size in ("B0", "B1", "B2", "B3", "S", "M", "L")
    },
    **{
        f"convnext_{size.lower()}": getattr(applications, f"ConvNeXt{size}")
        for size in ("Tiny", "Small", "Base", "Large", "XLarge")
    },
}


def network(name, fetched=None, **options):
    """The network as weights="imagenet" makes it, but for the weights, which stay random.

    fetched, a list, gets the arguments with which Keras would fetch the official file.
    """
    keras.backend.clear_session()
    fetched = [] if fetched is None else fetched
    with (
        mock.patch("keras.src.utils.file_utils.get_file", lambda *a, **k: fetched.append((a, k))),
        mock.patch("keras.src.models.Functional.load_weights", lambda *a, **k: None),
    ):
        return ARCHITECTURES[name](weights="imagenet", **options)


def write_plain(path, plan):
    path.write_text(json.dumps(plan, indent=1) + "\n")


def write_packed(path, plan):
    text = json.dumps(plan, separators=(",", ":")) + "\n"
    with open(path, "wb") as file:
        with gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=0) as packed:
            packed.write(text.encode())


def write(name):
    plan = json.loads(network(name).to_json())
    if name in PLAIN:
        write_plain(FOLDER / f"{name}.json", plan)
    else:
        write_packed(FOLDER / f"{name}.json.gz", plan)
    if name.startswith(OTHERWISE_WITHOUT_TOP):
        plan = json.loads(network(name, include_top=False).to_json())
        write_packed(FOLDER / f"{name}_notop.json.gz", plan)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or ARCHITECTURES:
        write(name)
