package org.graft.api;

import java.nio.file.Path;
import java.util.List;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.BytesWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.graft.failure.InputException;
import org.graft.image.Pixels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Records of DataVec's as images with labels. */
final class LabelledRecords {
  private static final int COLOURS = 3;
  private static final int HIGHEST = 255;

  private final RecordReader reader;
  private final LabelledImages to;
  private int read;

  /** Those that a reader has yet to give, added to images. */
  LabelledRecords(RecordReader reader, LabelledImages to) {
    this.reader = reader;
    this.to = to;
  }

  /** Reads all that is left. */
  void read() {
    while (reader.hasNext()) {
      List<Writable> next = reader.next();
      read++;
      if (next.size() != 2) {
        throw problem("has " + next.size() + " values: expected an image and a label");
      }
      take(next.get(0), label(next.get(1)));
    }
  }

  private void take(Writable image, String label) {
    if (image instanceof NDArrayWritable array) {
      to.add(pixels(array.get()), Answer.label(label));
    } else if (image instanceof BytesWritable file) {
      to.add(file.getContent(), label);
    } else if (image instanceof Text path) {
      to.add(Path.of(path.toString()), label);
    } else {
      throw problem(
          "begins with a %s: expected an array, bytes or a path"
              .formatted(image.getClass().getSimpleName()));
    }
  }

  private String label(Writable label) {
    List<String> names = reader.getLabels();
    if (!(label instanceof IntWritable number) || names == null || names.isEmpty()) {
      return label.toString();
    }
    if (number.get() < 0 || number.get() >= names.size()) {
      throw problem("has label " + number.get() + ", and the reader names " + names.size());
    }
    return names.get(number.get());
  }

  private Pixels pixels(INDArray array) {
    long[] shape = array.shape();
    boolean image = array.rank() == 4 && shape[0] == 1;
    boolean first = image && isColours(shape[1]);
    if (!first && !(image && isColours(shape[3]))) {
      throw problem(
          "has an array %s: expected [1, channels, height, width] of 3 channels or 1"
              .formatted(array.shapeInfoToString().replaceAll("\\s+", " ")));
    }
    int channels = (int) (first ? shape[1] : shape[3]);
    int height = (int) (first ? shape[2] : shape[1]);
    int width = (int) (first ? shape[3] : shape[2]);
    float[] values = array.dup('c').data().asFloat();
    byte[] rgb = new byte[COLOURS * width * height];
    int cells = width * height;
    for (int cell = 0; cell < cells; cell++) {
      for (int colour = 0; colour < COLOURS; colour++) {
        int channel = channels == 1 ? 0 : COLOURS - 1 - colour;
        float value = values[first ? channel * cells + cell : cell * channels + channel];
        rgb[cell * COLOURS + colour] = level(value);
      }
    }
    return new Pixels(width, height, rgb);
  }

  private static boolean isColours(long channels) {
    return channels == COLOURS || channels == 1;
  }

  private byte level(float value) {
    int level = Math.round(value);
    if (level < 0 || level > HIGHEST || Float.isNaN(value)) {
      throw problem("has the value " + value + ": expected levels 0..255, not scaled");
    }
    return (byte) level;
  }

  private InputException problem(String what) {
    return new InputException("record " + read + " of the reader " + what);
  }
}
