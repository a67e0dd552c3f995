package org.graft.source.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.graft.failure.GraftException;
import org.graft.failure.MalformedFileException;

/**
 * An HDF5 file from anywhere, read through jhdf within bounds: the file is mapped, so that nothing
 * larger than itself is ever set aside for its structure; links are not followed; what arrays claim
 * is held against the file's length; and whatever jhdf stumbles over is the file's mistake.
 */
final class Hdf5 implements AutoCloseable {
  static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** How many groups may stand around an array or a group. */
  private static final int DEEPEST = 32;

  /** The bytes "TREE" that a node of a B-tree begins with. */
  private static final int TREE = 0x54524545;

  /** Bytes of a node in files of h5py, and how many of them jhdf may read. */
  private static final int NODE = 544;

  private static final int NODE_AS_READ = 1056;

  private static final int MOST_GROUPS = 100_000;
  private static final int MOST_NAMES = 1_000_000;

  private final Path path;
  private final Path place;
  private final long length;
  private final HdfFile file;
  private final Hdf5Arrays arrays;
  private int groups;

  private Hdf5(Path path, Path place, HdfFile file, long length) {
    this.path = path;
    this.place = place;
    this.file = file;
    this.length = length;
    this.arrays = new Hdf5Arrays(path, length);
  }

  /** Opens {@code file}, which the user knows as {@code path}. */
  static Hdf5 open(Path file, Path path) {
    return guarded(
        path,
        () -> {
          try {
            return new Hdf5(path, file, opened(file), Files.size(file));
          } catch (IOException e) {
            throw new MalformedFileException(path, "cannot be read: " + e.getMessage(), e);
          }
        });
  }

  /**
   * The same file with its arrays of bfloat16 described in a way that can be read; nothing where it
   * has none.
   */
  Optional<Hdf5> withBfloat16() {
    if (length > Integer.MAX_VALUE - NODE_AS_READ) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
      ByteBuffer whole = channel.map(MapMode.READ_ONLY, 0, channel.size());
      if (!Bfloat16.isIn(whole)) {
        return Optional.empty();
      }
      ByteBuffer copy = padded(whole);
      Bfloat16.describe(copy);
      close();
      return Optional.of(new Hdf5(path, place, HdfFile.fromByteBuffer(copy), length));
    } catch (IOException e) {
      throw malformed("cannot be read: " + e.getMessage());
    }
  }

  private static HdfFile opened(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE - NODE_AS_READ) {
        return new HdfFile(file);
      }
      ByteBuffer whole = channel.map(MapMode.READ_ONLY, 0, channel.size());
      return HdfFile.fromByteBuffer(endsInTree(whole) ? padded(whole) : whole);
    }
  }

  /**
   * Whether a whole node of a B-tree stands at the file's end. jhdf 0.13 reads twice what a node's
   * entries take, and so beyond the end.
   */
  private static boolean endsInTree(ByteBuffer file) {
    int length = file.limit();
    return IntStream.rangeClosed(Math.max(0, length - NODE_AS_READ), length - NODE)
        .anyMatch(i -> file.getInt(i) == TREE);
  }

  /** The file in memory with zeros behind it. */
  private static ByteBuffer padded(ByteBuffer file) {
    return ByteBuffer.allocateDirect(file.limit() + NODE_AS_READ).put(file).rewind();
  }

  @Override
  public void close() {
    file.close();
  }

  Group root() {
    return file;
  }

  /** A group's members by name; the file's mistake where groups go on without end. */
  Map<String, Node> children(Group group) {
    groups++;
    if (groups > MOST_GROUPS) {
      throw malformed("groups without end, or a group that holds itself");
    }
    return group.getChildren();
  }

  Group group(Group parent, String name) {
    return asGroup(node(parent, name));
  }

  Group asGroup(Node node) {
    if (node instanceof Group group && !(node instanceof Link)) {
      return group;
    }
    throw malformed(node.getPath() + (node instanceof Link ? LINK : " is no group"));
  }

  /** The array at {@code name} in a group; its values are read when they are asked for. */
  StoredArray array(Group group, String name) {
    if (!(node(group, name) instanceof Dataset dataset)) {
      throw malformed(group.getPath() + name + " is no array");
    }
    return arrays.array(name, dataset);
  }

  private static final String LINK = " is a link, which Keras never writes";

  private Node node(Group from, String relativePath) {
    Node node = from;
    String[] parts = relativePath.split("/");
    requireShallow(relativePath);
    for (String part : parts) {
      Node child = node instanceof Group group ? children(group).get(part) : null;
      if (child == null || child instanceof Link) {
        String problem = child == null ? " is missing" : LINK;
        throw malformed(from.getPath() + relativePath + problem);
      }
      node = child;
    }
    return node;
  }

  /** Refuses a path of more groups than Keras ever nests. */
  void requireShallow(String relativePath) {
    if (relativePath.chars().filter(c -> c == '/').count() > DEEPEST) {
      throw malformed("groups within groups without end, or a group that holds itself");
    }
  }

  /** A list of names; Keras splits one over {@code name0, name1, …} when it passes 64 kB. */
  Optional<List<String>> names(Group group, String attribute) {
    Attribute whole = group.getAttribute(attribute);
    if (whole != null) {
      return Optional.of(strings(whole));
    }
    List<String> names = new ArrayList<>();
    Attribute part = group.getAttribute(attribute + 0);
    for (int i = 1; part != null; i++) {
      names.addAll(strings(part));
      part = group.getAttribute(attribute + i);
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  private List<String> strings(Attribute attribute) {
    if (attribute.isEmpty() || attribute.getSize() == 0) {
      return List.of();
    }
    requireInFile(attribute);
    if (attribute.getData() instanceof String[] strings) {
      return List.of(strings);
    }
    throw malformed("attribute " + attribute.getName() + " is no list of names");
  }

  Optional<String> text(Group group, String attribute) {
    Attribute found = group.getAttribute(attribute);
    if (found == null || found.isEmpty()) {
      return Optional.empty();
    }
    requireInFile(found);
    return found.getData() instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** An attribute may claim any number of strings of any length. */
  private void requireInFile(Attribute attribute) {
    long elements = attribute.getSize();
    long bytes = attribute.getSizeInBytes();
    if (elements < 0 || elements > MOST_NAMES || bytes < 0 || bytes > length) {
      throw malformed(
          "attribute %s claims %d values of %d bytes in a file of %d"
              .formatted(attribute.getName(), elements, bytes, length));
    }
  }

  MalformedFileException malformed(String problem) {
    return new MalformedFileException(path, problem);
  }

  /** Does {@code reading}, with whatever jhdf throws made the file's mistake. */
  static <T> T guarded(Path path, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (GraftException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | InternalError e) {
      throw new MalformedFileException(
          path, "a damaged or truncated HDF5 file (" + reason(e) + ")", e);
    }
  }

  private static String reason(Throwable e) {
    return e instanceof StackOverflowError
        ? "its tree has a circle"
        : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
