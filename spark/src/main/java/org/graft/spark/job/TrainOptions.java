package org.graft.spark.job;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import org.graft.failure.InputException;

@Parameters(commandDescription = "Train a head on the features of a packed folder's images")
final class TrainOptions extends JobOptions {
  @Parameter(
      names = "--cache",
      required = true,
      description = "Folder of features, as for features; those that are missing are made")
  String cache;

  @Parameter(names = "--out", required = true, description = "ONNX file to be written")
  String out;

  @Parameter(
      names = "--split",
      description =
          "Share kept for testing where the manifest has no column split, chosen image by image;"
              + " 0 for none")
  double split = 0.2;

  @Parameter(names = "--seed", description = "Decides which images these are")
  long seed = 123;

  @Override
  void check() {
    super.check();
    if (!(split >= 0 && split < 1)) {
      throw new InputException(
          "--split is " + split + ": expected at least 0 and less than 1, such as 0.2");
    }
  }
}
