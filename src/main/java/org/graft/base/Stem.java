package org.graft.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.graft.source.keras.KerasFile;
import org.graft.source.keras.StoredLayer;

/**
 * The first convolutions that a description lists, of which no more than its beginning is read: a
 * file without kernels like these is no part of that network.
 *
 * @param kernels height, width and filters of each
 */
record Stem(List<List<Integer>> kernels) {
  private static final int COUNT = 4;
  private static final int KERNEL_AXES = 4;
  private static final JsonFactory JSON = new JsonFactory();

  Stem {
    kernels = List.copyOf(kernels);
  }

  static Stem of(InputStream description) throws IOException {
    List<List<Integer>> kernels = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(description)) {
      boolean convolution = false;
      int filters = 0;
      while (kernels.size() < COUNT && parser.nextToken() != null) {
        String field = parser.currentName();
        if (parser.currentToken() == JsonToken.VALUE_STRING && "class_name".equals(field)) {
          convolution |= parser.getText().equals("Conv2D");
        } else if (convolution && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          filters = "filters".equals(field) ? parser.getIntValue() : filters;
        } else if (convolution
            && parser.currentToken() == JsonToken.START_ARRAY
            && "kernel_size".equals(field)) {
          kernels.add(List.of(parser.nextIntValue(0), parser.nextIntValue(0), filters));
          convolution = false;
        }
      }
    }
    return new Stem(kernels);
  }

  /**
   * Whether a file has a kernel like each of these.
   *
   * @param anyWidth whether the network may have other widths
   */
  boolean isIn(KerasFile file, boolean anyWidth) {
    return kernels.stream()
        .allMatch(kernel -> file.layers().stream().anyMatch(own -> has(own, kernel, anyWidth)));
  }

  private static boolean has(StoredLayer layer, List<Integer> kernel, boolean anyWidth) {
    return layer.arrays().stream()
        .map(array -> array.shape())
        .anyMatch(
            shape ->
                shape.length == KERNEL_AXES
                    && shape[0] == kernel.get(0)
                    && shape[1] == kernel.get(1)
                    && (anyWidth || shape[3] == kernel.get(2)));
  }
}
