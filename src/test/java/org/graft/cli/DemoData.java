package org.graft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small part of the demo pictures, copied so that tests may spoil it. */
public final class DemoData {
  public static final Path VGG = Path.of("data/networks/demo_vgg.h5");

  private DemoData() {}

  /** {@code train/} and {@code test/} of three brands, six and three pictures each. */
  public static Path copyTo(Path folder) throws IOException {
    return copyTo(folder, 6, 3);
  }

  /** The same with as many pictures of each brand, at most 24 and 10. */
  public static Path copyTo(Path folder, int train, int test) throws IOException {
    for (String brand : List.of("Alvero", "Brimsol", "Cantavo")) {
      copy(folder, "train", brand, train);
      copy(folder, "test", brand, test);
    }
    return folder;
  }

  private static void copy(Path folder, String part, String brand, int count) throws IOException {
    Path target = Files.createDirectories(folder.resolve(part).resolve(brand));
    for (int i = 1; i <= count; i++) {
      String name = String.format("%03d.jpg", i);
      Path source = Path.of("data/logos", part, brand, name);
      Files.copy(source, target.resolve(name));
    }
  }
}
