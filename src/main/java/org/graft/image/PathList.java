package org.graft.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Paths that stay as they are, each held as the number of its folder and the bytes of its name:
 * some 30 bytes, where a {@link Path} and its text take 200. They are made anew when asked for.
 */
public final class PathList extends AbstractList<Path> implements RandomAccess {
  private final Path[] folders;
  private final int[] folderOf;
  private final byte[] names;
  private final int[] ends;

  private PathList(Path[] folders, int[] folderOf, byte[] names, int[] ends) {
    this.folders = folders;
    this.folderOf = folderOf;
    this.names = names;
    this.ends = ends;
  }

  /** The same paths in the same order; itself where it is one of these. */
  public static PathList copyOf(Collection<Path> paths) {
    return paths instanceof PathList held ? held : of(paths.stream());
  }

  /** Paths in the order in which they come. */
  public static PathList of(Stream<Path> paths) {
    PathBuilder builder = new PathBuilder();
    paths.forEachOrdered(builder::add);
    return builder.list();
  }

  /** The paths of two lists, one behind the other. */
  static PathList joined(List<Path> one, List<Path> other) {
    return of(Stream.concat(one.stream(), other.stream()));
  }

  @Override
  public Path get(int index) {
    int begin = index == 0 ? 0 : ends[index - 1];
    String name = new String(names, begin, ends[index] - begin, UTF_8);
    return folders[folderOf[index]].resolve(name);
  }

  @Override
  public int size() {
    return ends.length;
  }

  /** Takes paths one after another. */
  public static final class PathBuilder {
    private final Map<Path, Integer> folders = new LinkedHashMap<>();
    private final IntStream.Builder folderOf = IntStream.builder();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final IntStream.Builder ends = IntStream.builder();
    private int count;

    /** How many there are. */
    public int count() {
      return count;
    }

    /** Adds one behind the others. */
    public void add(Path path) {
      Path file = path.getFileName();
      byte[] name = file == null ? new byte[0] : file.toString().getBytes(UTF_8);
      Path folder = path.getParent() == null ? path.getFileSystem().getPath("") : path.getParent();
      if (folder.resolve(new String(name, UTF_8)).equals(path)) {
        put(folder, name);
      } else {
        put(path);
      }
    }

    /** A path without a name, or with one that is no text, is a folder with a file of no name. */
    private void put(Path folder, byte... name) {
      Integer known = folders.putIfAbsent(folder, folders.size());
      folderOf.add(known == null ? folders.size() - 1 : known);
      names.writeBytes(name);
      ends.add(names.size());
      count++;
    }

    /** All that were added; nothing is added any more. */
    public PathList list() {
      return new PathList(
          folders.keySet().toArray(Path[]::new),
          folderOf.build().toArray(),
          names.toByteArray(),
          ends.build().toArray());
    }
  }
}
