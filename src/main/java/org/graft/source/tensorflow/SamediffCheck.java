package org.graft.source.tensorflow;

import java.io.File;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.graft.failure.FirstLine;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.graph.SessionWalk;
import org.graft.plan.Model;
import org.graft.plan.Parity;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.samediff.frameworkimport.reflect.ClassGraphHolder;
import org.nd4j.samediff.frameworkimport.reflect.ImportReflectionCache;
import org.nd4j.samediff.frameworkimport.tensorflow.importer.TensorflowFrameworkImporter;
import org.tensorflow.framework.GraphDef;

/**
 * A second opinion on a plan: the frozen graph imported by ND4J's own TensorFlow importer, and both
 * run on the same noise. It knows nothing of layers and patterns, and the plan nothing of it.
 */
public final class SamediffCheck {
  /** Greatest difference over greatest value. */
  private static final double MOST = 1e-5;

  private static final String NAME = "samediff-import-tensorflow";
  private static final String CLASS_PATH = "java.class.path";

  /** Its time grows with the square of the nodes. */
  private static final int MOST_NODES = 800;

  private static final int SMALLEST = 32;
  private static final long SEED = 20_260_101;

  private SamediffCheck() {}

  /**
   * How far both are apart, in words, or why the importer declined; a difference of more than 1e-5
   * is a defect of one of them and stops the import.
   */
  public static String compare(FrozenGraph frozen, Model model) {
    Shape stated = model.plan().input().shape();
    int side = Math.max(SMALLEST, model.plan().minimumSize());
    Shape shape =
        new Shape(
            stated.height() == Shape.FREE ? side : stated.height(),
            stated.width() == Shape.FREE ? side : stated.width(),
            stated.channels());
    INDArray noise = SameDiffNetwork.toNative(noise(shape, takesBytes(frozen)));
    GraphDef graph = GraphDefs.of(frozen, shape);
    if (graph.getNodeCount() > MOST_NODES) {
      return "%s is not asked about more than %d nodes (%d), for which it takes minutes"
          .formatted(NAME, MOST_NODES, graph.getNodeCount());
    }
    Tensor theirs;
    try {
      theirs = imported(graph, frozen, takesBytes(frozen) ? noise.castTo(DataType.UINT8) : noise);
    } catch (RuntimeException | NoClassDefFoundError e) {
      return NAME + " declines: " + reason(e);
    }
    Tensor ours = SameDiffNetwork.fromNative(Emitter.inference(model.forImages(shape)).run(noise));
    return NAME + " gives on noise " + agreed(ours, theirs);
  }

  private static Tensor imported(GraphDef def, FrozenGraph frozen, INDArray noise) {
    SameDiff graph = importer().importFromGraph(def, Map.of());
    SessionWalk.requireShort(graph, frozen.output().toString());
    return SameDiffNetwork.fromNative(
        graph.outputSingle(Map.of(frozen.input(), noise), frozen.output().toString()));
  }

  /**
   * The importer looks through every class on the class path for hooks, which takes tens of
   * seconds; it is shown its own jars only, which hold all hooks that there are.
   */
  private static TensorflowFrameworkImporter importer() {
    String all = System.getProperty(CLASS_PATH);
    System.setProperty(
        CLASS_PATH,
        jar(TensorflowFrameworkImporter.class) + File.pathSeparator + jar(ClassGraphHolder.class));
    try {
      ImportReflectionCache.load();
      return new TensorflowFrameworkImporter();
    } finally {
      System.setProperty(CLASS_PATH, all);
    }
  }

  private static String jar(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static String agreed(Tensor ours, Tensor theirs) {
    if (ours.size() != theirs.size()) {
      throw new UnsupportedModelException(
          String.format("the plan gives %s and %s %s", ours, NAME, theirs));
    }
    double relative = Parity.of(ours, theirs).relative();
    if (!(relative <= MOST)) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "the plan and %s differ by %.1e on the same input, more than %.0e",
              NAME,
              relative,
              MOST));
    }
    return String.format(Locale.ROOT, "outputs within %.1e", relative);
  }

  private static String reason(Throwable e) {
    String message = FirstLine.of(e);
    return message.isBlank() ? e.getClass().getSimpleName() : message.strip();
  }

  private static boolean takesBytes(FrozenGraph frozen) {
    return new Attributes(frozen.graph().nodes().get(frozen.input())).value("dtype").getType()
        == org.tensorflow.framework.DataType.DT_UINT8;
  }

  private static Tensor noise(Shape shape, boolean bytes) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bytes ? random.nextInt(256) : 2 * random.nextDouble() - 1);
    }
    return new Tensor(values, 1, shape.height(), shape.width(), shape.channels());
  }
}
