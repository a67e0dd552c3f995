"""Trains the two small demo networks on emblems and writes them without their tops.

    data/networks/demo_vgg.h5           VGG-like, no BatchNorm, 'caffe' preprocessing
    data/networks/demo_inception.h5     Inception-like with BatchNorm, 'tf' preprocessing
    data/networks/demo_inception.keras  the same network as a Keras 3 file
    keras-models/demo_*.json            the layer plans with top

Both learn to tell the 24 emblems of `emblems.OTHERS`, drawn in random colours at 64 px;
they never see a picture of data/logos. Takes some minutes on two cores.

Run: pip install tensorflow-cpu keras h5py pillow
     python scripts/demo/train_networks.py
"""

import json
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from PIL import Image

from emblems import OTHERS, draw, random_pair

ROOT = Path(__file__).resolve().parents[2]
SIZE = 64
SEED = 7
PICTURES_PER_EMBLEM = 160
HELD_OUT_PER_EMBLEM = 20
EPOCHS = 12
BATCH = 32


def draw_emblems(count, rng):
    """uint8 [N, 64, 64, 3] RGB and int labels [N]."""
    pictures, labels = [], []
    for label, (plate, mark) in enumerate(OTHERS):
        for _ in range(count):
            picture = draw(plate, mark, random_pair(rng), rng)
            pictures.append(np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.NEAREST)))
            labels.append(label)
    return np.stack(pictures), np.array(labels)


def preprocess(pictures, mode):
    return keras.applications.imagenet_utils.preprocess_input(pictures.astype(np.float32), mode=mode)


def with_top(image, features, name):
    x = layers.GlobalAveragePooling2D(name="avg_pool")(features)
    return keras.Model(image, layers.Dense(len(OTHERS), activation="softmax", name="predictions")(x), name=name)


def vgg_like():
    """Four blocks of 3x3 convolutions; He weights, the first for pixels of deviation 64."""
    x = image = keras.Input((None, None, 3))
    for block, (filters, convolutions) in enumerate([(16, 1), (32, 1), (64, 2), (128, 2)], start=1):
        for number in range(1, convolutions + 1):
            pixels = block == 1 and number == 1
            init = keras.initializers.VarianceScaling(2 / 64**2 if pixels else 2, "fan_in", "truncated_normal")
            name = f"block{block}_conv{number}"
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer=init, name=name)(x)
        x = layers.MaxPooling2D(2, name=f"block{block}_pool")(x)
    return with_top(image, x, "demo_vgg")


def conv_bn(x, filters, size, strides=1, padding="same"):
    x = layers.Conv2D(filters, size, strides=strides, padding=padding, use_bias=False)(x)
    x = layers.BatchNormalization(scale=False)(x)
    return layers.Activation("relu")(x)


def mixed(x, name, single, triple, quintuple, pooled):
    """1x1, 3x3, 5x5 as two 3x3 and pool branches; triple and quintuple are (squeeze, filters)."""
    branches = [
        conv_bn(x, single, 1),
        conv_bn(conv_bn(x, triple[0], 1), triple[1], 3),
        conv_bn(conv_bn(conv_bn(x, quintuple[0], 1), quintuple[1], 3), quintuple[1], 3),
        conv_bn(layers.AveragePooling2D(3, strides=1, padding="same")(x), pooled, 1),
    ]
    return layers.Concatenate(name=name)(branches)


def reduction(x, name, triple, quintuple):
    """Halves the map: strided 3x3, strided double 3x3 and max-pool branches."""
    squeezed = conv_bn(conv_bn(x, quintuple[0], 1), quintuple[1], 3)
    branches = [
        conv_bn(x, triple, 3, strides=2, padding="valid"),
        conv_bn(squeezed, quintuple[1], 3, strides=2, padding="valid"),
        layers.MaxPooling2D(3, strides=2)(x),
    ]
    return layers.Concatenate(name=name)(branches)


def inception_like():
    x = image = keras.Input((None, None, 3))
    x = conv_bn(x, 16, 3, strides=2, padding="valid")
    x = conv_bn(x, 16, 3, padding="valid")
    x = conv_bn(x, 24, 3)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = conv_bn(x, 32, 1)
    x = conv_bn(x, 48, 3, padding="valid")
    x = mixed(x, "mixed0", 16, (16, 24), (16, 24), 16)
    x = reduction(x, "mixed1", 32, (24, 32))
    x = mixed(x, "mixed2", 40, (24, 40), (24, 32), 24)
    x = mixed(x, "mixed3", 40, (24, 40), (24, 32), 24)
    x = mixed(x, "mixed4", 480, (24, 96), (24, 64), 480)
    return with_top(image, x, "demo_inception")


def train(model, mode, taught, held_out):
    schedule = keras.optimizers.schedules.CosineDecay(2e-3, EPOCHS * len(taught[0]) // BATCH)
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=1e-3)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(preprocess(taught[0], mode), taught[1], batch_size=BATCH, epochs=EPOCHS, verbose=2)
    accuracy = model.evaluate(preprocess(held_out[0], mode), held_out[1], verbose=0)[1]
    print(f"{model.name}: {accuracy:.3f} on {len(held_out[0])} held-out emblems, {model.count_params()} parameters")


def minimum_size(base):
    """The smallest square input for which no map of the network becomes empty."""
    for size in range(1, SIZE + 1):
        try:
            base.compute_output_shape((1, size, size, 3))
            return size
        except ValueError:
            continue


def save(model, feature, formats):
    plan = json.dumps(json.loads(model.to_json()), indent=1)
    (ROOT / "keras-models" / f"{model.name}.json").write_text(plan + "\n")
    base = keras.Model(model.input, model.get_layer(feature).output, name=model.name)
    for extension in formats:
        base.save(ROOT / "data" / "networks" / f"{model.name}.{extension}")
    print(f"{model.name}: {base.count_params()} parameters without top, minimum size {minimum_size(base)}")


def train_and_save(build, mode, feature, formats):
    keras.backend.clear_session()
    keras.utils.set_random_seed(SEED)
    rng = np.random.default_rng(SEED)
    model = build()
    train(model, mode, draw_emblems(PICTURES_PER_EMBLEM, rng), draw_emblems(HELD_OUT_PER_EMBLEM, rng))
    save(model, feature, formats)


if __name__ == "__main__":
    tf.config.experimental.enable_op_determinism()
    (ROOT / "data" / "networks").mkdir(parents=True, exist_ok=True)
    train_and_save(vgg_like, "caffe", "block4_pool", ["h5"])
    train_and_save(inception_like, "tf", "mixed4", ["h5", "keras"])
