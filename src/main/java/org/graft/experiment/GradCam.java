package org.graft.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.head.HeadGradient;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.plan.Dropout;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Noise;
import org.graft.plan.Plan;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/**
 * Where in an image lies what speaks for a class: Grad-CAM (Selvaraju et al. 2017) on the last map
 * before the head. Each channel's weight is the mean, over the map's cells, of the derivative of
 * the class's logit; the heat of a cell is the weighted sum of its channels, where that is
 * positive.
 *
 * <p>Between map and head there is a global pooling or a flattening, whose derivatives are known,
 * or nothing, where the head reads the map: under a mean each cell has an equal share of the
 * feature's, under a maximum one cell has it all, so that the mean over the cells is the same.
 * Holds native memory until it is closed.
 */
public final class GradCam implements AutoCloseable {
  private static final String ROW = "grad_cam_row";

  private final Optional<GlobalPool> pool;
  private final Shape map;
  private final HeadGradient head;
  private final FeatureExtractor extractor;

  private GradCam(Model model, Reduced reduced, Reading reading) {
    String source = reduced.map();
    this.pool = reduced.pool();
    this.map = model.plan().shapes().get(source);
    this.head = new HeadGradient(model);
    Model upToMap = model.upTo(source).append(List.of(new Flatten(ROW, source)), Weights.none());
    this.extractor = new FeatureExtractor(upToMap, reading, Extraction.PLAIN);
  }

  /**
   * Of a trained model with its head, BatchNorm not folded; empty if what enters the head is not
   * pooled or flattened from one map.
   *
   * @param reading images as the model takes them
   */
  public static Optional<GradCam> of(Model model, Reading reading) {
    return reduced(model.plan()).map(found -> new GradCam(model, found, reading));
  }

  /** The map that the head reads, as it is or flattened if there is no pooling between. */
  private record Reduced(String map, Optional<GlobalPool> pool) {}

  /** Cells of the map, a channel only. */
  public Shape cells() {
    return new Shape(map.height(), map.width());
  }

  /** One image's map, from which its heat for any class is made. */
  public final class Look {
    private final Path image;
    private final float[] values;
    private final float[] features;

    private Look(Path image, float... values) {
      this.image = image;
      this.values = values;
      this.features = features(values);
    }

    public Path image() {
      return image;
    }

    /** {@code [height, width]} of the map, 0 and above, in logits of the class. */
    public Tensor heat(int label) {
      return GradCam.this.heat(values, weights(head.of(features, label)));
    }
  }

  /**
   * Looks at images, all at once, in their order; those that cannot be read are left out.
   *
   * @throws org.graft.failure.InputException if none can be read
   */
  public List<Look> at(List<Path> images) {
    Features rows = extractor.extract(LabelledImage.unlabelled(images), (done, of) -> {});
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < rows.count(); i++) {
      looks.add(new Look(rows.files().get(i), rows.matrix().part(i, i + 1).values()));
    }
    return looks;
  }

  @Override
  public void close() {
    extractor.close();
  }

  /** What makes a vector of a map, if anything, and nothing but the identity behind it. */
  private static Optional<Reduced> reduced(Plan plan) {
    Map<String, Shape> shapes = plan.shapes();
    Layer layer = plan.layer(HeadGradient.first(plan).inputs().get(0));
    if (shapes.get(layer.name()).isMap()) {
      return Optional.of(new Reduced(layer.name(), Optional.empty()));
    }
    while (isIdentity(layer, shapes)) {
      layer = plan.layer(layer.inputs().get(0));
    }
    boolean reduces = layer instanceof GlobalPool || layer instanceof Flatten;
    if (!reduces || !shapes.get(layer.inputs().get(0)).isMap()) {
      return Optional.empty();
    }
    Optional<GlobalPool> pool =
        layer instanceof GlobalPool pooling ? Optional.of(pooling) : Optional.empty();
    return Optional.of(new Reduced(layer.inputs().get(0), pool));
  }

  private static boolean isIdentity(Layer layer, Map<String, Shape> shapes) {
    if (layer instanceof Flatten || layer instanceof Reshape) {
      Shape in = shapes.get(layer.inputs().get(0));
      return in.size() == in.channels();
    }
    return layer instanceof Dropout || layer instanceof Noise;
  }

  /** What the map's values {@code [height, width, channels]} are reduced to. */
  private float[] features(float... values) {
    if (pool.isEmpty()) {
      return values;
    }
    float[] features = new float[map.channels()];
    boolean most = pool.get().reduction() == Reduction.MAX;
    Arrays.fill(features, most ? Float.NEGATIVE_INFINITY : 0);
    for (int i = 0; i < values.length; i++) {
      int channel = i % features.length;
      float sofar = features[channel];
      features[channel] = most ? Math.max(sofar, values[i]) : sofar + values[i];
    }
    for (int channel = 0; channel < features.length && !most; channel++) {
      features[channel] /= cellCount();
    }
    return features;
  }

  /** The channels' weights: a pooled feature is one channel's, a flattened one is one cell's. */
  private float[] weights(float... gradient) {
    float[] weights = new float[map.channels()];
    for (int i = 0; i < gradient.length; i++) {
      weights[i % weights.length] += gradient[i] / cellCount();
    }
    return weights;
  }

  private Tensor heat(float[] values, float... weights) {
    float[] heat = new float[cellCount()];
    for (int i = 0; i < values.length; i++) {
      heat[i / weights.length] += weights[i % weights.length] * values[i];
    }
    for (int cell = 0; cell < heat.length; cell++) {
      heat[cell] = Math.max(0, heat[cell]);
    }
    return new Tensor(heat, map.height(), map.width());
  }

  private int cellCount() {
    return map.height() * map.width();
  }
}
