package org.graft.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.graft.failure.InputException;
import org.graft.plan.GraphBlock;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.storage.Digests;

/**
 * Which graphs may run, by their SHA-256. SameDiff hands what a graph says of its operations to
 * native code, which trusts it: a changed index ends the process or writes where it likes. So a
 * graph is a program, and is run if this process made it, if the user vouched for it, or if either
 * was so in an earlier process that remembered it in the same folder.
 */
public final class TrustedGraphs {
  private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();
  private static volatile Optional<Path> folder = Optional.empty();

  private TrustedGraphs() {}

  /** Remembers graphs from now on in a folder: an empty file for each, named by its digest. */
  public static void keptIn(Path kept) {
    folder = Optional.of(kept);
  }

  /** Vouches for a graph. */
  public static void trust(byte... graph) {
    String digest = Digests.sha256(graph);
    KNOWN.add(digest);
    folder.ifPresent(kept -> remember(kept.resolve(digest)));
  }

  /**
   * Vouches for all graphs in a plan.
   *
   * @return how many there are
   */
  public static int trust(Plan plan) {
    int graphs = 0;
    for (Layer layer : plan.layers()) {
      if (layer instanceof GraphBlock block) {
        trust(Blocks.bytes(block));
        graphs++;
      }
    }
    return graphs;
  }

  /** Where nothing can be written, a later process asks again. */
  private static void remember(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      return;
    }
  }

  /**
   * @param origin what the graph is called in messages
   * @throws InputException if nobody vouched for it
   */
  static void require(byte[] graph, String origin) {
    String digest = Digests.sha256(graph);
    boolean known =
        KNOWN.contains(digest)
            || folder.filter(kept -> Files.exists(kept.resolve(digest))).isPresent();
    if (!known) {
      throw new InputException(
          ("head %s: its graph was made elsewhere, and a graph is a program; if you trust"
                  + " where it comes from, say so with 'graft trust RUN', in Java Graft.trust(FILE)")
              .formatted(origin));
    }
  }
}
