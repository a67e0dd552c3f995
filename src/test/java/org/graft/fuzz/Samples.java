package org.graft.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.graft.base.BaseOptions;
import org.graft.base.Catalogue;
import org.graft.base.Importer;
import org.graft.fuzz.Sample.Damage;
import org.graft.fuzz.Sample.Reading;
import org.graft.fuzz.Sample.Rule;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.Pixels;
import org.graft.plan.Model;
import org.graft.source.keras.ReadBy;
import org.graft.source.tensorflow.GraphOptions;
import org.graft.source.tensorflow.TensorflowReader;
import org.graft.source.tensorflow.Translator;
import org.graft.storage.NpzFile;

/** An intact file of every kind that others make and Graft reads; its own are {@link OwnFiles}. */
final class Samples {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path KERAS = RESOURCES.resolve("fixtures/formats");
  private static final Path TENSORFLOW = RESOURCES.resolve("fixtures/tensorflow");
  private static final Path CASES = RESOURCES.resolve("fixtures/tensorflow_cases");
  private static final Path PICTURES = RESOURCES.resolve("goldens/decode");
  private static final Path FORMATS = RESOURCES.resolve("goldens/formats");

  private final Path folder;
  private final List<Sample> all = new ArrayList<>();
  private final Importer importer = new Importer(Catalogue.load(), Clock.systemUTC());

  private Samples(Path folder) {
    this.folder = folder;
  }

  /** Copies them into a folder. */
  static List<Sample> in(Path folder) throws Exception {
    Samples samples = new Samples(folder);
    samples.keras();
    samples.tensorflow();
    samples.pictures();
    samples.all.addAll(OwnFiles.in(folder));
    return List.copyOf(samples.all);
  }

  private void keras() throws IOException {
    Path description = copy(KERAS.resolve("plain.json"));
    Path packed = copy(KERAS.resolve("plain.keras"));
    Reading whole = () -> model(packed, null, ReadBy.DIRECT);
    add(".keras", packed, ByteDamage::of, whole, Sample.SAME);
    add(".keras, inside", packed, ZipDamage::inside, whole, Samples::consistent);
    Path saved = copy(KERAS.resolve("plain.h5"));
    add(
        "HDF5, whole",
        saved,
        ByteDamage::of,
        () -> model(saved, null, ReadBy.DIRECT),
        Samples::consistent);
    add(
        "HDF5, both readers",
        saved,
        ByteDamage::of,
        () -> model(saved, null, ReadBy.AUTO),
        Samples::consistent);
    weights(".weights.h5", description, List.of("weights"));
    weights("HDF5, weights", description, List.of("keras2", "big_endian", "float16", "float64"));
    weights("HDF5, packed", description, List.of("chunked", "gzip", "lzf"));
    weights("HDF5, v2", description, List.of("latest", "latest_gzip"));
    Path weights = copy(KERAS.resolve("plain.weights.h5"));
    add(
        "description",
        description,
        Samples::json,
        () -> model(weights, description.toString(), ReadBy.DIRECT),
        Samples::consistent);
    Path tiny = copy(RESOURCES.resolve("fixtures/tiny.h5"));
    add(
        "HDF5, recognised",
        tiny,
        ByteDamage::of,
        () -> model(tiny, null, ReadBy.DIRECT),
        Samples::consistent);
  }

  private void weights(String format, Path description, List<String> kinds) throws IOException {
    for (String kind : kinds) {
      Path file = copy(KERAS.resolve("plain." + kind + ".h5"));
      Reading reading = () -> model(file, description.toString(), ReadBy.DIRECT);
      add(format, file, ByteDamage::of, reading, Samples::consistent);
    }
  }

  private Model model(Path file, String architecture, ReadBy reader) {
    Importer.ImportRequest request =
        new Importer.ImportRequest(
            file, new BaseOptions(architecture, null, "plain", null), null, null, reader);
    return importer.read(request).model();
  }

  private void tensorflow() throws IOException {
    for (String name : List.of("frozen_v1.pb", "frozen_v2.pb")) {
      Path file = copy(TENSORFLOW.resolve(name));
      graph("frozen graph", file, file, Samples::filled);
    }
    for (String name : List.of("keras_export", "tf1_variables")) {
      Path saved = copyTree(TENSORFLOW.resolve(name));
      graph("SavedModel", saved.resolve("saved_model.pb"), saved, Samples::filled);
      Path variables = saved.resolve("variables");
      graph("variables", variables.resolve("variables.index"), saved, Sample.SAME);
      graph("variables", variables.resolve("variables.data-00000-of-00001"), saved, Sample.SAME);
    }
    Path checkpoint = copyTree(CASES.resolve("checkpoint"));
    Path read = checkpoint.resolve("model.ckpt");
    graph("checkpoint graph", checkpoint.resolve("model.ckpt.meta"), read, Samples::filled);
    graph("checkpoint", checkpoint.resolve("model.ckpt.index"), read, Sample.SAME);
    graph("checkpoint", checkpoint.resolve("model.ckpt.data-00000-of-00001"), read, Sample.SAME);
  }

  private void graph(String format, Path file, Path read, Rule rule) {
    Reading reading =
        () -> Translator.read(TensorflowReader.open(read, GraphOptions.NONE), null).model();
    add(format, file, ByteDamage::of, reading, rule);
  }

