package org.graft.source.tensorflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.failure.MalformedFileException;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.tensorflow.framework.MetaGraphDef;
import tensorflow.CheckpointableObjectGraphOuterClass.CheckpointableObjectGraph;
import tensorflow.CheckpointableObjectGraphOuterClass.CheckpointableObjectGraph.CheckpointableObject;

/**
 * The Python objects behind a TensorFlow 2 SavedModel: which objects each function captures ({@code
 * SavedObjectGraph}, whose classes ND4J does not ship), and under which keys the checkpoint holds
 * their values.
 */
final class ObjectGraph {
  private static final int FIELD_OF_META_GRAPH = 7;
  private static final String CHECKPOINT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";
  private static final String VALUE = "VARIABLE_VALUE";

  private final Path path;

  /** Children of each object by name. */
  private final List<Map<String, Integer>> children = new ArrayList<>();

  /** Captured objects of each function, in the order of its last arguments. */
  private final Map<String, List<Integer>> captured = new HashMap<>();

  private ObjectGraph(Path path) {
    this.path = path;
  }

  /**
   * Checkpoint keys by the names of the nodes that hold the variables; empty before TensorFlow 2.
   */
  static Map<String, String> keys(
      Path path, MetaGraphDef meta, FunctionLibrary functions, TensorBundle bundle) {
    ObjectGraph graph = new ObjectGraph(path);
    for (ByteString bytes :
        meta.getUnknownFields().getField(FIELD_OF_META_GRAPH).getLengthDelimitedList()) {
      graph.read(bytes);
    }
    Map<Integer, String> keys = graph.keys(bundle);
    Map<String, String> named = new LinkedHashMap<>();
    for (Node node : functions.main().nodes().values()) {
      List<Integer> objects =
          functions.called(node).map(f -> graph.captured.get(f)).orElse(List.of());
      int first = node.inputs().size() - objects.size();
      for (int i = Math.max(0, -first); i < objects.size(); i++) {
        if (keys.containsKey(objects.get(i))) {
          named.put(node.inputs().get(first + i).node(), keys.get(objects.get(i)));
        }
      }
    }
    return named;
  }

  /** Keys by object: the checkpoint's own objects, reached by the same names from the root. */
  private Map<Integer, String> keys(TensorBundle bundle) {
    List<CheckpointableObject> stored =
        bundle
            .text(CHECKPOINT_GRAPH)
            .map(
                bytes ->
                    WireFormat.parse(path, bytes, CheckpointableObjectGraph.getDefaultInstance())
                        .getNodesList())
            .orElse(List.of());
    Map<Integer, String> keys = new HashMap<>();
    if (children.isEmpty() || stored.isEmpty()) {
      return keys;
    }
    Set<Integer> seen = new HashSet<>();
    Deque<List<Integer>> open = new ArrayDeque<>(List.of(List.of(0, 0)));
    while (!open.isEmpty()) {
      List<Integer> pair = open.pop();
      if (!seen.add(pair.get(0))) {
        continue;
      }
      CheckpointableObject object = stored.get(pair.get(1));
      object.getAttributesList().stream()
          .filter(a -> a.getName().equals(VALUE))
          .forEach(a -> keys.putIfAbsent(pair.get(0), a.getCheckpointKey()));
      for (CheckpointableObject.ObjectReference child : object.getChildrenList()) {
        Integer own = children.get(pair.get(0)).get(child.getLocalName());
        if (own != null && isIn(children, own) && isIn(stored, child.getNodeId())) {
          open.push(List.of(own, child.getNodeId()));
        }
      }
    }
    return keys;
  }

  private static boolean isIn(List<?> list, int place) {
    return place >= 0 && place < list.size();
  }

  /** {@code SavedObjectGraph}: 1 = nodes, 2 = concrete functions by name. */
  private void read(ByteString bytes) {
    try {
      CodedInputStream in = bytes.newCodedInput();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case 1 << 3 | 2 -> children.add(object(in.readBytes().newCodedInput()));
          case 2 << 3 | 2 -> function(in.readBytes().newCodedInput());
          default -> WireFormat.skip(in, tag);
        }
      }
    } catch (IOException e) {
      throw new MalformedFileException(path, "a damaged object graph: " + e.getMessage(), e);
    }
  }

  /** {@code SavedObject}: 1 = children, each 1 = node id, 2 = local name. */
  private static Map<String, Integer> object(CodedInputStream in) throws IOException {
    Map<String, Integer> named = new HashMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (1 << 3 | 2)) {
        int id = 0;
        String name = "";
        CodedInputStream child = in.readBytes().newCodedInput();
        for (int field = child.readTag(); field != 0; field = child.readTag()) {
          switch (field) {
            case 1 << 3 -> id = child.readInt32();
            case 2 << 3 | 2 -> name = child.readBytes().toString(StandardCharsets.UTF_8);
            default -> WireFormat.skip(child, field);
          }
        }
        named.put(name, id);
      } else {
        WireFormat.skip(in, tag);
      }
    }
    return named;
  }

  /** A map's entry: 1 = name, 2 = {@code SavedConcreteFunction} with 2 = captured objects. */
  private void function(CodedInputStream in) throws IOException {
    String name = "";
    List<Integer> objects = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 1 << 3 | 2 -> name = in.readBytes().toString(StandardCharsets.UTF_8);
        case 2 << 3 | 2 -> captured(in.readBytes().newCodedInput(), objects);
        default -> WireFormat.skip(in, tag);
      }
    }
    captured.put(name, objects);
  }

  /** Whole numbers, packed or one by one. */
  private static void captured(CodedInputStream in, List<Integer> objects) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 2 << 3 -> objects.add(in.readInt32());
        case 2 << 3 | 2 -> {
          CodedInputStream packed = in.readBytes().newCodedInput();
          while (!packed.isAtEnd()) {
            objects.add(packed.readInt32());
          }
        }
        default -> WireFormat.skip(in, tag);
      }
    }
  }
}
