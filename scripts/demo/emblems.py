"""Emblems: flat, logo-like drawings of a mark on a plate, drawn as polygons.

An emblem is a (plate, mark) pair; a picture of it is drawn at a random place, scale,
rotation and brightness on a random background, with noise. `BRANDS` are the twelve
invented brands of data/logos; `OTHERS` are the emblems on which the demo networks are
trained: the same vocabulary, other pairs, and any colours.
"""

import colorsys
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

OVERSAMPLING = 3


def regular(corners, radius=1.0, turn=0.0):
    angles = [2 * math.pi * (i / corners + turn) for i in range(corners)]
    return [(radius * math.sin(a), -radius * math.cos(a)) for a in angles]


def star(points, inner):
    outside, inside = regular(points), regular(points, inner, 0.5 / points)
    return [corner for pair in zip(outside, inside) for corner in pair]


def box(left, top, right, bottom):
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def shifted(polygon, dx, dy, scale=1.0):
    return [(scale * x + dx, scale * y + dy) for x, y in polygon]


def wave(y, thickness=0.16, height=0.22):
    xs = np.linspace(-0.9, 0.9, 25)
    ys = y + height * np.sin(xs * 2 * math.pi / 0.9)
    return list(zip(xs, ys - thickness)) + list(zip(xs[::-1], ys[::-1] + thickness))


def crescent():
    outer = [(0.9 * math.cos(a), 0.9 * math.sin(a)) for a in np.linspace(0.7, 2 * math.pi - 0.7, 30)]
    inner = [(0.35 + 0.67 * math.cos(a), 0.67 * math.sin(a)) for a in np.linspace(2 * math.pi - 1.05, 1.05, 30)]
    return outer + inner


def arc(start, end, outer=0.95, inner=0.55):
    angles = np.linspace(2 * math.pi * start, 2 * math.pi * end, 30)
    return [(outer * math.sin(a), -outer * math.cos(a)) for a in angles] + [
        (inner * math.sin(a), -inner * math.cos(a)) for a in angles[::-1]
    ]


PLATES = {
    "disc": regular(40),
    "square": box(-0.88, -0.88, 0.88, 0.88),
    "diamond": regular(4, 1.15),
    "shield": [(-0.85, -0.95), (0.85, -0.95), (0.85, 0.15), (0.5, 0.7), (0, 1.05), (-0.5, 0.7), (-0.85, 0.15)],
    "hexagon": regular(6, 1.02),
    "banner": box(-1.15, -0.62, 1.15, 0.62),
}

MARKS = {
    "star": [star(5, 0.42)],
    "spark": [star(4, 0.25)],
    "sun": [star(12, 0.62)],
    "cross": [box(-0.27, -0.9, 0.27, 0.9), box(-0.9, -0.27, 0.9, 0.27)],
    "bars": [box(x - 0.17, -0.85, x + 0.17, 0.85) for x in (-0.66, 0.0, 0.66)],
    "steps": [box(-0.85, 0.3, -0.35, 0.85), box(-0.25, -0.25, 0.25, 0.85), box(0.35, -0.85, 0.85, 0.85)],
    "chevrons": [[(-0.8, y), (0, y - 0.7), (0.8, y), (0.8, y + 0.35), (0, y - 0.35), (-0.8, y + 0.35)]
                 for y in (-0.1, 0.5)],
    "waves": [wave(-0.4), wave(0.4)],
    "bolt": [[(0.2, -1.0), (-0.65, 0.2), (-0.1, 0.2), (-0.3, 1.0), (0.65, -0.25), (0.08, -0.25), (0.5, -1.0)]],
    "crescent": [crescent()],
    "gap_ring": [arc(0.12, 0.88)],
    "pinwheel": [[(0, 0), (0.9 * math.sin(a), -0.9 * math.cos(a)), (0.9 * math.sin(a + 0.8), -0.9 * math.cos(a + 0.8))]
                 for a in np.arange(4) * math.pi / 2],
    "dots": [shifted(regular(20), x, y, 0.34) for x in (-0.45, 0.45) for y in (-0.45, 0.45)],
    "arrow": [[(-0.9, -0.22), (0.1, -0.22), (0.1, -0.7), (0.95, 0), (0.1, 0.7), (0.1, 0.22), (-0.9, 0.22)]],
    "stroke_z": [[(-0.75, -0.85), (0.75, -0.85), (0.75, -0.5), (-0.15, 0.5), (0.75, 0.5), (0.75, 0.85),
                  (-0.75, 0.85), (-0.75, 0.5), (0.15, -0.5), (-0.75, -0.5)]],
    "stroke_t": [box(-0.85, -0.85, 0.85, -0.42), box(-0.22, -0.42, 0.22, 0.9)],
    "stroke_v": [[(-0.95, -0.85), (-0.45, -0.85), (0, 0.3), (0.45, -0.85), (0.95, -0.85), (0.25, 0.9), (-0.25, 0.9)]],
    "stroke_e": [box(-0.7, -0.88, -0.25, 0.88)] + [box(-0.25, y - 0.18, 0.7, y + 0.18) for y in (-0.7, 0.0, 0.7)],
}

