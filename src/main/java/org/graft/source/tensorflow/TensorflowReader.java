package org.graft.source.tensorflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.source.FileKind;
import org.graft.source.FolderKind;
import org.graft.source.ZipKind;
import org.graft.storage.AtomicFile;
import org.graft.storage.InputFile;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.GraphDef;

/** Opens what TensorFlow saved; which kind it is, its content says and not its name. */
public final class TensorflowReader {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
  private static final String KERAS = "a file that Keras saved; import it with " + Hint.KERAS;
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** The first field of a {@code SavedModel}, its schema's version; that of a graph is a node. */
  private static final byte SCHEMA_VERSION = 1 << 3;

  /** Tags of a {@code GraphDef}'s node, library, version and versions. */
  private static final Set<Byte> GRAPH_FIELDS = Set.of((byte) 10, (byte) 18, (byte) 24, (byte) 34);

  private static final Pattern TEXT =
      Pattern.compile(
          "\\s*(node|library|versions|saved_model_schema_version|meta_graphs)\\s*[:{].*",
          Pattern.DOTALL);

  private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

  private TensorflowReader() {}

  /**
   * Reads a SavedModel folder, a frozen {@code GraphDef} or a checkpoint with its {@code .meta}.
   *
   * @param options all that the user may say of a graph
   */
  public static FrozenGraph open(Path path, GraphOptions options) {
    Optional<Path> checkpoint = CheckpointReader.prefix(path);
    if (checkpoint.isPresent()) {
      byte[] bytes = graph(CheckpointReader.graph(checkpoint.get()));
      return CheckpointReader.read(checkpoint.get().toAbsolutePath(), bytes, options);
    }
    if (!Files.exists(path)) {
      throw new InputException("no such file or folder: " + path);
    }
    if (Files.isDirectory(path)) {
      return folder(path, options);
    }
    byte[] bytes = graph(path);
    return bytes[0] == SCHEMA_VERSION
        ? SavedModelReader.read(AtomicFile.folderOf(path), bytes, options)
        : frozen(path, bytes, options);
  }

  private static FrozenGraph folder(Path path, GraphOptions options) {
    Path file = path.resolve(SavedModelReader.FILE);
    if (!Files.isRegularFile(file)) {
      boolean text = Files.exists(path.resolve(SavedModelReader.FILE + "txt"));
      throw new InputException(
          path
              + (text
                  ? " holds a SavedModel in text form; save it in binary form"
                  : otherFolder(path)));
    }
    return SavedModelReader.read(path, graph(file), options);
  }

  /** The bytes of a graph's file. */
  private static byte[] graph(Path path) {
    byte[] bytes = bytes(path);
    if (begins(bytes, HDF5) || begins(bytes, ZIP)) {
      String zipped = begins(bytes, ZIP) ? zipKind(path) : KERAS;
      throw new InputException(path + " is " + zipped);
    }
    String beginning =
        new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    if (TEXT.matcher(beginning).matches()) {
      throw new InputException(path + " is a graph in text form; save it in binary form");
    }
    if (bytes.length == 0) {
      throw new MalformedFileException(path, "an empty file");
    }
    boolean named = path.endsWith(SavedModelReader.FILE);
    if (!mayBeGraph(bytes) || (!named && FileKind.isCoreMl(bytes))) {
      FileKind kind = kind(path);
      throw new MalformedFileException(
          path,
          "%s; neither a SavedModel nor a frozen graph; %s".formatted(kind.what(), kind.advice()));
    }
    return bytes;
  }

  /** Whether the first field is one of a graph, or a SavedModel's version, which is 1. */
  private static boolean mayBeGraph(byte... bytes) {
    return bytes[0] == SCHEMA_VERSION
        ? bytes.length > 1 && bytes[1] == 1
        : GRAPH_FIELDS.contains(bytes[0]);
  }

