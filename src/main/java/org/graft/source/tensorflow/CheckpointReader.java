package org.graft.source.tensorflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.graft.failure.InputException;
import org.graft.storage.AtomicFile;
import org.graft.storage.FolderList;
import org.tensorflow.framework.MetaGraphDef;

/**
 * A checkpoint of TensorFlow 1's {@code Saver}: {@code PREFIX.meta} holds the graph, {@code
 * PREFIX.index} and its shards the variables.
 */
final class CheckpointReader {
  private static final String META = ".meta";
  private static final String INDEX = ".index";
  private static final String SUFFIX = "\\.(meta|index|data-\\d{5}-of-\\d{5})$";

  private CheckpointReader() {}

  /** The prefix that a path means: it itself, one of the checkpoint's files, or their folder. */
  static Optional<Path> prefix(Path path) {
    if (Files.isDirectory(path)) {
      List<Path> all = FolderList.named(path, name -> name.endsWith(META));
      if (all.size() > 1) {
        throw new InputException(
            "%s holds several checkpoints; give one of %s"
                .formatted(
                    path, all.stream().map(Path::toString).collect(Collectors.joining(", "))));
      }
      return all.stream().findFirst().map(CheckpointReader::stripped);
    }
    Path prefix = stripped(path);
    boolean complete =
        Files.isRegularFile(with(prefix, META)) && Files.isRegularFile(with(prefix, INDEX));
    if (!complete && Files.isRegularFile(with(prefix, INDEX))) {
      throw new InputException(
          ("%s is a checkpoint without its graph; put %s beside it, or save the network as"
                  + " a SavedModel")
              .formatted(prefix, with(prefix, META).getFileName()));
    }
    return complete ? Optional.of(prefix) : Optional.empty();
  }

  private static Path stripped(Path path) {
    return path.resolveSibling(path.getFileName().toString().replaceFirst(SUFFIX, ""));
  }

  private static Path with(Path prefix, String suffix) {
    return prefix.resolveSibling(prefix.getFileName() + suffix);
  }

  /** Reads the graph and freezes it with the checkpoint's values. */
  static FrozenGraph read(Path prefix, byte[] bytes, GraphOptions options) {
    Path file = with(prefix, META);
    MetaGraphDef meta = WireFormat.parse(file, bytes, MetaGraphDef.getDefaultInstance());
    FunctionLibrary functions = new FunctionLibrary(file, meta.getGraphDef());
    Path folder = AtomicFile.folderOf(file);
    String name = prefix.getFileName().toString();
    StoredVariables variables =
        new StoredVariables(file, meta, functions, () -> TensorBundle.open(folder, name));
    Ending ending = TensorflowReader.end(file, functions, options.end());
    Frozen frozen = Frozen.of(functions, ending, options, variables::of, null);
    return frozen.asRead(prefix, files(folder, name), Set.of(), variables.rule() + options.told());
  }

  static Path graph(Path prefix) {
    return with(prefix, META);
  }

  private static List<Path> files(Path folder, String name) {
    return FolderList.named(
        folder, own -> own.startsWith(name + ".") && own.substring(name.length()).matches(SUFFIX));
  }
}
