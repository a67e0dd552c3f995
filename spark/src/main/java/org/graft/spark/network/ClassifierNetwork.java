package org.graft.spark.network;

import java.nio.file.Path;
import java.util.List;
import org.graft.image.Resize;
import org.graft.predict.OnnxModel;

/** A model that {@code graft export} wrote: images in, probabilities or a number out. */
public record ClassifierNetwork(OnnxModel model) implements ImageNetwork {
  static ClassifierNetwork open(Path file, int threads) {
    return new ClassifierNetwork(OnnxModel.open(file, threads));
  }

  @Override
  public Resize resize() {
    return model.resize();
  }

  @Override
  public int width() {
    return model.card().labels().size();
  }

  @Override
  public List<float[]> run(List<float[]> images) {
    return model.probabilities(images);
  }

  @Override
  public void close() {
    model.close();
  }
}
