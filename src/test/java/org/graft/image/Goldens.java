package org.graft.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;

/** Images and what Pillow and TensorFlow make of them; see scripts/fixtures. */
final class Goldens {
  static final Goldens RESIZE = new Goldens("resize");
  static final Goldens FORMAT = new Goldens("format", "formats");
  static final Goldens DECODE = new Goldens("decode");

  private static final String DECODED = "decoded/";

  private final Path folder;
  private final Map<String, NpyArray> arrays;

  private Goldens(String name) {
    this(name, name);
  }

  private Goldens(String name, String under) {
    folder = Path.of("src/test/resources/goldens", under);
    arrays = NpzFile.read(folder.resolve(name + "_goldens.npz"));
  }

  List<Path> images() {
    return arrays.keySet().stream()
        .filter(key -> key.startsWith(DECODED))
        .map(key -> file(key.substring(DECODED.length())))
        .toList();
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  NpyArray decoded(Path image) {
    return arrays.get(DECODED + image.getFileName());
  }

  NpyArray upright(Path image) {
    return arrays.get("upright/" + image.getFileName());
  }

  NpyArray resized(Path image, Interpolation interpolation) {
    return arrays.get(interpolation + "/" + image.getFileName());
  }

  static float[] floats(Pixels image) {
    float[] values = new float[image.rgb().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.rgb()[i] & 0xff;
    }
    return values;
  }
}
