package org.graft.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.base.Base;
import org.graft.experiment.LinearProbe;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.image.ImageBatch;
import org.graft.image.ImageBatches;
import org.graft.image.LabelledImage;
import org.graft.plan.BatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.TrainRequest;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A base with the moving statistics of other images: every BatchNorm normalises by the batch at
 * hand while means and variances are gathered (Li et al. 2016, adaptive batch normalisation). It is
 * what a head sees in training where Keras before 2.2 let a frozen BatchNorm run on batches
 * (keras-team/keras 9214, 9965).
 */
final class Recalibration {
  private static final int BATCH = 32;

  private final SameDiffNetwork network;
  private final List<BatchNorm> norms;
  private final Map<String, double[]> means = new HashMap<>();
  private final Map<String, double[]> variances = new HashMap<>();

  private Recalibration(Model trunk) {
    this.network = Emitter.batchStatistics(trunk);
    this.norms =
        trunk.plan().layers().stream()
            .filter(BatchNorm.class::isInstance)
            .map(BatchNorm.class::cast)
            .toList();
  }

  /** Whether a base has any moving statistics. */
  static boolean concerns(Base base) {
    return base.features().plan().layers().stream().anyMatch(BatchNorm.class::isInstance);
  }

  /** The base with the statistics of the images that a training learns from. */
  static Base of(Lab lab, TrainRequest asked) {
    Recalibration recalibration = new Recalibration(LinearProbe.trunk(lab.base(), asked));
    List<LabelledImage> images = dealt(asked.data().train());
    int count = 0;
    try (ImageBatches batches = lab.reading().batches(images, BATCH)) {
      while (batches.hasNext()) {
        recalibration.gather(batches.next(), asked.size());
        count++;
      }
    }
    return recalibration.applied(lab.base(), count);
  }

  /** In an order in which every batch holds images of many classes. */
  private static List<LabelledImage> dealt(List<LabelledImage> images) {
    int batches = (images.size() + BATCH - 1) / BATCH;
    List<LabelledImage> dealt = new ArrayList<>();
    for (int first = 0; first < batches; first++) {
      for (int i = first; i < images.size(); i += batches) {
        dealt.add(images.get(i));
      }
    }
    return dealt;
  }

  private void gather(ImageBatch batch, int size) {
    List<String> entering = norms.stream().map(BatchNorm::input).distinct().toList();
    try (INDArray pixels =
        SameDiffNetwork.toNative(new Tensor(batch.pixels(), batch.size(), size, size, 3))) {
      Map<String, INDArray> maps = network.run(pixels, entering);
      for (BatchNorm norm : norms) {
        gather(norm.name(), SameDiffNetwork.fromNative(maps.get(norm.input())));
      }
      maps.values().forEach(INDArray::close);
    }
  }

  private void gather(String norm, Tensor map) {
    int channels = map.shape()[map.shape().length - 1];
    int cells = map.size() / channels;
    double[] mean = new double[channels];
    double[] square = new double[channels];
    for (int i = 0; i < map.size(); i++) {
      double value = map.values()[i];
      mean[i % channels] += value / cells;
      square[i % channels] += value * value / cells;
    }
    double[] sumOfMeans = means.computeIfAbsent(norm, n -> new double[channels]);
    double[] sumOfVariances = variances.computeIfAbsent(norm, n -> new double[channels]);
    for (int c = 0; c < channels; c++) {
      sumOfMeans[c] += mean[c];
      sumOfVariances[c] += Math.max(0, square[c] - mean[c] * mean[c]);
    }
  }

  private Base applied(Base base, int batches) {
    Weights.Builder weights = Weights.builder().putAll(base.model().weights());
    for (BatchNorm norm : norms) {
      weights.put(norm.name(), Weights.MOVING_MEAN, mean(means.get(norm.name()), batches));
      weights.put(norm.name(), Weights.MOVING_VARIANCE, mean(variances.get(norm.name()), batches));
    }
    return new Base(base.facts(), new Model(base.model().plan(), weights.build()));
  }

  private static Tensor mean(double[] sums, int count) {
    float[] mean = new float[sums.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = (float) (sums[c] / count);
    }
    return Tensor.vector(mean);
  }
}