  private void pictures() throws IOException {
    try (Stream<Path> files = Files.list(PICTURES)) {
      for (Path each : files.sorted().toList()) {
        String name = each.getFileName().toString();
        String kind = name.replaceFirst(".*\\.", "");
        if (List.of("jpg", "png", "gif", "bmp").contains(kind)) {
          Path file = copy(each);
          Reading reading = () -> ImageDecoder.decode(file, Exif.IGNORE);
          Rule rule = kind.equals("png") ? Samples::samePixels : Samples::pixels;
          add(kind, file, ByteDamage::of, reading, rule);
          if (kind.equals("png")) {
            add("png, inside", file, PngDamage::inside, reading, Samples::pixels);
          }
        }
      }
    }
    furtherPictures();
    Path golden = copy(KERAS.resolve("plain.npz"));
    add(".npz", golden, ByteDamage::of, () -> arrays(golden), Sample.SAME);
    add(".npz, inside (.npy)", golden, ZipDamage::inside, () -> arrays(golden), Samples::anything);
  }

  private void furtherPictures() throws IOException {
    try (Stream<Path> files = Files.list(FORMATS)) {
      for (Path each : files.sorted().toList()) {
        String name = each.getFileName().toString();
        Optional<String> kind = kind(name);
        if (kind.isPresent()) {
          Path file = copy(each);
          Reading reading = () -> ImageDecoder.decode(file, Exif.APPLY);
          add(kind.get(), file, ByteDamage::of, reading, Samples::pixels);
        }
      }
    }
  }

  private static Optional<String> kind(String name) {
    if (name.startsWith("turned")) {
      return Optional.of("EXIF");
    }
    if (name.endsWith(".tif")) {
      return Optional.of("TIFF");
    }
    if (name.endsWith(".webp")) {
      return Optional.of("WebP");
    }
    return name.matches("(cmyk|ycck).*jpg") ? Optional.of("CMYK JPEG") : Optional.empty();
  }

  private static Object arrays(Path file) {
    Map<String, List<Object>> arrays = new TreeMap<>();
    NpzFile.read(file)
        .forEach(
            (name, array) ->
                arrays.put(
                    name,
                    List.of(
                        Arrays.hashCode(array.values()),
                        List.of(Arrays.stream(array.shape()).boxed().toArray()))));
    return arrays;
  }

  private void add(String format, Path file, Damage damage, Reading reading, Rule rule) {
    all.add(new Sample(format, file, damage, reading, rule));
  }

  private Path copy(Path file) throws IOException {
    Path own = folder.resolve(file.getFileName().toString());
    return Files.exists(own) ? own : Files.copy(file, own);
  }

  private Path copyTree(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path each : files.toList()) {
        Files.copy(each, folder.resolve(tree.getParent().relativize(each).toString()));
      }
    }
    return folder.resolve(tree.getFileName().toString());
  }

  /** As JSON, or seldom as any bytes. */
  static byte[] json(byte[] whole, List<byte[]> others, Random random) throws IOException {
    return random.nextInt(5) > 0
        ? JsonDamage.of(whole, random)
        : ByteDamage.of(whole, others, random);
  }

  static void anything(Object intact, Object found, byte... damaged) {}

  /** Every parameter of the plan has its array, of its shape, and no array is over. */
  private static void filled(Object intact, Object found, byte... damaged) {
    Model model = (Model) found;
    new Model(model.plan(), model.weights());
  }

  /** The same, and all values are numbers. */
  private static void consistent(Object intact, Object found, byte... damaged) {
    filled(intact, found, damaged);
    ((Model) found)
        .weights()
        .byLayer()
        .forEach(
            (layer, arrays) ->
                arrays.forEach(
                    (name, array) -> {
                      for (float value : array.values()) {
                        if (Float.isNaN(value)) {
                          throw new AssertionError(layer + "/" + name + " holds NaN");
                        }
                      }
                    }));
  }

  private static void pixels(Object intact, Object found, byte... damaged) {
    Pixels pixels = (Pixels) found;
    if (pixels.rgb().length != 3 * pixels.width() * pixels.height()) {
      throw new AssertionError("not all pixels of " + pixels);
    }
  }

  /**
   * Where a chunk of the picture itself does not hold its checksum, other pixels are damage that
   * nobody saw. A picture in another format or chunks of another picture have come whole from
   * elsewhere, and where data is cut off before its checksum nothing can tell.
   */
  private static void samePixels(Object intact, Object found, byte... damaged) {
    if (damaged[1] != 'P' || !failsAChecksum(damaged)) {
      return;
    }
    Pixels one = (Pixels) intact;
    Pixels other = (Pixels) found;
    if (one.width() != other.width() || !Arrays.equals(one.rgb(), other.rgb())) {
      throw new AssertionError("other pixels, unseen");
    }
  }

  /** Whether all chunks are whole and one that a decoder must read has another checksum. */
  private static boolean failsAChecksum(byte... png) {
    ByteBuffer chunks = ByteBuffer.wrap(png);
    boolean fails = false;
    int at = 8;
    while (png.length - at >= 12) {
      int length = chunks.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        return false;
      }
      CRC32 checksum = new CRC32();
      checksum.update(png, at + 4, length + 4);
      boolean needed = Character.isUpperCase(png[at + 4]);
      fails |= needed && chunks.getInt(at + 8 + length) != (int) checksum.getValue();
      at += length + 12;
    }
    return fails;
  }
}
