package org.graft.image;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.graft.failure.InputException;

/**
 * The folders of classes in a folder, by what they are for. A folder that holds nothing but one
 * other is passed through. A folder under the name of a part is one, unless it holds images and no
 * folders and there are folders of other classes beside it.
 *
 * @param root the folder that holds parts, or classes where there are none
 */
record FolderParts(FolderTree root, Map<Role, FolderTree> byRole) {
  static FolderParts of(FolderTree tree) {
    FolderTree root = tree;
    while (isWrapper(root)) {
      root = root.folders().get(root.folders().firstKey());
    }
    Map<Role, FolderTree> byRole = new EnumMap<>(Role.class);
    if (!areClasses(root)) {
      for (Map.Entry<String, FolderTree> entry : root.folders().entrySet()) {
        Role.of(entry.getKey()).ifPresent(role -> add(byRole, role, entry.getValue()));
      }
    }
    return new FolderParts(root, byRole);
  }

  Optional<FolderTree> part(Role role) {
    return Optional.ofNullable(byRole.get(role));
  }

  /** The folders that images are taken from. */
  List<FolderTree> taken() {
    return byRole.isEmpty() ? List.of(root) : List.copyOf(byRole.values());
  }

  /** Images that lie beside the folders that are taken. */
  SortedMap<String, Integer> beside() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    List<FolderTree> around = new ArrayList<>(taken());
    if (!byRole.isEmpty()) {
      around.add(root);
      int elsewhere =
          root.folders().values().stream()
              .filter(folder -> !byRole.containsValue(folder))
              .mapToInt(folder -> folder.all().size())
              .sum();
      put(counts, "images in folders beside the parts", elsewhere);
    }
    int loose = around.stream().mapToInt(folder -> folder.images().size()).sum();
    put(counts, "images beside the folders of classes", loose);
    return counts;
  }

  private static void put(SortedMap<String, Integer> counts, String reason, int count) {
    if (count > 0) {
      counts.put(reason, count);
    }
  }

  private static boolean isWrapper(FolderTree tree) {
    if (!tree.images().isEmpty() || tree.folders().size() != 1) {
      return false;
    }
    String name = tree.folders().firstKey();
    FolderTree only = tree.folders().get(name);
    return Role.of(name).isEmpty() && only.images().isEmpty() && only.foldersHoldImages();
  }

  private static boolean areClasses(FolderTree root) {
    boolean others = false;
    for (Map.Entry<String, FolderTree> entry : root.folders().entrySet()) {
      boolean named = Role.of(entry.getKey()).isPresent();
      if (named && (entry.getValue().images().isEmpty() || entry.getValue().foldersHoldImages())) {
        return false;
      }
      others |= !named && entry.getValue().holdsImages();
    }
    return others;
  }

  private static void add(Map<Role, FolderTree> byRole, Role role, FolderTree folder) {
    FolderTree before = byRole.put(role, folder);
    if (before != null) {
      throw new InputException(
          "%s and %s are both for the same: expected one of them; rename or join them"
              .formatted(before.path(), folder.path()));
    }
  }
}
