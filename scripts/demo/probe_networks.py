"""Prints what a head learns on the demo networks, with right and with raw pixels, 3 seeds.

Head: GlobalAveragePooling, Dense 64 relu, Dropout 0.4, Dense 12 softmax; RMSprop 0.003,
batch 8, 20 epochs, 64 px. `right` is the network's preprocessing and features
standardised with the training split's mean and deviation; `raw` is pixels 0..255 and
features as they come; `raw standardised` tells how much of the harm is scale alone.

Run: pip install tensorflow-cpu keras h5py pillow
     python scripts/demo/probe_networks.py
"""

from pathlib import Path

import keras
import numpy as np
from PIL import Image

DATA = Path(__file__).resolve().parents[2] / "data"
NETWORKS = {"demo_vgg": "caffe", "demo_inception": "tf"}
SIZE = 64


def load_split(split):
    """float32 [N, 64, 64, 3] RGB 0..255 and int labels [N]."""
    brands = sorted(folder.name for folder in (DATA / "logos" / split).iterdir())
    files = [(file, label) for label, brand in enumerate(brands)
             for file in sorted((DATA / "logos" / split / brand).iterdir())]
    pictures = [np.asarray(Image.open(file).convert("RGB").resize((SIZE, SIZE), Image.Resampling.NEAREST))
                for file, _ in files]
    return np.stack(pictures).astype(np.float32), np.array([label for _, label in files])


def pooled(base, pictures, mode):
    if mode != "raw":
        pictures = keras.applications.imagenet_utils.preprocess_input(pictures.copy(), mode=mode)
    return base.predict(pictures, verbose=0).mean(axis=(1, 2))


def standardised(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0) + 1e-6
    return (train - mean) / deviation, (test - mean) / deviation


def head_accuracy(train, test, labels, test_labels, seed):
    keras.utils.set_random_seed(seed)
    head = keras.Sequential([
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.4),
        keras.layers.Dense(int(labels.max()) + 1, activation="softmax"),
    ])
    head.compile(keras.optimizers.RMSprop(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    head.fit(train, labels, batch_size=8, epochs=20, verbose=0)
    return head.evaluate(test, test_labels, verbose=0)[1]


def report(title, features, labels):
    accuracies = [head_accuracy(*features, *labels, seed) for seed in (1, 2, 3)]
    scale = f"features mean {features[0].mean():.2f}, max {features[0].max():.1f}"
    print(f"{title:42s} {' '.join(f'{a:.3f}' for a in accuracies)}   {scale}", flush=True)


if __name__ == "__main__":
    (train, labels), (test, test_labels) = load_split("train"), load_split("test")
    for name, mode in NETWORKS.items():
        base = keras.saving.load_model(DATA / "networks" / f"{name}.h5", compile=False)
        right = standardised(pooled(base, train, mode), pooled(base, test, mode))
        raw = pooled(base, train, "raw"), pooled(base, test, "raw")
        report(f"{name} right ({mode}, standardised)", right, (labels, test_labels))
        report(f"{name} raw (0..255, as they come)", raw, (labels, test_labels))
        report(f"{name} raw standardised", standardised(*raw), (labels, test_labels))
