package org.graft.image;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.InputException;

/**
 * Files by what they are for and by class.
 *
 * @param parts by role, those that are there; classes may be empty
 * @param places where the images of a role stand, in words
 * @param remedy what to do about a class that is not known
 * @param leftOut what lies beside them
 * @param root folder that they lie in
 * @param groups images of which it stands there that they belong together
 */
record Listing(
    Map<Role, SortedMap<String, List<Path>>> parts,
    Function<Role, String> places,
    String remedy,
    LeftOut leftOut,
    Path root,
    ImageGroups groups) {
  private static final int MOST_NAMES = 20;

  SortedMap<String, List<Path>> part(Role role) {
    return parts.getOrDefault(role, new TreeMap<>());
  }

  /** To learn from, all of whose classes have images, and to test with. */
  Dataset dataset(Split split) {
    List<String> labels = List.copyOf(part(Role.TRAIN).keySet());
    ImageGroups together = together(split);
    boolean given = parts.containsKey(Role.TEST);
    List<LabelledImage> validation = known(Role.VALIDATION, labels);
    List<LabelledImage> test = known(Role.TEST, labels);
    Survey whole = new Survey(part(Role.TRAIN), new TreeMap<>(), leftOut);
    Survey parted = given ? whole : whole.parted(split, together);
    ImageList train = labelled(parted.train(), labels);
    return new Dataset(
        labels,
        train,
        validation,
        given ? test : labelled(parted.test(), labels),
        leftOut,
        null,
        together.among(train.files()));
  }

  private ImageGroups together(Split split) {
    return new Together(split, root, part(Role.TRAIN)).groups(groups);
  }

  /** To test with alone. */
  Dataset testing(List<String> labels) {
    List<LabelledImage> test = known(Role.TEST, labels);
    return new Dataset(labels, List.of(), List.of(), test, leftOut, null);
  }

  Survey survey(Split split) {
    SortedMap<String, List<Path>> test = part(Role.TEST);
    Survey survey = new Survey(part(Role.TRAIN), test, leftOut);
    Survey parted = test.isEmpty() ? survey.parted(split, together(split)) : survey;
    return parted.withTrain(part(Role.VALIDATION));
  }

  /** The images of known classes; the user's mistake if there are others. */
  private List<LabelledImage> known(Role role, List<String> labels) {
    List<String> unknown =
        part(role).keySet().stream().filter(name -> !labels.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new InputException(
          "%s holds the unknown class%s '%s': expected only the classes trained on, %s; %s"
              .formatted(
                  places.apply(role),
                  unknown.size() == 1 ? "" : "es",
                  names(unknown),
                  names(labels),
                  remedy));
    }
    return labelled(part(role), labels);
  }

  private static ImageList labelled(SortedMap<String, List<Path>> classes, List<String> labels) {
    return ImageList.of(
        IntStream.range(0, labels.size())
            .boxed()
            .flatMap(
                label ->
                    classes.getOrDefault(labels.get(label), List.of()).stream()
                        .map(file -> new LabelledImage(file, label))));
  }

  /** The first few of many names. */
  static String names(Collection<String> names) {
    String shown = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES ? shown : shown + ", ... (" + names.size() + " in all)";
  }
}
