"""Draws data/logos/{train,test}/<brand>/NNN.jpg|png: twelve invented brands.

24 training and 10 test pictures a brand; the first of every folder is a PNG without
noise, the others are JPEGs. The folder is written anew.

Run: pip install tensorflow-cpu keras h5py pillow
     python scripts/demo/draw_logos.py
"""

import shutil
from pathlib import Path

import numpy as np

from emblems import BRANDS, PAIRS, draw

FOLDER = Path(__file__).resolve().parents[2] / "data" / "logos"
PICTURES = {"train": 24, "test": 10}
SEED = 20240


def draw_brand(folder, count, brand, rng):
    folder.mkdir(parents=True)
    plate, mark, pair = BRANDS[brand]
    for number in range(count):
        lossless = number == 0
        picture = draw(plate, mark, PAIRS[pair], rng, noise=not lossless)
        if lossless:
            picture.save(folder / f"{number:03d}.png", optimize=True)
        else:
            picture.save(folder / f"{number:03d}.jpg", quality=85)


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    rng = np.random.default_rng(SEED)
    for split, count in PICTURES.items():
        for brand in BRANDS:
            draw_brand(FOLDER / split / brand, count, brand, rng)
