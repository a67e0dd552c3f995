import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Classifies pictures with an exported model; needs ONNX Runtime and a Java 17.
 *
 * <pre>java -cp onnxruntime-VERSION.jar Predict.java model.onnx PICTURE...</pre>
 *
 * prints a line for every picture and label, likeliest first: path, label, probability, with tabs
 * between them. Where a picture may have several labels, a fourth column says of each whether it is
 * named: whether it reaches its threshold. Where the model calls pictures unknown, that stands
 * first in place of a label, with the probability of the likeliest one. Of a model that gives a
 * number: path, number. Labels, thresholds, size and preprocessing come from the file itself.
 */
public final class Predict {
  private static final Pattern NUMBER = Pattern.compile("[-+.0-9eE]+");
  private static final Pattern NAME = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern EXIF =
      Pattern.compile("(?:^\u00ff\u00d8.*?Exif\0\0|^\u0089PNG.*?eXIf)(II\\*\0|MM\0\\*)", Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Map<String, String> card;
  private final String input;
  private final TensorInfo takes;

  private Predict(String model) throws OrtException {
    session = environment.createSession(model);
    card = session.getMetadata().getCustomMetadata();
    input = session.getInputNames().iterator().next();
    takes = (TensorInfo) session.getInputInfo().get(input).getInfo();
  }

  public static void main(String[] arguments) throws IOException, OrtException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    Predict predict = new Predict(arguments[0]);
    List<String> labels = names(predict.card.get("graft.labels"));
    float[] thresholds = numbers(predict.card.getOrDefault("graft.thresholds", "[]"));
    for (String path : List.of(arguments).subList(1, arguments.length)) {
      boolean number = "regression".equals(predict.card.get("graft.task"));
      float[] probabilities = predict.outputs(path, number ? "number" : "probabilities");
      if (number) {
        out.println(path + "\t" + probabilities[0]);
        continue;
      }
      float likeliest = greatest(probabilities);
      if (likeliest < Double.parseDouble(predict.card.getOrDefault("graft.unknown_below", "0"))) {
        out.println(String.format(Locale.ROOT, "%s\tunknown\t%.6f", path, likeliest));
      }
      IntStream.range(0, labels.size())
          .boxed()
          .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
          .map(
              i ->
                  String.format(Locale.ROOT, "%s\t%s\t%.6f", path, labels.get(i), probabilities[i])
                      + (thresholds.length == 0 ? "" : named(probabilities[i], thresholds[i])))
          .forEach(out::println);
    }
  }

  private static float greatest(float... values) {
    float greatest = values[0];
    for (float value : values) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }

  private static String named(float probability, float threshold) {
    return probability >= threshold ? "\tnamed" : "\tnot named";
  }

