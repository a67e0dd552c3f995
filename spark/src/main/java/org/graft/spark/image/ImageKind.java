package org.graft.spark.image;

import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.Pixels;

/** How an image is in a cell of a column. */
public enum ImageKind {
  /** A path or an address that Hadoop knows. */
  PATH {
    @Override
    Pixels pixels(Object cell, ImageFiles files, Exif exif) {
      String file = (String) cell;
      return ImageDecoder.decode(files.whole(file), file, exif);
    }
  },
  /** The bytes of a file, as Spark's source {@code binaryFile} has them in {@code content}. */
  BYTES {
    @Override
    Pixels pixels(Object cell, ImageFiles files, Exif exif) {
      return ImageDecoder.decode((byte[]) cell, "image", exif);
    }
  },
  /** Pixels, as Spark's source {@code image} has them. */
  PICTURE {
    @Override
    Pixels pixels(Object cell, ImageFiles files, Exif exif) {
      return Picture.of((Row) cell).pixels();
    }
  };

  abstract Pixels pixels(Object cell, ImageFiles files, Exif exif);

  /**
   * The image in a cell.
   *
   * @throws MalformedFileException if there is none, or it cannot be decoded
   */
  public Pixels read(Object cell, ImageFiles files, Exif exif) {
    if (cell == null) {
      throw new MalformedFileException("image", "the cell is null", null);
    }
    return pixels(cell, files, exif);
  }

  /**
   * How images are in a column.
   *
   * @throws InputException if there is no such column, or it holds none
   */
  public static ImageKind of(StructType schema, String column) {
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new InputException(
          "there is no column '" + column + "': there are " + Arrays.toString(schema.fieldNames()));
    }
    DataType type = schema.apply(column).dataType();
    if (type instanceof StringType) {
      return PATH;
    }
    if (type instanceof BinaryType) {
      return BYTES;
    }
    if (type instanceof StructType cells
        && Arrays.asList(cells.fieldNames()).containsAll(Picture.FIELDS)) {
      return PICTURE;
    }
    throw new InputException(
        String.format(
            "column '%s' holds no images but %s: expected paths (string), files (binary) or what"
                + " Spark's source 'image' gives",
            column, type.catalogString()));
  }
}
