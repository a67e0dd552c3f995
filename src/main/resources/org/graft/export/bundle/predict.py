"""Classify pictures with an exported model: ONNX Runtime, and Pillow to decode them.

    pip install onnxruntime pillow
    python predict.py model.onnx PICTURE...

prints a line for every picture and label, likeliest first: path, label, probability, with tabs between
them. Where a picture may have several labels, a fourth column says of each whether it is named: whether
it reaches its threshold. Where the model calls pictures unknown, that stands first in place of a label,
with the probability of the likeliest one. Of a model that gives a number: path, number. Labels, thresholds, size and preprocessing come from the file itself.
"""

import json
import sys

import numpy as np
import onnxruntime
from PIL import Image, ImageOps


def taps(source, target, interpolation):
    """Which pixels along one axis make up each of the target's, and their weights: [target, taps] each."""
    if interpolation == "nearest":
        step = source / target
        position = np.cumsum([step / 2] + [step] * (target - 1))
        return np.minimum(position.astype(int), source - 1)[:, None], np.ones((target, 1), np.float32)
    scale = np.float32(source) / np.float32(target)
    position = (np.arange(target, dtype=np.float32) + np.float32(0.5)) * scale - np.float32(0.5)
    below = np.floor(position)
    share = (position - below)[:, None]
    if interpolation == "bilinear":
        index = below[:, None] + np.arange(2)
        weight = np.hstack([1 - share, share])
    else:
        index = below[:, None] + np.arange(-1, 3)
        d = np.abs(np.round(share * 1024) / 1024 + 1 - np.arange(4, dtype=np.float32))
        near, far = (1.5 * d - 2.5) * d * d + 1, ((-0.5 * d + 2.5) * d - 4) * d + 2
        weight = np.where(d <= 1, near, far) * ((index >= 0) & (index < source))
        weight /= weight.sum(axis=1, keepdims=True)
    return np.clip(index, 0, source - 1).astype(int), weight.astype(np.float32)


def resized(image, height, width, interpolation):
    """[height, width, 3] in whole levels, as in training."""
    rows, down = taps(image.shape[0], height, interpolation)
    columns, across = taps(image.shape[1], width, interpolation)
    strips = np.einsum("hwkc,wk->hwc", image[:, columns], across)
    return np.clip(np.floor(np.einsum("hkwc,hk->hwc", strips[rows], down) + 0.5), 0, 255)


def fed(path, takes, card):
    """The batch of one picture that the file takes."""
    picture = Image.open(path)
    picture = ImageOps.exif_transpose(picture) if card.get("graft.exif") == "apply" else picture
    image = np.asarray(picture.convert("RGB")).astype(np.float32)
    first = card["graft.layout"] == "nchw"
    if not any(isinstance(side, str) for side in (takes.shape[2:] if first else takes.shape[1:3])):
        image = resized(image, int(card["graft.height"]), int(card["graft.width"]), card["graft.interpolation"])
    if card["graft.channels"] == "BGR":
        image = image[:, :, ::-1]
    image = image * np.float32(json.loads(card["graft.scale"])) + np.float32(json.loads(card["graft.offset"]))
    image = image.transpose(2, 0, 1) if first else image
    return image[np.newaxis].astype(np.uint8 if takes.type == "tensor(uint8)" else np.float32)


session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
card = session.get_modelmeta().custom_metadata_map
labels = json.loads(card["graft.labels"])
unknown_below = float(card.get("graft.unknown_below", "0"))
thresholds = json.loads(card.get("graft.thresholds", "[]"))
takes = session.get_inputs()[0]
for path in sys.argv[2:]:
    if card.get("graft.task") == "regression":
        print(path, session.run(["number"], {takes.name: fed(path, takes, card)})[0][0][0], sep="\t")
        continue
    probabilities = session.run(["probabilities"], {takes.name: fed(path, takes, card)})[0][0]
    if probabilities.max() < unknown_below:
        print(path, "unknown", f"{probabilities.max():.6f}", sep="\t")
    for i in np.argsort(-probabilities, kind="stable"):
        named = ["named" if probabilities[i] >= np.float32(thresholds[i]) else "not named"] if thresholds else []
        print(path, labels[i], f"{probabilities[i]:.6f}", *named, sep="\t")
