package org.graft.image;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Images that stay as they are, held in little memory and made anew when asked for. */
public final class ImageList extends AbstractList<LabelledImage> implements RandomAccess {
  private final PathList files;
  private final int[] labels;

  ImageList(PathList files, int... labels) {
    this.files = files;
    this.labels = labels;
  }

  /** The same images in the same order; itself where it is one of these. */
  public static ImageList copyOf(List<LabelledImage> images) {
    return images instanceof ImageList held ? held : of(images.stream());
  }

  /** Images in the order in which they come. */
  public static ImageList of(Stream<LabelledImage> images) {
    PathList.PathBuilder files = new PathList.PathBuilder();
    IntStream.Builder labels = IntStream.builder();
    images.forEachOrdered(
        image -> {
          files.add(image.file());
          labels.add(image.label());
        });
    return new ImageList(files.list(), labels.build().toArray());
  }

  /** The files, in the images' order. */
  public PathList files() {
    return files;
  }

  @Override
  public LabelledImage get(int index) {
    return new LabelledImage(files.get(index), labels[index]);
  }

  @Override
  public int size() {
    return labels.length;
  }
}
