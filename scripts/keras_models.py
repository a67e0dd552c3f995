"""Writes the layer plans of the catalogue's Keras networks to keras-models/.

Each file is model.to_json() of the network with its top (1000 classes) and without
weights: <name>.json with indentation, or compact in <name>.json.gz, whose header has
neither a time nor a name. MobileNet and MobileNetV2 are written at width 1.0.

Run: pip install tensorflow-cpu keras h5py pillow
     python scripts/keras_models.py [name ...]
"""

import gzip
import json
import sys
from pathlib import Path

import keras

FOLDER = Path(__file__).resolve().parent.parent / "keras-models"
PLAIN = {
    "vgg16": keras.applications.VGG16,
    "inception_v3": keras.applications.InceptionV3,
    "mobilenet": keras.applications.MobileNet,
}
PACKED = {
    "vgg19": keras.applications.VGG19,
    "resnet50": keras.applications.ResNet50,
    "resnet101": keras.applications.ResNet101,
    "resnet152": keras.applications.ResNet152,
    "resnet50_v2": keras.applications.ResNet50V2,
    "resnet101_v2": keras.applications.ResNet101V2,
    "resnet152_v2": keras.applications.ResNet152V2,
    "densenet121": keras.applications.DenseNet121,
    "densenet169": keras.applications.DenseNet169,
    "densenet201": keras.applications.DenseNet201,
    "mobilenet_v2": keras.applications.MobileNetV2,
}


def plan(build):
    keras.backend.clear_session()
    return json.loads(build(weights=None).to_json())


def write_plain(name):
    (FOLDER / f"{name}.json").write_text(json.dumps(plan(PLAIN[name]), indent=1) + "\n")


def write_packed(name):
    text = json.dumps(plan(PACKED[name]), separators=(",", ":")) + "\n"
    with open(FOLDER / f"{name}.json.gz", "wb") as file:
        with gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=0) as packed:
            packed.write(text.encode())


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or [*PLAIN, *PACKED]:
        write_plain(name) if name in PLAIN else write_packed(name)
