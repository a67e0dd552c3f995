package org.graft.image;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.graft.failure.MalformedFileException;

/** Images of one class each whose labels stand in a file. */
final class LabelledFiles extends TableSource {
  LabelledFiles(LabelsFile table, LeftOut leftOut) {
    super(table, leftOut);
  }

  /** Made when asked for, since it takes as much memory as the table. */
  private Listing listing() {
    return new Listing(
        classes(table),
        role -> table.file() + " (split " + role + ")",
        "correct or remove its lines",
        leftOut,
        table.root(),
        groups(table));
  }

  @Override
  public Dataset open(Split split) {
    Listing listing = listing();
    SortedMap<String, List<Path>> train = listing.part(Role.TRAIN);
    if (train.isEmpty()) {
      throw new MalformedFileException(
          table.file(), "no image is to learn from: expected the split train in some lines");
    }
    if (train.size() == 1) {
      throw new MalformedFileException(
          table.file(),
          "only one label to learn, '%s' (first in line %d): expected at least two"
              .formatted(train.firstKey(), table.lines().get(0).number()));
    }
    if (listing.parts().containsKey(Role.VALIDATION) && !listing.parts().containsKey(Role.TEST)) {
      throw new MalformedFileException(
          table.file(), "it has the split validation but no test: expected some of each");
    }
    return listing.dataset(split);
  }

  @Override
  public Dataset openTest(List<String> labels) {
    Listing listing = listing();
    if (listing.parts().containsKey(Role.TEST)) {
      return listing.testing(labels);
    }
    requireNoSplits();
    Map<Role, SortedMap<String, List<Path>>> all = Map.of(Role.TEST, listing.part(Role.TRAIN));
    return new Listing(
            all,
            role -> table.file().toString(),
            listing.remedy(),
            leftOut,
            table.root(),
            ImageGroups.NONE)
        .testing(labels);
  }

  @Override
  public Survey survey(Split split) {
    return listing().survey(split);
  }

  private static Map<Role, SortedMap<String, List<Path>>> classes(LabelsFile table) {
    Map<Role, SortedMap<String, PathList.PathBuilder>> builders = new EnumMap<>(Role.class);
    for (LabelsLine line : table.lines()) {
      builders
          .computeIfAbsent(line.role().orElse(Role.TRAIN), role -> new TreeMap<>())
          .computeIfAbsent(line.labels().get(0), label -> new PathList.PathBuilder())
          .add(line.file());
    }
    Map<Role, SortedMap<String, List<Path>>> classes = new EnumMap<>(Role.class);
    builders.forEach(
        (role, own) -> {
          SortedMap<String, List<Path>> sorted = new TreeMap<>();
          own.forEach((label, files) -> sorted.put(label, sorted(files.list())));
          classes.put(role, sorted);
        });
    return classes;
  }

  private static PathList sorted(PathList files) {
    return PathList.of(files.stream().sorted(Comparator.comparing(Path::toString)));
  }

  /** What a file says belongs together. */
  static ImageGroups groups(LabelsFile table) {
    Map<Path, String> groups = new LinkedHashMap<>();
    table.lines().forEach(line -> line.group().ifPresent(name -> groups.put(line.file(), name)));
    return ImageGroups.byKey(groups);
  }

  /** What lies below the root and is named by no line. */
  static LeftOut leftOut(LabelsFile table, boolean followLinks) {
    Set<Path> taken = new HashSet<>();
    table.lines().forEach(line -> taken.add(line.file()));
    FolderScanner.Scan scan =
        FolderScanner.scan(table.root(), followLinks, file -> isTaken(file, taken, table.file()));
    int others = scan.tree().all().size();
    return others == 0
        ? scan.leftOut()
        : scan.leftOut().and(Map.of("images that no line names", others));
  }

  private static boolean isTaken(Path file, Set<Path> taken, Path table) {
    return taken.contains(file)
        || file.toAbsolutePath().normalize().equals(table.toAbsolutePath().normalize());
  }
}
