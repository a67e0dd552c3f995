package org.graft.spark.network;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.card.BaseCard;
import org.graft.card.ModelCard;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.feature.cache.CacheKey;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.image.Resize;
import org.graft.runtime.OnnxSession;

/** A base that {@code graft export --base} wrote: images in, features out. */
public record BaseNetwork(OnnxSession session, BaseCard card, Resize resize)
    implements ImageNetwork {
  private static final String FEATURES = "features";
  private static final String EXACT = "float32";

  /**
   * Loads a file.
   *
   * @throws InputException if it is no base that Graft exported
   * @throws MalformedFileException if it is damaged
   */
  static BaseNetwork open(Path file, int threads) {
    OnnxSession session = OnnxSession.open(file, threads);
    try {
      BaseCard card = BaseCard.of(file, session.metadata());
      if (!session.input().takes(card.side(), card.side())
          || session.width(FEATURES) != card.width()) {
        throw new MalformedFileException(
            file,
            String.format(
                "its metadata says %d px and %,d features, its graph %s and %,d",
                card.side(), card.width(), session.input(), session.width(FEATURES)));
      }
      Interpolation interpolation = Interpolation.of(card.interpolation());
      Exif exif = Exif.of(card.exif());
      return new BaseNetwork(session, card, Resize.square(card.side(), interpolation, exif));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public int width() {
    return card.width();
  }

  /**
   * What its features are kept under, here as in Graft's own cache.
   *
   * @throws InputException if it computes in other numbers than those that are kept, or the version
   *     of ONNX Runtime is not known
   */
  public CacheKey key() {
    String precision = session.metadata().getOrDefault(ModelCard.PRECISION, "numbers unknown");
    if (!precision.equals(EXACT)) {
      throw new InputException(
          String.format(
              "%s computes in %s, and features are kept in %s; export the base anew",
              card.base(), precision, EXACT));
    }
    if (OrtEnvironment.class.getPackage().getImplementationVersion() == null) {
      throw new InputException(
          "ONNX Runtime's version is not known, on which features depend: give its jar as it is,"
              + " not merged into another");
    }
    return new CacheKey(
        CacheKey.FORMAT,
        card.base(),
        card.digest(),
        card.output(),
        card.side(),
        card.side(),
        resize.interpolation().toString(),
        OnnxSession.engine());
  }

  @Override
  public List<float[]> run(List<float[]> images) {
    int values = resize.values();
    float[] batch = new float[Math.multiplyExact(images.size(), values)];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, batch, i * values, values);
    }
    float[] all = session.run(batch, images.size()).get(FEATURES).values();
    int width = card.width();
    return IntStream.range(0, images.size())
        .mapToObj(i -> Arrays.copyOfRange(all, i * width, (i + 1) * width))
        .toList();
  }

  @Override
  public void close() {
    session.close();
  }
}
