package org.graft.spark.network;

import java.io.Serializable;

/**
 * An ONNX file as executors get it: by {@code addFile}, under a name made of its content, so that
 * two files of one name do not meet.
 *
 * @param origin where it came from, for messages
 * @param address where the driver hands it out
 */
public record ModelRef(String sha256, String origin, String address) implements Serializable {
  String name() {
    return name(sha256);
  }

  static String name(String sha256) {
    return "graft-" + sha256 + ".onnx";
  }
}
