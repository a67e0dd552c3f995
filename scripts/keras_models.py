"""Writes the layer plans of the catalogue's Keras networks to keras-models/*.json.

Each file is model.to_json() of the network with its top (1000 classes) and without
weights. MobileNet is written at width 1.0.

Run: pip install tensorflow-cpu keras h5py pillow
     python scripts/keras_models.py
"""

import json
from pathlib import Path

import keras

FOLDER = Path(__file__).resolve().parent.parent / "keras-models"
NETWORKS = {
    "vgg16": keras.applications.VGG16,
    "inception_v3": keras.applications.InceptionV3,
    "mobilenet": keras.applications.MobileNet,
}


def write_plan(name, build):
    keras.backend.clear_session()
    plan = json.loads(build(weights=None).to_json())
    (FOLDER / f"{name}.json").write_text(json.dumps(plan, indent=1) + "\n")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, build in NETWORKS.items():
        write_plan(name, build)
