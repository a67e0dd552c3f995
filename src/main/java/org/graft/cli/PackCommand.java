package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import org.graft.api.Packing;
import org.graft.failure.InputException;

/** {@code graft pack}: images as tar archives that are taken wherever a folder is. */
@Parameters(commandDescription = "Pack images into shards, which are taken wherever a folder is")
final class PackCommand extends Command {
  private static final long LEAST = 1 << 20;

  @ParametersDelegate private final DataOptions data = new DataOptions();

  @Parameter(
      names = "--out",
      required = true,
      description = "Folder for the shards (WebDataset tars) and their manifest; new or empty")
  private Path out;

  @Parameter(names = "--shard-size", description = "Bytes of a shard, such as 256m or 1g")
  private String shardSize = "256m";

  @Override
  void run(Console console) {
    long bytes = Caches.bytes(shardSize);
    if (bytes < LEAST) {
      throw new InputException("--shard-size " + shardSize + ": expected 1m or more");
    }
    Destination.newFolder("--out", out);
    Packing.Packed packed =
        Packing.of(data.source()).shardBytes(bytes).run(out, new SessionLines(console));
    console.result(
        "%,d images in %,d shards, %,.1f MB in %s; --data %s takes them",
        packed.images(), packed.shards(), packed.bytes() / 1e6, out, out);
    console.json(
        "images", packed.images(),
        "shards", packed.shards(),
        "bytes", packed.bytes(),
        "folder", out.toString());
  }
}
