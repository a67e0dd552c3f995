package org.graft.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft.image.Pixels;

/**
 * An input of an inference request while it is read: images as {@code UINT8} {@code [images,
 * height, width, 3]}, or image files as {@code BYTES} {@code [images]}, which are base64 in JSON.
 */
final class InferTensor {
  private static final String PIXELS = "UINT8";
  private static final String FILES = "BYTES";
  private static final int CHANNELS = 3;
  private static final int MOST_LEVEL = 255;

  private String name = "";
  private String datatype = "";
  private List<Long> shape = List.of();
  private int binarySize;
  private final ByteArrayOutputStream levels = new ByteArrayOutputStream();
  private final List<String> texts = new ArrayList<>();
  private byte[] binary = {};

  void name(String given) {
    this.name = given;
  }

  String name() {
    return name;
  }

  void datatype(String given) {
    this.datatype = given;
  }

  void shape(List<Long> given) {
    this.shape = List.copyOf(given);
  }

  void binarySize(int given) {
    InferRequest.require(given >= 0, "a tensor of " + given + " bytes");
    this.binarySize = given;
  }

  void addNumber(long number) {
    InferRequest.require(
        number >= 0 && number <= MOST_LEVEL, number + " among data, UINT8 expected");
    levels.write((int) number);
  }

  void addText(String text) {
    Uploads.requireFew(texts.size() + 1L);
    texts.add(text);
  }

  /** Takes its bytes from behind the JSON and says where the next ones begin. */
  int takeBytes(byte[] body, int from) {
    InferRequest.require(
        binarySize <= body.length - from,
        name + " has " + binarySize + " bytes, of which " + (body.length - from) + " came");
    binary = Arrays.copyOfRange(body, from, from + binarySize);
    return from + binarySize;
  }

  /**
   * The images.
   *
   * @throws RequestRefusedException if shape and values do not fit each other, or are of another
   *     kind
   */
  List<Upload> images() {
    return switch (datatype) {
      case PIXELS -> pixels();
      case FILES -> files();
      default -> throw refused("has datatype " + datatype + ", UINT8 or BYTES expected");
    };
  }

  private List<Upload> pixels() {
    boolean images =
        shape.size() == CHANNELS + 1
            && shape.get(CHANNELS) == CHANNELS
            && shape.stream().allMatch(size -> size > 0 && size <= Integer.MAX_VALUE);
    if (!images) {
      throw refused("has shape " + shape + ", [images, height, width, 3] expected");
    }
    Uploads.requireFew(shape.get(0));
    byte[] values = binary.length > 0 ? binary : levels.toByteArray();
    long each = values.length / shape.get(0);
    if (each % CHANNELS != 0
        || each * shape.get(0) != values.length
        || each / CHANNELS != shape.get(1) * shape.get(2)) {
      throw refused("has " + values.length + " values for shape " + shape);
    }
    List<Upload> uploads = new ArrayList<>();
    for (int i = 0; i < shape.get(0); i++) {
      byte[] rgb = Arrays.copyOfRange(values, (int) (i * each), (int) ((i + 1) * each));
      int height = shape.get(1).intValue();
      int width = shape.get(2).intValue();
      uploads.add(new Upload.Decoded("image " + i, new Pixels(width, height, rgb)));
    }
    return uploads;
  }

  private List<Upload> files() {
    List<Upload> uploads = new ArrayList<>();
    if (binary.length > 0) {
      ByteBuffer rest = ByteBuffer.wrap(binary).order(ByteOrder.LITTLE_ENDIAN);
      while (rest.hasRemaining()) {
        Uploads.requireFew(uploads.size() + 1L);
        uploads.add(new Upload.Encoded("image " + uploads.size(), next(rest)));
      }
    } else {
      texts.forEach(text -> uploads.add(Uploads.decoded("image " + uploads.size(), text)));
    }
    boolean row = shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1);
    if (!row || shape.get(0) != uploads.size()) {
      throw refused("has shape " + shape + " and " + uploads.size() + " files, [images] expected");
    }
    Uploads.requireFew(uploads.size());
    return uploads;
  }

  private byte[] next(ByteBuffer rest) {
    int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
    if (length < 0 || length > rest.remaining()) {
      throw refused("ends within a file");
    }
    byte[] file = new byte[length];
    rest.get(file);
    return file;
  }

  private RequestRefusedException refused(String what) {
    return new RequestRefusedException(Refusal.MALFORMED, "input " + name + " " + what);
  }
}
