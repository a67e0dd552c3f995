package org.graft.spark.job;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;

@Parameters(commandDescription = "Answer what all images of a packed folder show")
final class ScoreOptions extends JobOptions {
  private static final int MOST_TOP = 1000;

  @Parameter(names = "--out", required = true, description = "Folder for Parquet")
  String out;

  @Parameter(names = "--top", description = "Likeliest classes that are told")
  int top = 5;

  @Override
  void check() {
    super.check();
    require("--top", top, MOST_TOP);
  }
}
