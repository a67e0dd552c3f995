package org.graft.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzArray;
import org.graft.storage.NpzFile;

/**
 * A model in a folder: {@code plan.json} and {@code weights.npz}, whose arrays are called {@code
 * layer/parameter}. Arrays that already lie in another model's file are not written again: that
 * file is linked as {@code base.npz}, or copied where links cannot be, so that it stays when the
 * other model goes. All is plain, and guarded: shapes by the plan, bytes by the zip's CRC-32.
 */
public final class ModelFolder {
  private static final String PLAN = "plan.json";
  private static final String WEIGHTS = "weights.npz";
  private static final String BASE = "base.npz";
  private static final char SEPARATOR = '/';

  private ModelFolder() {}

  public static void write(Path folder, Model model) throws IOException {
    Json.write(folder.resolve(PLAN), model.plan());
    Map<String, Tensor> arrays = model.weights().named();
    Map<String, NpzArray> shared = SharedFile.link(folder.resolve(BASE), arrays);
    Map<String, NpyArray> own = new LinkedHashMap<>();
    arrays.forEach(
        (name, tensor) -> {
          if (!shared.containsKey(name)) {
            own.put(name, new NpyArray(tensor.values(), tensor.shape()));
          }
        });
    NpzFile.writeWithDigests(folder.resolve(WEIGHTS), own);
  }

  /**
   * Opens a model, whose arrays are read when they are asked for; the file's mistake when plan and
   * weights do not fit each other.
   */
  public static Model read(Path folder) {
    Plan plan = readPlan(folder);
    Map<String, NpzArray> arrays = new LinkedHashMap<>();
    if (Files.exists(folder.resolve(BASE))) {
      arrays.putAll(NpzFile.open(folder.resolve(BASE)));
      arrays.keySet().retainAll(names(plan));
    }
    arrays.putAll(NpzFile.open(folder.resolve(WEIGHTS)));
    try {
      return new Model(plan, weights(plan, arrays));
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(folder.resolve(WEIGHTS), e.getMessage(), e);
    }
  }

  /** Whether a path is of a file that a model which shares no arrays is written to. */
  public static boolean isPart(Path path) {
    return List.of(PLAN, WEIGHTS).contains(path.getFileName().toString());
  }

  /** Reads the plan alone. */
  public static Plan readPlan(Path folder) {
    return Json.read(folder.resolve(PLAN), Plan.class);
  }

  /** The names of all arrays that a plan needs, in order. */
  private static Set<String> names(Plan plan) {
    Set<String> names = new LinkedHashSet<>();
    plan.parameters()
        .forEach((layer, all) -> all.forEach(p -> names.add(layer + SEPARATOR + p.name())));
    return names;
  }

  /** In the plan's order, and behind them those that it does not know. */
  private static Weights weights(Plan plan, Map<String, NpzArray> arrays) {
    Set<String> names = names(plan);
    names.addAll(arrays.keySet());
    names.retainAll(arrays.keySet());
    Weights.Builder weights = Weights.builder();
    for (String name : names) {
      int slash = name.lastIndexOf(SEPARATOR);
      weights.put(
          name.substring(0, Math.max(slash, 0)),
          name.substring(slash + 1),
          Tensor.of(arrays.get(name)));
    }
    return weights.build();
  }
}