# Plate and mark colours; each pair serves three brands.
PAIRS = {
    "brick": ((196, 48, 40), (246, 238, 220)),
    "ocean": ((24, 78, 160), (250, 206, 62)),
    "moss": ((36, 122, 74), (240, 240, 236)),
    "night": ((34, 36, 48), (238, 132, 36)),
}

BRANDS = {
    "Alvero": ("disc", "star", "ocean"),
    "Brimsol": ("disc", "sun", "brick"),
    "Cantavo": ("square", "stroke_t", "moss"),
    "Dorvane": ("shield", "dots", "brick"),
    "Elquist": ("square", "stroke_e", "night"),
    "Fennoro": ("hexagon", "crescent", "ocean"),
    "Galtrix": ("diamond", "bolt", "night"),
    "Hespera": ("disc", "waves", "moss"),
    "Ivarno": ("banner", "arrow", "brick"),
    "Jontell": ("hexagon", "pinwheel", "night"),
    "Kirvani": ("shield", "stroke_v", "ocean"),
    "Lumbrio": ("square", "dots", "moss"),
}

OTHERS = [
    ("disc", "cross"), ("disc", "bolt"), ("disc", "stroke_z"), ("disc", "gap_ring"),
    ("square", "star"), ("square", "waves"), ("square", "chevrons"), ("square", "spark"),
    ("diamond", "sun"), ("diamond", "dots"), ("diamond", "stroke_t"), ("diamond", "crescent"),
    ("shield", "bars"), ("shield", "pinwheel"), ("shield", "star"), ("shield", "arrow"),
    ("hexagon", "stroke_v"), ("hexagon", "steps"), ("hexagon", "stroke_e"), ("hexagon", "spark"),
    ("banner", "waves"), ("banner", "bars"), ("banner", "stroke_z"), ("banner", "chevrons"),
]


def random_colour(rng):
    """A muted to lively colour of any hue, RGB 0..255."""
    rgb = colorsys.hsv_to_rgb(rng.uniform(), rng.uniform(0.05, 0.9), rng.uniform(0.15, 1.0))
    return tuple(round(255 * c) for c in rgb)


def random_pair(rng):
    """Two colours that differ enough in brightness to tell the mark from its plate."""
    while True:
        pair = random_colour(rng), random_colour(rng)
        if abs(np.mean(pair[0]) - np.mean(pair[1])) > 60:
            return pair


def jittered(colour, rng):
    return tuple(int(np.clip(c + rng.normal(0, 10), 0, 255)) for c in colour)


def draw(plate, mark, colours, rng, noise=True):
    """One picture, about 96 px a side."""
    width, height = (int(rng.integers(84, 109)) for _ in range(2))
    image = background(width * OVERSAMPLING, height * OVERSAMPLING, rng)
    place = placement(image.size, rng)
    pen = ImageDraw.Draw(image)
    pen.polygon(place(PLATES[plate]), fill=jittered(colours[0], rng))
    mark_scale = 0.55 * rng.uniform(0.92, 1.05)
    for polygon in MARKS[mark]:
        pen.polygon(place(shifted(polygon, 0, 0, mark_scale)), fill=jittered(colours[1], rng))
    return finish(image.resize((width, height), Image.Resampling.BOX), rng, noise)


def background(width, height, rng):
    """A plain colour with a few large blots of similar colours."""
    colour = random_colour(rng)
    image = Image.new("RGB", (width, height), colour)
    pen = ImageDraw.Draw(image)
    for _ in range(rng.integers(0, 4)):
        x, y, radius = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.1, 0.4) * width
        blot = shifted(regular(int(rng.integers(3, 9)), turn=rng.uniform()), x, y, radius)
        pen.polygon(blot, fill=tuple(int(np.clip(c + rng.normal(0, 30), 0, 255)) for c in colour))
    return image


def placement(size, rng):
    """A random similarity with a little shear, from emblem to pixel coordinates."""
    radius = min(size) * rng.uniform(0.30, 0.44)
    centre = [side / 2 + rng.uniform(-1, 1) * 0.09 * side for side in size]
    angle, shear = math.radians(rng.normal(0, 10)), rng.normal(0, 0.06)
    cos, sin = radius * math.cos(angle), radius * math.sin(angle)

    def place(polygon):
        leaning = [(x + shear * y, y) for x, y in polygon]
        return [(centre[0] + cos * x - sin * y, centre[1] + sin * x + cos * y) for x, y in leaning]

    return place


def finish(image, rng, noise):
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0, 0.8)))
    pixels = np.asarray(image, dtype=np.float64) * rng.uniform(0.65, 1.2) + rng.uniform(-15, 15)
    if noise:
        pixels += rng.normal(0, rng.uniform(0, 9), pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
