package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft.failure.MalformedFileException;
import org.graft.failure.UnsupportedModelException;
import org.graft.storage.FolderList;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.SavedModel;

/**
 * A SavedModel folder: {@code saved_model.pb} and, where it has variables, {@code
 * variables/variables.index} with its shards. One of its signatures becomes a frozen graph.
 */
final class SavedModelReader {
  static final String FILE = "saved_model.pb";

  private static final String VARIABLES = "variables";
  private static final String SERVE = "serve";
  private static final String TRAIN = "train";

  private final Path folder;
  private final MetaGraphDef meta;
  private final FunctionLibrary functions;
  private final StoredVariables stored;

  private SavedModelReader(Path folder, byte[] bytes) {
    Path file = folder.resolve(FILE);
    this.folder = folder;
    this.meta = serving(file, WireFormat.parse(file, bytes, SavedModel.getDefaultInstance()));
    this.functions = new FunctionLibrary(file, meta.getGraphDef());
    this.stored =
        new StoredVariables(
            file, meta, functions, () -> TensorBundle.open(folder.resolve(VARIABLES), VARIABLES));
  }

  static FrozenGraph read(Path folder, byte[] bytes, GraphOptions options) {
    return new SavedModelReader(folder, bytes).read(options);
  }

  private FrozenGraph read(GraphOptions options) {
    Signature signature = Signature.choose(folder, meta, options);
    requireNodes(signature);
    boolean own = options.input() == null;
    Frozen frozen =
        Frozen.of(
            functions,
            signature.ending(),
            options,
            stored::of,
            own ? signature.input().node() : null);
    if (signature.whole() && own) {
      requireUsed(signature, frozen.graph());
    }
    Set<String> variables =
        functions.main().variables().map(Node::name).collect(Collectors.toSet());
    return frozen.asRead(folder, files(), variables, stored.rule() + options.told());
  }

  private void requireNodes(Signature signature) {
    List<Edge> edges = new ArrayList<>(signature.ending().outputs());
    edges.add(0, signature.input());
    for (Edge edge : edges) {
      if (functions.main().node(edge) == null) {
        throw new MalformedFileException(
            folder.resolve(FILE),
            "signature " + signature.name() + " names node '" + edge + "', which is not there");
      }
    }
  }

  /** Every variable that the signature's functions take must come to use. */
  private void requireUsed(Signature signature, Graph flat) {
    Set<String> taken = functions.main().reach(signature.ending().outputs());
    List<String> left =
        functions
            .main()
            .variables()
            .map(Node::name)
            .filter(name -> taken.contains(name) && !flat.nodes().containsKey(name))
            .toList();
    if (!left.isEmpty()) {
      throw new UnsupportedModelException(
          "signature %s of %s takes %d variables that its output does not depend on: %s"
              .formatted(signature.name(), folder, left.size(), String.join(", ", left)));
    }
  }

  private static MetaGraphDef serving(Path file, SavedModel model) {
    List<MetaGraphDef> all = model.getMetaGraphsList();
    if (all.isEmpty()) {
      throw new MalformedFileException(file, "a SavedModel without a graph");
    }
    return Stream.of(Set.of(SERVE), Set.<String>of(), Set.of(TRAIN))
        .flatMap(tags -> all.stream().filter(m -> isTagged(m, tags)))
        .findFirst()
        .orElse(all.get(0));
  }

  /** Whether a graph has these tags, or none if that is what is asked for. */
  private static boolean isTagged(MetaGraphDef graph, Set<String> tags) {
    List<String> own = graph.getMetaInfoDef().getTagsList();
    return tags.isEmpty() ? own.isEmpty() : own.containsAll(tags);
  }

  /** All files of the SavedModel that were read, in a fixed order. */
  private List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(folder.resolve(FILE)));
    Path variables = folder.resolve(VARIABLES);
    files.addAll(FolderList.named(variables, name -> name.startsWith(VARIABLES + ".")));
    return files;
  }
}
