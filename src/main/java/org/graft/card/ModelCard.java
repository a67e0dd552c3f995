package org.graft.card;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Json;

/**
 * What an exported classifier says about itself, as strings under keys that begin with {@code
 * graft.}: {@code metadata_props} of an ONNX file, a JSON object beside a FlatBuffers file.
 *
 * @param labels names of the classes in the order of the outputs
 * @param images what it wants of an image
 * @param origin what it was made of
 * @param testAccuracy share of the test images, 0 to 1
 * @param input what the file takes
 * @param task what its output means where that is not one class of all; empty for classes
 * @param unknownBelow an image whose likeliest class is less probable is unknown, 0..1; empty where
 *     every image gets an answer
 */
public record ModelCard(
    List<String> labels,
    ImageCard images,
    OriginCard origin,
    OptionalDouble testAccuracy,
    InputForm input,
    Optional<TaskCard> task,
    OptionalDouble unknownBelow) {
  /** The form of the keys; files of another form are refused. */
  public static final String FORMAT = "1";

  public static final String FORMAT_KEY = "graft.format";
  public static final String LABELS = "graft.labels";
  public static final String HEIGHT = "graft.height";
  public static final String WIDTH = "graft.width";
  public static final String INTERPOLATION = "graft.interpolation";
  public static final String EXIF = "graft.exif";
  public static final String PREPROCESSING = "graft.preprocessing";
  public static final String BASE = "graft.base";
  public static final String RUN = "graft.run";
  public static final String CREATED = "graft.created";
  public static final String LICENCE = "graft.licence";
  public static final String TEST_ACCURACY = "graft.test_accuracy";

  /** Says that no accuracy stands for a file, where none does. */
  public static final String TESTED = "graft.tested";

  private static final String NOT_TESTED =
      "no: the accuracy of this file on images kept for testing is not known";

  public static final String INPUT = "graft.input";
  public static final String LAYOUT = "graft.layout";
  public static final String CHANNELS = "graft.channels";

  /** Under which a FlatBuffers file lists its outputs, a JSON array: SameDiff's files do not. */
  public static final String OUTPUTS = "graft.outputs";

  /** Under which an ONNX file says in what numbers it computes: float32, float16 or int8. */
  public static final String PRECISION = "graft.precision";

  public static final String SCALE = "graft.scale";
  public static final String OFFSET = "graft.offset";

  /** What the model was asked; files of classes say so too. */
  public static final String TASK = "graft.task";

  /** What its output means, in words. */
  public static final String OUTPUT = "graft.output";

  /** From which probability on each label is named, where an image may have several. */
  public static final String THRESHOLDS = "graft.thresholds";

  /** An image whose likeliest class is less probable is called unknown. */
  public static final String UNKNOWN_BELOW = "graft.unknown_below";

  public static final String MEASURES = "graft.measures";

  private static final String CLASSES = "classes";
  private static final String ONE_OF_ALL =
      "a probability for each label, together 1: an image has one label, the likeliest";

  private static final String UPRIGHT = "apply";

  /** The value of {@link #EXIF} in files that lack it. */
  private static final String AS_STORED = "ignore";

  static final int MOST_PIXELS = 1 << 15;
  private static final String BGR = "BGR";

  public ModelCard {
    labels = List.copyOf(labels);
  }

  /** The card of the same model in a file that takes something else. */
  public ModelCard withInput(InputForm other) {
    return new ModelCard(labels, images, origin, testAccuracy, other, task, unknownBelow);
  }

  /** The card of the same model for images of another size. */
  public ModelCard sized(int side) {
    ImageCard sized =
        new ImageCard(side, side, images.interpolation(), images.exif(), images.preprocessing());
    return new ModelCard(labels, sized, origin, testAccuracy, input, task, unknownBelow);
  }

  /** The card of what may answer otherwise than the model that was tested. */
  public ModelCard untested() {
    return new ModelCard(
        labels,
        images,
        origin,
        OptionalDouble.empty(),
        input,
        task.map(TaskCard::untested),
        unknownBelow);
  }

  /** The card as strings, in a fixed order; what is not known is left out. */
  public Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT_KEY, FORMAT);
    metadata.put(LABELS, escaped(Json.line(labels)));
    metadata.put(HEIGHT, Integer.toString(images.height()));
    metadata.put(WIDTH, Integer.toString(images.width()));
    metadata.put(INTERPOLATION, images.interpolation());
    metadata.put(EXIF, images.exif());
    metadata.put(PREPROCESSING, images.preprocessing());
    metadata.put(BASE, origin.base());
    origin.run().ifPresent(value -> metadata.put(RUN, value));
    metadata.put(CREATED, origin.created());
    origin.licence().ifPresent(value -> metadata.put(LICENCE, value));
    testAccuracy.ifPresent(value -> metadata.put(TEST_ACCURACY, Double.toString(value)));
    if (testAccuracy.isEmpty() && task.map(own -> own.measures().isEmpty()).orElse(true)) {
      metadata.put(TESTED, NOT_TESTED);
    }
    metadata.put(INPUT, input.pixels().toString());
    metadata.put(LAYOUT, input.layout().toString());
    metadata.put(CHANNELS, input.bgr() ? BGR : "RGB");
    metadata.put(SCALE, Json.line(input.scale()));
    metadata.put(OFFSET, Json.line(input.offset()));
    metadata.put(TASK, task.map(TaskCard::task).orElse(CLASSES));
    unknownBelow.ifPresent(value -> metadata.put(UNKNOWN_BELOW, Double.toString(value)));
    metadata.put(OUTPUT, task.map(TaskCard::output).orElse(ONE_OF_ALL));
    task.ifPresent(
        own -> {
          metadata.put(THRESHOLDS, Json.line(own.thresholds()));
          metadata.put(MEASURES, Json.line(own.measures()));
        });
    return metadata;
  }

  /** From which probability on each label is named, by a file's metadata; none for classes. */
  public static List<Float> thresholds(Map<String, String> metadata) {
    List<Float> thresholds = new ArrayList<>();
    if (metadata.containsKey(THRESHOLDS)) {
      Json.parse(metadata.get(THRESHOLDS), Path.of(THRESHOLDS))
          .forEach(number -> thresholds.add(number.floatValue()));
    }
    return thresholds;
  }

  /**
   * JSON whose characters beyond U+FFFF are written as escapes: ONNX Runtime hands metadata to Java
   * in a form of UTF-8 that has them otherwise.
   */
  private static String escaped(String json) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char unit = json.charAt(i);
      escaped.append(Character.isSurrogate(unit) ? String.format("\\u%04x", (int) unit) : unit);
    }
    return escaped.toString();
  }

  /**
   * The card that {@code file} carries.
   *
   * @throws InputException if the file carries none, or one of another version
   * @throws MalformedFileException if a key is missing or its value makes no sense
   */
  public static ModelCard of(Path file, Map<String, String> metadata) {
    CardFields fields = CardFields.of(file, metadata);
    if (BaseCard.IS_BASE.equals(metadata.get(BaseCard.KIND))) {
      throw new InputException(
          file + " is a base that gives features, and no classifier; graft train makes one of it");
    }
    List<String> labels = labels(fields);
    return new ModelCard(
        labels,
        new ImageCard(
            fields.whole(HEIGHT, MOST_PIXELS),
            fields.whole(WIDTH, MOST_PIXELS),
            fields.text(INTERPOLATION),
            exif(fields),
            fields.text(PREPROCESSING)),
        new OriginCard(
            fields.text(BASE), fields.find(RUN), fields.text(CREATED), fields.find(LICENCE)),
        fields.has(TEST_ACCURACY)
            ? OptionalDouble.of(fields.number(TEST_ACCURACY))
            : OptionalDouble.empty(),
        fields.has(INPUT) ? input(fields) : InputForm.PIXELS,
        fields.find(TASK).filter(t -> !t.equals(CLASSES)).map(t -> task(t, labels.size(), fields)),
        fields.has(UNKNOWN_BELOW)
            ? OptionalDouble.of(fields.share(UNKNOWN_BELOW))
            : OptionalDouble.empty());
  }

  private static List<String> labels(CardFields fields) {
    JsonNode array = Json.parse(fields.text(LABELS), fields.file());
    List<String> labels = new ArrayList<>();
    array.forEach(label -> labels.add(label.textValue()));
    if (!array.isArray() || labels.isEmpty() || labels.contains(null)) {
      throw fields.malformed(LABELS, "is no array of names");
    }
    return labels;
  }

  private static String exif(CardFields fields) {
    String exif = fields.find(EXIF).orElse(AS_STORED);
    if (!exif.equals(AS_STORED) && !exif.equals(UPRIGHT)) {
      throw fields.malformed(EXIF, "is neither apply nor ignore: '" + exif + "'");
    }
    return exif;
  }

  private static InputForm input(CardFields fields) {
    return new InputForm(
        fields.text(INPUT).equals(PixelType.UINT8.toString()) ? PixelType.UINT8 : PixelType.FLOAT32,
        Layout.of(fields.text(LAYOUT)),
        fields.text(CHANNELS).equals(BGR),
        channels(fields, SCALE),
        channels(fields, OFFSET));
  }

  private static List<Float> channels(CardFields fields, String key) {
    List<Float> channels = fields.numbers(key);
    if (channels.size() != 3 || channels.contains(null)) {
      throw fields.malformed(key, "is no array of 3 numbers");
    }
    return channels;
  }

  private static TaskCard task(String task, int labels, CardFields fields) {
    List<Float> thresholds = fields.numbers(THRESHOLDS);
    boolean named = !thresholds.isEmpty();
    if (thresholds.contains(null) || (named && thresholds.size() != labels)) {
      throw fields.malformed(THRESHOLDS, "is no array of a number for each label");
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    Json.parse(fields.text(MEASURES), fields.file())
        .properties()
        .forEach(field -> measures.put(field.getKey(), field.getValue().asDouble()));
    return new TaskCard(task, fields.text(OUTPUT), thresholds, measures);
  }
}
