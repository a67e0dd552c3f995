package org.graft.spark.network;

import org.apache.spark.SparkEnv;

/** Where this code runs, for messages. */
final class Host {
  private Host() {}

  /** Executor and host, as Spark calls them. */
  static String name() {
    SparkEnv environment = SparkEnv.get();
    return environment == null
        ? "this machine"
        : "executor "
            + environment.executorId()
            + " at "
            + environment.blockManager().blockManagerId().host();
  }
}