  private static FileKind kind(Path path) {
    try {
      return FileKind.of(path);
    } catch (IOException e) {
      throw new WorkFailedException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static String otherFolder(Path path) {
    try {
      FileKind kind = FolderKind.of(path);
      return " is no SavedModel: it has no %s, it is %s; %s"
          .formatted(SavedModelReader.FILE, kind.what(), kind.advice());
    } catch (IOException e) {
      throw new WorkFailedException("cannot list " + path + ": " + e.getMessage(), e);
    }
  }

  private static String zipKind(Path path) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      boolean keras = zip.getEntry("config.json") != null;
      Optional<FileKind> kind = keras ? Optional.empty() : ZipKind.of(zip);
      return kind.map(k -> k.what() + "; " + k.advice()).orElse(keras ? KERAS : "a zip; unpack it");
    } catch (IOException e) {
      return "a zip; unpack it";
    }
  }

  private static boolean begins(byte[] bytes, byte[] signature) {
    return bytes.length >= signature.length
        && Arrays.equals(Arrays.copyOf(bytes, signature.length), signature);
  }

  private static FrozenGraph frozen(Path path, byte[] bytes, GraphOptions options) {
    GraphDef def = WireFormat.parse(path, bytes, GraphDef.getDefaultInstance());
    if (def.getNodeCount() == 0) {
      throw new MalformedFileException(path, "no graph of TensorFlow: it has no nodes");
    }
    FunctionLibrary functions = new FunctionLibrary(path, def);
    Ending ending = end(path, functions, options.end());
    return Frozen.of(functions, ending, options, graph -> Map.of(), null)
        .asRead(path, List.of(path), Set.of(), "as constants of the graph" + options.told());
  }

  /**
   * The node that no other reads, or the one that the user names, which may be within a function;
   * checks of numbers that others only wait for are no ends.
   */
  static Ending end(Path path, FunctionLibrary functions, @Nullable String wanted) {
    Graph graph = functions.main();
    if (wanted == null) {
      return Ending.at(only(path, graph));
    }
    Optional<Edge> end = NodeNames.find(path, graph, wanted);
    if (end.isEmpty() && !functions.areCalled()) {
      throw NodeNames.missing(path, graph, wanted, List.of());
    }
    return end.map(Ending::at)
        .orElseGet(
            () -> new Ending(ends(graph).stream().map(Edge::of).toList(), List.of(), wanted));
  }

  private static Edge only(Path path, Graph graph) {
    Set<String> ends = ends(graph);
    if (ends.size() != 1) {
      throw new InputException(
          "%s ends in %s; name the node to end in with %s"
              .formatted(
                  path, ends.isEmpty() ? "no node" : NodeNames.some(ends), Hint.OUTPUT.to("NODE")));
    }
    return Edge.of(ends.iterator().next());
  }

  private static Set<String> ends(Graph graph) {
    Set<String> ends = new TreeSet<>();
    for (Node node : graph.nodes().values()) {
      if (!node.inputs().isEmpty() && !node.is("Assert", "NoOp")) {
        ends.add(node.name());
      }
    }
    graph.nodes().values().forEach(n -> n.inputs().forEach(e -> ends.remove(e.node())));
    prefer(ends, end -> dependsOnWeights(graph, end));
    prefer(ends, end -> !graph.nodes().get(end).is("CheckNumerics", "CheckNumericsV2"));
    return ends;
  }

  /** Drops what does not fit, if anything does. */
  private static void prefer(Set<String> ends, Predicate<String> fits) {
    if (ends.stream().anyMatch(fits)) {
      ends.removeIf(fits.negate());
    }
  }

  private static boolean dependsOnWeights(Graph graph, String end) {
    return graph.reach(List.of(Edge.of(end))).stream()
        .anyMatch(name -> graph.nodes().get(name).is("Conv2D", "DepthwiseConv2dNative", "MatMul"));
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(InputFile.require(file)) > MOST_BYTES) {
        throw new MalformedFileException(file, "longer than 2 GB, which protobuf allows");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new WorkFailedException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
