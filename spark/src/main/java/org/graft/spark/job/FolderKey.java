package org.graft.spark.job;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.graft.failure.InputException;
import org.graft.feature.cache.CacheKey;
import org.graft.spark.network.ModelRef;
import org.graft.storage.Json;

/** What the files of a folder are of stands in the folder, so that two kinds do not meet. */
final class FolderKey {
  private static final int MOST_BYTES = 1 << 20;

  /** Spark passes over files that begin with an underscore. */
  private static final String ANSWERS = "_key.json";

  private FolderKey() {}

  /**
   * What answers depend on besides the image.
   *
   * @param model digest of the file
   * @param top likeliest classes that are told
   */
  record AnswersKey(String model, int top) {}

  /**
   * Writes into a folder of which features it is, or sees that it is there.
   *
   * @throws InputException if it is one of others
   */
  static void settle(Folder folder, String name, CacheKey key) {
    settle(folder, name, key, CacheKey.class, CacheKey::digest, FolderKey::said);
  }

  /**
   * Writes into a folder of which answers it is, or sees that it is there.
   *
   * @return what tells them from others
   * @throws InputException if it is one of others
   */
  static String settle(Folder folder, ModelRef model, int top) {
    AnswersKey key = new AnswersKey(model.sha256(), top);
    settle(folder, ANSWERS, key, AnswersKey.class, AnswersKey::toString, FolderKey::said);
    return key.toString();
  }

  private static <K> void settle(
      Folder folder,
      String name,
      K key,
      Class<K> type,
      Function<K, String> identity,
      Function<K, String> said) {
    if (!folder.has(name)) {
      byte[] text = Json.text(key).getBytes(StandardCharsets.UTF_8);
      folder.write(
          name,
          "driver",
          (files, to) -> {
            try (OutputStream out = files.create(to)) {
              out.write(text);
            }
          });
      return;
    }
    Path origin = Path.of(folder.path(name).toUri().getPath());
    K found = Json.record(Json.parse(folder.text(name, MOST_BYTES), origin), type, origin);
    if (!identity.apply(found).equals(identity.apply(key))) {
      throw new InputException(
          String.format(
              "%s holds what %s gives, expected %s; choose another folder",
              folder.address(), said.apply(found), said.apply(key)));
    }
  }

  private static String said(CacheKey key) {
    return String.format(
        "%s (network %.8s, %s) at %dx%d px by %s",
        key.base(), key.network(), key.layer(), key.width(), key.height(), key.engine());
  }

  private static String said(AnswersKey key) {
    return String.format("model %.8s with %d classes told", key.model, key.top);
  }
}