  /** The probability of each label for the picture in a file, or its number. */
  private float[] outputs(String path, String name) throws IOException, OrtException {
    byte[] file = Files.readAllBytes(Path.of(path));
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(plain(file)));
    if (decoded == null) {
      throw new IOException(path + " is no picture that Java can decode");
    }
    boolean apply = "apply".equals(card.get("graft.exif"));
    Levels picture = levels(decoded).upright(apply ? orientation(file) : 1);
    boolean first = card.get("graft.layout").equals("nchw");
    long[] shape = takes.getShape();
    boolean free = shape[first ? 2 : 1] < 0;
    int height = free ? picture.height : Integer.parseInt(card.get("graft.height"));
    int width = free ? picture.width : Integer.parseInt(card.get("graft.width"));
    float[] pixels = free ? picture.values : resized(picture, height, width);
    float[] values = prepared(pixels, height * width, first);
    long[] batch = first ? new long[] {1, 3, height, width} : new long[] {1, height, width, 3};
    try (OnnxTensor image = tensor(values, batch);
        OrtSession.Result result = session.run(Map.of(input, image))) {
      return ((float[][]) result.get(name).orElseThrow().getValue())[0];
    }
  }

  /** How a picture lies in its file (EXIF, tag 0x0112), 1 to 8; 1 for upright. */
  private static int orientation(byte[] file) {
    Matcher block = EXIF.matcher(new String(file, ISO_8859_1));
    if (!block.find()) {
      return 1;
    }
    ByteBuffer tiff = ByteBuffer.wrap(file, block.start(1), file.length - block.start(1)).slice();
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int way = 1;
    for (int at = tiff.getInt(4) + 2, i = 0; i < tiff.getShort(tiff.getInt(4)); i++, at += 12) {
      if (tiff.getShort(at) == 0x0112) {
        way = tiff.getShort(at + 2) == 3 ? tiff.getShort(at + 8) : tiff.getInt(at + 8);
      }
    }
    return way >= 1 && way <= 8 ? way : 1;
  }

  /** A JPEG without what is not pixels: Java converts them by a colour profile that it finds. */
  private static byte[] plain(byte[] file) {
    boolean jpeg = file.length > 4 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
    int at = jpeg ? 2 : file.length;
    ByteArrayOutputStream plain = new ByteArrayOutputStream(file.length);
    plain.write(file, 0, at);
    while (at + 4 < file.length && (file[at + 1] & 0xff) != 0xda) {
      int marker = file[at + 1] & 0xff;
      int end = at + 2 + ((file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff);
      boolean pixels = marker <= 0xe0 || marker == 0xee || marker > 0xef && marker != 0xfe;
      plain.write(file, at, pixels ? Math.min(end, file.length) - at : 0);
      at = Math.min(end, file.length);
    }
    plain.write(file, at, file.length - at);
    return plain.toByteArray();
  }

  private OnnxTensor tensor(float[] values, long[] shape) throws OrtException {
    if (takes.type != OnnxJavaType.UINT8) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(values.length);
    for (float value : values) {
      bytes.put((byte) value);
    }
    return OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.UINT8);
  }

  /** From [height, width, 3] in RGB to the file's channels, numbers and order of axes. */
  private float[] prepared(float[] pixels, int cells, boolean first) {
    boolean bgr = card.get("graft.channels").equals("BGR");
    float[] scale = numbers(card.get("graft.scale"));
    float[] offset = numbers(card.get("graft.offset"));
    float[] prepared = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int cell = i / 3;
      int channel = bgr ? 2 - i % 3 : i % 3;
      int place = first ? channel * cells + cell : cell * 3 + channel;
      prepared[place] = pixels[i] * scale[channel] + offset[channel];
    }
    return prepared;
  }

  /**
   * [height, width, 3] in RGB, 0..255: the values as they are stored, no colour space converted.
   * Grey is repeated, alpha dropped, a palette looked up.
   */
  private static Levels levels(BufferedImage picture) {
    Raster raster = picture.getRaster();
    int width = raster.getWidth();
    int height = raster.getHeight();
    ColorModel colours = picture.getColorModel();
    int step = colours.getNumColorComponents() == 3 ? 1 : 0;
    float[] levels = new float[3 * width * height];
    for (int i = 0; i < levels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      levels[i] =
          colours instanceof IndexColorModel palette
              ? palette.getRGB(raster.getSample(x, y, 0)) >> (16 - 8 * (i % 3)) & 0xff
              : level(raster.getSample(x, y, i % 3 * step), colours.getComponentSize(0));
    }
    return new Levels(levels, width, height);
  }

  /** [height, width, 3] in RGB, 0..255. */
  private record Levels(float[] values, int width, int height) {
    /** The picture that lies so in a file: mirrored, turned, or both. */
    Levels upright(int way) {
      boolean swapped = way > 4;
      boolean right = way == 2 || way == 3 || way > 6;
      boolean bottom = way == 3 || way == 4 || way == 6 || way == 7;
      float[] to = new float[values.length];
      int across = swapped ? height : width;
      for (int i = 0; i < to.length; i++) {
        int x = i / 3 % across;
        int y = i / 3 / across;
        int column = swapped ? y : x;
        int row = swapped ? x : y;
        column = right ? width - 1 - column : column;
        row = bottom ? height - 1 - row : row;
        to[i] = values[(row * width + column) * 3 + i % 3];
      }
      return new Levels(to, across, swapped ? width : height);
    }
  }

  /** Fewer bits are stretched to 0..255, of more the high byte is taken. */
  private static int level(int value, int bits) {
    return bits > 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1);
  }

  /** [height, width, 3] in whole levels, as in training. */
  private float[] resized(Levels picture, int height, int width) {
    int across = picture.width;
    float[] levels = picture.values;
    float[][] rows = taps(picture.height, height);
    float[][] columns = taps(across, width);
    float[] resized = new float[3 * height * width];
    for (int i = 0; i < resized.length; i++) {
      float[] row = rows[i / 3 / width];
      float[] column = columns[i / 3 % width];
      float sum = 0;
      for (int r = 0; r < row.length; r += 2) {
        float strip = 0;
        for (int c = 0; c < column.length; c += 2) {
          strip += levels[((int) row[r] * across + (int) column[c]) * 3 + i % 3] * column[c + 1];
        }
        sum += strip * row[r + 1];
      }
      resized[i] = Math.min(255, Math.max(0, (float) Math.floor(sum + 0.5f)));
    }
    return resized;
  }

  /** Which pixels along one axis make up each of the target's: place and weight in turn. */
  private float[][] taps(int source, int target) {
    String interpolation = card.get("graft.interpolation");
    float[][] taps = new float[target][];
    double nearest = (double) source / target / 2;
    for (int i = 0; i < target; i++, nearest += (double) source / target) {
      float position = (i + 0.5f) * (source / (float) target) - 0.5f;
      int below = (int) Math.floor(position);
      float share = position - below;
      taps[i] =
          switch (interpolation) {
            case "nearest" -> new float[] {Math.min((int) nearest, source - 1), 1};
            case "bilinear" ->
                new float[] {
                  Math.max(below, 0), 1 - share, Math.min(below + 1, source - 1), share
                };
            default -> cubic(below, share, source);
          };
    }
    return taps;
  }

  /** Keys' kernel with a = -1/2 at distances rounded to 1/1024; pixels outside weigh nothing. */
  private static float[] cubic(int below, float share, int source) {
    float[] taps = new float[8];
    float sum = 0;
    for (int t = 0; t < 4; t++) {
      int index = below - 1 + t;
      float d = Math.abs((float) Math.rint(share * 1024) / 1024 + 1 - t);
      float weight =
          d <= 1 ? (1.5f * d - 2.5f) * d * d + 1 : ((-0.5f * d + 2.5f) * d - 4) * d + 2;
      boolean inside = index >= 0 && index < source;
      taps[2 * t] = inside ? index : 0;
      taps[2 * t + 1] = inside ? weight : 0;
      sum += taps[2 * t + 1];
    }
    for (int t = 1; t < taps.length; t += 2) {
      taps[t] /= sum;
    }
    return taps;
  }

  /** A JSON array of numbers. */
  private static float[] numbers(String json) {
    List<String> found = NUMBER.matcher(json).results().map(r -> r.group()).toList();
    float[] numbers = new float[found.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.parseFloat(found.get(i));
    }
    return numbers;
  }

  /** A JSON array of strings. */
  private static List<String> names(String json) {
    List<String> names = new ArrayList<>();
    Matcher name = NAME.matcher(json);
    while (name.find()) {
      names.add(ESCAPE.matcher(name.group(1)).replaceAll(e -> character(e.group(1))));
    }
    return names;
  }

  private static String character(String escape) {
    String plain =
        switch (escape.charAt(0)) {
          case 'n' -> "\n";
          case 't' -> "\t";
          case 'r' -> "\r";
          case 'b' -> "\b";
          case 'f' -> "\f";
          case 'u' -> Character.toString(Integer.parseInt(escape.substring(1), 16));
          default -> escape;
        };
    return Matcher.quoteReplacement(plain);
  }
}
