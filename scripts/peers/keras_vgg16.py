"""Real Keras and a VGG16 file in the official layout, for the row import-vgg16 of scripts/bench.

    write FILE   VGG16 without top and with random weights, weights-only HDF5 as published
    load FILE    builds the network and loads the file, as a Keras user does

Run: pip install tensorflow-cpu keras h5py
     python scripts/peers/keras_vgg16.py write|load FILE
"""

import sys

import h5py
import keras
from keras.src.legacy.saving import legacy_h5_format

if __name__ == "__main__":
    action, path = sys.argv[1:]
    keras.utils.set_random_seed(16)
    if action == "write":
        model = keras.applications.VGG16(weights=None, include_top=False)
        with h5py.File(path, "w") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, model)
    else:
        model = keras.applications.VGG16(weights=path, include_top=False)
        print(model.count_params(), "parameters")
