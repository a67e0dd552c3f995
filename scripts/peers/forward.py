#!/usr/bin/env python3
"""How many images a second a base alone does in another program; one line of JSON.

usage: forward.py {keras|keras-bfloat16|onnxruntime} {vgg16|inception_v3} SIZE MODEL.onnx

Keras runs keras.applications with random weights, without top, its output pooled, in float32 or by the
policy mixed_bfloat16; ONNX Runtime runs
MODEL.onnx, which Graft exported. Batches of 32 again and again for a few seconds, after two that do
not count.
"""
import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np

BATCH, SECONDS = 32, 4
peer, base, size, model = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
pixels = np.random.default_rng(1).integers(0, 256, (BATCH, size, size, 3), dtype=np.uint8)

if peer.startswith("keras"):
    import keras
    import tensorflow as tf

    keras.mixed_precision.set_global_policy("mixed_bfloat16" if peer == "keras-bfloat16" else "float32")
    name = {"vgg16": "VGG16", "inception_v3": "InceptionV3"}[base]
    network = getattr(keras.applications, name)(
        weights=None, include_top=False, input_shape=(size, size, 3), pooling="avg")
    images = getattr(keras.applications, base).preprocess_input(pixels.astype("float32"))

    forward = tf.function(lambda batch: network(batch, training=False))
    pixels = tf.constant(images)

    def run():
        forward(pixels).numpy()
else:
    import onnxruntime

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])

    def run():
        session.run(None, {session.get_inputs()[0].name: pixels})

run()
run()
runs, begin = 0, time.monotonic()
while time.monotonic() - begin < SECONDS:
    run()
    runs += 1
print(json.dumps({"images_per_second": runs * BATCH / (time.monotonic() - begin)}))
