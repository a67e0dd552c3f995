package org.graft;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The house rules: who may use whom, and what only the command line may do. */
class ArchitectureTest {
  private static final String ROOT = "org.graft";

  private static final String ALL = "all";

  /** Each room of ARCHITECTURE.md's table and the rooms that it uses besides itself. */
  private static final Map<String, Set<String>> TABLE = table();

  private static final Predicate<String> OPTION =
      Pattern.compile("(?<!var\\()--[a-z]").asPredicate();

  /** Comments, characters, and in groups texts of several lines and of one. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "//.*|(?s:/\\*.*?\\*/)|'(?:[^'\\\\]|\\\\.)+'|(?s:\"\"\"(.*?)\"\"\")"
              + "|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");

  private static final String[] NUMERIC_LIBRARIES = {
    "org.nd4j..", "org.deeplearning4j..", "org.datavec..", "org.bytedeco.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(ROOT);

  static Stream<String> rooms() {
    return TABLE.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void roomUsesWhatItsRowSaysAndNothingElse(String room) {
    Map<String, String> used = new TreeMap<>();
    for (JavaClass own : CLASSES.that(resideInAnyPackage(inside(room)))) {
      used(own)
          .forEach(
              target ->
                  roomOf(target)
                      .filter(other -> !other.equals(room))
                      .ifPresent(
                          o ->
                              used.putIfAbsent(
                                  o, own.getSimpleName() + " → " + target.getSimpleName())));
    }
    if (!TABLE.get(room).equals(Set.of(ALL))) {
      assertThat(used.keySet()).as("%s uses %s", room, used).isEqualTo(TABLE.get(room));
    }
  }

  /** What a class names, what it catches among it. */
  private static Stream<JavaClass> used(JavaClass own) {
    return Stream.concat(
            own.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass),
            own.getCodeUnits().stream()
                .flatMap(code -> code.getTryCatchBlocks().stream())
                .flatMap(block -> block.getCaughtThrowables().stream()))
        .map(JavaClass::getBaseComponentType);
  }

  @Test
  void everyPackageIsARoomOfTheTable() {
    String[] rooms = packages(TABLE.keySet());
    check(classes().that().resideOutsideOfPackage(ROOT).should().resideInAnyPackage(rooms));
  }

  /** Of two classes of one name one is opened for the other, and imports must be read each time. */
  @Test
  void noTwoClassesHaveOneName() {
    Map<String, List<String>> byName =
        CLASSES.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .filter(type -> type.isTopLevelClass() || isPublicMember(type))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    byName.values().removeIf(names -> names.size() == 1);
    assertThat(byName).isEmpty();
  }

  private static boolean isPublicMember(JavaClass type) {
    return type.isMemberClass() && type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  @Test
  void rootPackageHoldsOnlyItsDescription() {
    check(noClasses().that().doNotHaveSimpleName("package-info").should().resideInAPackage(ROOT));
  }

  @Test
  void packagesFormNoCycle() {
    check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void packagesSayWhatTheyHold() {
    check(
        noClasses()
            .should()
            .resideInAnyPackage(
                "..util..",
                "..utils..",
                "..common..",
                "..commons..",
                "..helper..",
                "..helpers..",
                "..misc.."));
  }

  @Test
  void planNeedsNoNumericLibrary() {
    check(
        noClasses()
            .that()
            .resideInAPackage(inside("plan"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NUMERIC_LIBRARIES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"predict", "serve"})
  void answeringNeedsNoNumericLibrary(String room) {
    check(
        noClasses()
            .that()
            .resideInAPackage(inside(room))
            .should()
            .transitivelyDependOnClassesThat()
            .resideInAnyPackage(NUMERIC_LIBRARIES));
  }

  @Test
  void onlyTheCommandLineTouchesTheStandardStreams() {
    check(
        noClassOutsideCli()
            .accessTargetWhere(
                member(System.class, "out", "err", "in", "setOut", "setErr", "setIn")));
  }

  @Test
  void onlyTheCommandLinePrintsStackTraces() {
    check(noClassOutsideCli().accessTargetWhere(member(Throwable.class, "printStackTrace")));
  }

  @Test
  void onlyTheCommandLineEndsTheProcess() {
    check(
        noClassOutsideCli()
            .accessTargetWhere(
                member(System.class, "exit").or(member(Runtime.class, "exit", "halt"))));
  }

  @Test
  void onlyTheCommandLineParsesFlags() {
    check(noClassOutsideCli().dependOnClassesThat().resideInAPackage("com.beust.jcommander.."));
  }

  /**
   * Commands parse, call a job of {@code api} and print. Of other rooms they see what requests and
   * results are made of (records, enumerations, interfaces, failures); whoever does work there they
   * may not call, but for the classes that ARCHITECTURE.md lists, all of which they still do.
   */
  @Test
  void theCommandLineCallsJobs() {
    Set<String> called = new TreeSet<>();
    for (JavaClass own : CLASSES.that(resideInAnyPackage(inside("cli")))) {
      own.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(ArchitectureTest::doesWork)
          .forEach(target -> called.add(target.getName().substring(ROOT.length() + 1)));
    }
    assertThat(called).isEqualTo(listedIn("## What commands still do themselves"));
  }

  /**
   * Messages say what can be set otherwise in terms of the API ({@link org.graft.failure.Hint}),
   * which the command line turns into its options; but for texts that are not messages of jobs.
   */
  @Test
  void onlyTheCommandLineNamesItsOptions() throws IOException {
    Set<String> naming = new TreeSet<>();
    Path sources = Path.of("src/main/java/org/graft");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = sources.relativize(file).toString();
        if (!name.startsWith("cli/") && literals(Files.readString(file)).anyMatch(OPTION)) {
          naming.add(name);
        }
      }
    }
    assertThat(naming)
        .containsExactly(
            "export/bundle/CardPage.java", // a model card says how to run the file in Triton
            "export/bundle/ClassWords.java", // and how to predict with it
            "serve/Routes.java"); // the service is a command, and nothing but it
  }

  private static Stream<String> literals(String source) {
    return LITERAL
        .matcher(source)
        .results()
        .map(match -> match.group(1) != null ? match.group(1) : match.group(2))
        .filter(Objects::nonNull);
  }

  private static boolean doesWork(JavaClass target) {
    boolean elsewhere =
        target.getPackageName().startsWith(ROOT)
            && !resideInAnyPackage(
                    packages(List.of("cli", "api", "failure", "storage", "provenance")))
                .test(target);
    return elsewhere
        && !target.isRecord()
        && !target.isEnum()
        && !target.isInterface()
        && !target.isAssignableTo(Throwable.class);
  }

  /** The names in the first cells of a table's rows. */
  private static Set<String> listedIn(String heading) {
    return rows(heading)
        .flatMap(cells -> names(cells[1]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Set<String>> table() {
    return rows("# Architecture")
        .collect(
            Collectors.toMap(
                cells -> names(cells[1]).collect(Collectors.joining()),
                cells -> names(cells[3]).collect(Collectors.toCollection(TreeSet::new))));
  }

  /** The cells of a chapter's table; the first one lies before the first line. */
  private static Stream<String[]> rows(String heading) {
    try {
      return Files.readAllLines(Path.of("ARCHITECTURE.md")).stream()
          .dropWhile(line -> !line.equals(heading))
          .skip(1)
          .takeWhile(line -> !line.startsWith("## "))
          .filter(line -> line.startsWith("| `"))
          .map(line -> line.split("\\|", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> names(String cell) {
    return Arrays.stream(cell.split(",", -1))
        .map(name -> name.replace("`", "").strip())
        .filter(name -> !name.isEmpty() && !name.equals("–"));
  }

  /** The room that a class of the project is in. */
  private static Optional<String> roomOf(JavaClass type) {
    return TABLE.keySet().stream()
        .filter(room -> resideInAnyPackage(inside(room)).test(type))
        .findFirst();
  }

  private static ClassesShould noClassOutsideCli() {
    return noClasses().that().resideOutsideOfPackage(inside("cli")).should();
  }

  /** Accesses to fields or methods of these names, the owner being the type or one below it. */
  private static DescribedPredicate<JavaAccess<?>> member(Class<?> owner, String... names) {
    Set<String> wanted = Set.of(names);
    return DescribedPredicate.describe(
        owner.getSimpleName() + " " + String.join(" or ", names),
        access -> isMember(access.getTarget(), owner, wanted));
  }

  private static boolean isMember(AccessTarget target, Class<?> owner, Set<String> names) {
    JavaClass type = target.getOwner();
    return names.contains(target.getName()) && type.isAssignableTo(owner);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static String[] packages(Collection<String> rooms) {
    return rooms.stream().map(ArchitectureTest::inside).toArray(String[]::new);
  }

  /** The pattern of a room's package and all below it that are not rooms of their own. */
  private static String inside(String room) {
    boolean hasRoomsBelow = TABLE.keySet().stream().anyMatch(other -> other.startsWith(room + "."));
    return ROOT + "." + room + (hasRoomsBelow ? "" : "..");
  }
}
