package org.graft.spark.job;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import org.graft.failure.InputException;

@Parameters(commandDescription = "Make features of all images of a packed folder")
final class FeatureOptions extends JobOptions {
  @Parameter(
      names = "--cache",
      description = "Folder for files as Graft's own cache has them, under the same key")
  String cache;

  @Parameter(names = "--parquet", description = "Folder for Parquet")
  String parquet;

  @Override
  void check() {
    super.check();
    if (cache == null && parquet == null) {
      throw new InputException("features go somewhere: --cache FOLDER, --parquet FOLDER, or both");
    }
  }
}
