package org.graft.api;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.datavec.api.records.reader.RecordReader;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.image.Dataset;
import org.graft.image.ImageDecoder;
import org.graft.image.ImageSource;
import org.graft.image.LabelsKind;
import org.graft.image.LabelsLine;
import org.graft.image.Pixels;
import org.graft.image.Role;
import org.graft.image.Split;
import org.graft.image.Survey;
import org.graft.storage.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * Labelled images that are no folder: files, bytes, streams, pictures of Java's, and what DataVec's
 * readers give, to train on and to test with. Pictures in memory are kept in a temporary folder,
 * whose files go by the order in which they came; {@link #close} deletes it, when nothing is to be
 * trained, tested or exported with them any more. For one thread at a time.
 */
public final class LabelledImages implements ImageSource, AutoCloseable {
  private final List<LabelsLine> images = new ArrayList<>();
  private final Set<Path> files = new HashSet<>();
  private Optional<Role> role = Optional.empty();
  private LabelsKind kind = LabelsKind.LABEL;
  private @Nullable Path folder;

  /**
   * What images that are added from now on are for. Without any to test with, a share of those to
   * learn from is kept.
   *
   * @return this
   */
  public LabelledImages as(Role other) {
    role = Optional.of(other);
    return this;
  }

  /**
   * Adds an image file, which stays where it is.
   *
   * @return this
   * @throws InputException if there is no such file, or it is there already
   */
  public LabelledImages add(Path file, String label) {
    return add(file, Answer.label(label));
  }

  /**
   * The same with another answer than a class.
   *
   * @return this
   * @throws InputException if there is no such file, it is there already, or images before have
   *     answers of another kind
   */
  public LabelledImages add(Path file, Answer answer) {
    Path whole = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(whole)) {
      throw new InputException("there is no image file " + file);
    }
    if (!images.isEmpty() && answer.kind() != kind) {
      throw new InputException(
          file + " has a " + answer.kind() + ", and images before it a " + kind);
    }
    if (!files.add(whole)) {
      throw new InputException(file + " is added twice: expected each image once");
    }
    kind = answer.kind();
    images.add(
        new LabelsLine(
            images.size() + 1, whole, answer.labels(), answer.value(), role, Optional.empty()));
    return this;
  }

  /**
   * Adds the bytes of an image file.
   *
   * @return this
   */
  public LabelledImages add(byte[] image, String label) {
    return add(image, Answer.label(label));
  }

  /**
   * The same with another answer than a class.
   *
   * @return this
   */
  public LabelledImages add(byte[] image, Answer answer) {
    return add(kept(image), answer);
  }

  /**
   * Adds an image file that comes as a stream, which is read to its end and left open.
   *
   * @return this
   * @throws IOException if it cannot be read
   * @throws InputException if it is longer than {@link ImageDecoder#MAXIMUM_BYTES}
   */
  public LabelledImages add(InputStream image, String label) throws IOException {
    return add(image, Answer.label(label));
  }

  /**
   * The same with another answer than a class.
   *
   * @return this
   * @throws IOException if it cannot be read
   * @throws InputException if it is longer than {@link ImageDecoder#MAXIMUM_BYTES}
   */
  public LabelledImages add(InputStream image, Answer answer) throws IOException {
    byte[] bytes = image.readNBytes(ImageDecoder.MAXIMUM_BYTES);
    if (bytes.length == ImageDecoder.MAXIMUM_BYTES && image.read() >= 0) {
      throw new InputException("an image of more than " + bytes.length + " bytes");
    }
    return add(bytes, answer);
  }

  /**
   * Adds a picture that Java drew or decoded; alpha is dropped, grey repeated.
   *
   * @return this
   */
  public LabelledImages add(BufferedImage image, String label) {
    return add(image, Answer.label(label));
  }

  /**
   * The same with another answer than a class.
   *
   * @return this
   */
  public LabelledImages add(BufferedImage image, Answer answer) {
    return add(Pixels.of(image), answer);
  }

  /**
   * Adds all that a reader of DataVec's has yet to give, such as an {@code ImageRecordReader} of 3
   * channels or one: each record an image and its label. The image is an array of levels 0..255,
   * {@code [1, channels, height, width]} or {@code [1, height, width, channels]}, blue before green
   * and red as OpenCV has them; or the bytes of a file; or a path. The label is a text, or a number
   * that the reader has a text for.
   *
   * @return this
   * @throws InputException for a record of another kind
   */
  public LabelledImages addAll(RecordReader reader) {
    new LabelledRecords(reader, this).read();
    return this;
  }

  LabelledImages add(Pixels pixels, Answer answer) {
    Path file = next(".png");
    AtomicFile.write(
        file,
        part -> {
          if (!ImageIO.write(pixels.image(), "png", part.toFile())) {
            throw new IOException("Java writes no PNG");
          }
        });
    return add(file, answer);
  }

  private Path kept(byte... image) {
    Path file = next(".image");
    AtomicFile.write(file, part -> Files.write(part, image));
    return file;
  }

  /** Files sort by name as they came. */
  private Path next(String ending) {
    try {
      folder = folder == null ? Files.createTempDirectory("graft-images") : folder;
    } catch (IOException e) {
      throw new WorkFailedException("no temporary folder for images: " + e.getMessage(), e);
    }
    return folder.resolve(String.format(Locale.ROOT, "%09d%s", images.size(), ending));
  }

  @Override
  public Dataset open(Split split) {
    return ImageSource.of(kind, images).open(split);
  }

  @Override
  public Dataset openTest(List<String> labels) {
    return ImageSource.of(kind, images).openTest(labels);
  }

  @Override
  public Survey survey(Split split) {
    return ImageSource.of(kind, images).survey(split);
  }

  /** Deletes what was kept of pictures in memory. */
  @Override
  public void close() {
    if (folder != null) {
      AtomicFile.deleteTree(folder);
    }
  }
}
