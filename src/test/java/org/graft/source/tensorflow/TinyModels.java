package org.graft.source.tensorflow;

import java.nio.file.Path;

/**
 * Networks that real TensorFlow saved; {@code scripts/fixtures/tensorflow_models.py} makes them.
 */
final class TinyModels {
  static final Path FOLDER = Path.of("src/test/resources/fixtures/tensorflow");

  private TinyModels() {}

  static Path path(String name) {
    return FOLDER.resolve(name);
  }
}
