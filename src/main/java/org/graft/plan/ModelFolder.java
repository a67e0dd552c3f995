package org.graft.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;

/**
 * A model in a folder: {@code plan.json} and {@code weights.npz}, whose arrays are called {@code
 * layer/parameter}. Both are plain, and guarded: shapes by the plan, bytes by the zip's CRC-32.
 */
public final class ModelFolder {
  private static final String PLAN = "plan.json";
  private static final String WEIGHTS = "weights.npz";

  private ModelFolder() {}

  public static void write(Path folder, Model model) throws IOException {
    Json.write(folder.resolve(PLAN), model.plan());
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    model
        .weights()
        .byLayer()
        .forEach(
            (layer, tensors) ->
                tensors.forEach(
                    (name, tensor) ->
                        arrays.put(
                            layer + "/" + name, new NpyArray(tensor.values(), tensor.shape()))));
    NpzFile.write(folder.resolve(WEIGHTS), arrays);
  }

  /** Reads a model; the file's mistake when plan and weights do not fit each other. */
  public static Model read(Path folder) {
    Plan plan = readPlan(folder);
    Weights.Builder weights = Weights.builder();
    NpzFile.read(folder.resolve(WEIGHTS))
        .forEach(
            (name, array) -> {
              int slash = name.lastIndexOf('/');
              Tensor tensor = new Tensor(array.values(), array.shape());
              weights.put(name.substring(0, Math.max(slash, 0)), name.substring(slash + 1), tensor);
            });
    try {
      return new Model(plan, weights.build());
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(folder.resolve(WEIGHTS), e.getMessage(), e);
    }
  }

  /** Reads the plan alone. */
  public static Plan readPlan(Path folder) {
    return Json.read(folder.resolve(PLAN), Plan.class);
  }
}
