package org.graft.spark.job;

import com.beust.jcommander.Parameter;
import org.graft.failure.InputException;

/** What both jobs are told. Fresh ones are made for every run. */
class JobOptions {
  private static final int MOST_IN_PART = 65_536;
  private static final int MOST_BATCH = 1024;

  @Parameter(
      names = "--model",
      required = true,
      description = "ONNX file that graft export wrote: a path or an address")
  String model;

  @Parameter(
      names = "--data",
      required = true,
      description = "Folder that graft pack wrote: a path or an address")
  String data;

  @Parameter(names = "--part", description = "Images of a part, which is computed as a whole")
  int part = 4096;

  @Parameter(names = "--batch", description = "Images that run at once")
  int batch = 16;

  void check() {
    require("--part", part, MOST_IN_PART);
    require("--batch", batch, MOST_BATCH);
  }

  static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new InputException(
          String.format("%s is %d: expected a number from 1 to %,d", option, value, most));
    }
  }
}
