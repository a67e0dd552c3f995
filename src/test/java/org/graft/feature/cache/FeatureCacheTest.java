package org.graft.feature.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.fixture.OtherProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
  private static final long ROOMY = 1 << 20;
  private static final int WIDTH = 100;

  @TempDir Path home;

  private final List<String> warnings = new ArrayList<>();
  private Path folder;
  private final Hands clock = new Hands();

  @BeforeEach
  void nameFolder() {
    folder = home.resolve("features");
  }

  @Test
  void rowsComeBackToTheBitUnderTheirKeyAlone() {
    FeatureCache cache = cache(ROOMY);
    cache.add(key("a", "one"), rows(0, 3), StoredRows.none());
    StoredRows found = cache.find(key("a", "one"));
    assertThat(found.count()).isEqualTo(3);
    assertThat(found.row(image(2))).contains(row(2));
    assertThat(found.has(image(3))).isFalse();
    assertThat(cache.find(key("a", "other")).count()).isZero();
    assertThat(cache.find(key("another name", "one")).count()).isEqualTo(3);
    assertThat(warnings).isEmpty();
  }

  @Test
  void rowsAreAddedToThoseThatAreThereAndFewFilesHoldThem() throws IOException {
    FeatureCache cache = cache(ROOMY);
    for (int i = 0; i < 40; i++) {
      cache.add(key("a", "one"), rows(i, i + 2), StoredRows.none());
    }
    StoredRows found = cache.find(key("a", "one"));
    assertThat(found.count()).isEqualTo(41);
    for (int i = 0; i < 41; i++) {
      assertThat(found.row(image(i))).contains(row(i));
    }
    assertThat(segments()).hasSizeLessThan(10);
  }

  @Test
  void aFlippedBitIsSeenAndItsFileDropped() throws IOException {
    FeatureCache cache = cache(ROOMY);
    cache.add(key("a", "one"), rows(0, 3), StoredRows.none());
    cache.add(key("a", "one"), rows(3, 5), StoredRows.none());
    flip(segmentWith(image(4)), row(4)[7]);
    StoredRows found = cache.find(key("a", "one"));
    assertThat(found.row(image(4))).isEmpty();
    assertThat(found.row(image(3))).isEmpty();
    assertThat(found.row(image(0))).contains(row(0));
    assertThat(warnings).singleElement().asString().contains("damaged", image(4), "CRC-32");
    assertThat(segments()).hasSize(1);
  }

  @Test
  void aTruncatedFileIsDropped() throws IOException {
    FeatureCache cache = cache(ROOMY);
    cache.add(key("a", "one"), rows(0, 3), StoredRows.none());
    Path segment = segments().get(0);
    Files.write(segment, List.of("cut"));
    assertThat(cache.find(key("a", "one")).count()).isZero();
    assertThat(segment).doesNotExist();
    assertThat(warnings).hasSize(1);
  }

  @Test
  void verifyCountsWhatIsSoundAndDeletesTheRest() throws IOException {
    FeatureCache cache = cache(ROOMY);
    cache.add(key("a", "one"), rows(0, 3), StoredRows.none());
    cache.add(key("b", "two"), rows(3, 5), StoredRows.none());
    flip(segmentWith(image(4)), row(4)[7]);
    assertThat(cache.verify()).isEqualTo(new FeatureCache.CacheVerification(3, 1));
    assertThat(cache.verify()).isEqualTo(new FeatureCache.CacheVerification(3, 0));
  }

  /** A process that may open no more files can read nothing, and must delete nothing. */
  @Test
  void whatCannotBeReadNowIsLeftAlone() throws Exception {
    FeatureCache cache = cache(ROOMY);
    for (int i = 0; i < 6; i++) {
      cache.add(key("a", "one"), rows(i, i + 1), StoredRows.none());
    }
    Files.createDirectories(home.resolve("warm/key"));
    Files.copy(segments().get(0), home.resolve("warm/key/sound.npz"));
    Path loop = home.resolve("warm/key/loop.npz");
    Files.createSymbolicLink(loop, loop);
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -n 300; exec \"$@\"", "-"));
    command.addAll(OtherProcess.command(OutOfFiles.class, home.resolve("warm"), folder));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told).contains("left alone", "Too many open files", "damaged 0");
    assertThat(segments()).hasSize(6);
    assertThat(cache.verify()).isEqualTo(new FeatureCache.CacheVerification(6, 0));
  }

  /** The other process: it reads one cache, for the classes that it takes, then another in need. */
  static final class OutOfFiles {
    public static void main(String[] arguments) throws IOException {
      cache(Path.of(arguments[0])).verify();
      FeatureCache cache = cache(Path.of(arguments[1]));
      Deque<InputStream> open = new ArrayDeque<>();
      try {
        while (true) {
          open.push(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        for (int i = 0; i < 3; i++) {
          open.pop().close();
        }
      }
      System.out.println("damaged " + cache.verify().damaged());
    }

    private static FeatureCache cache(Path folder) {
      return new FeatureCache(folder, ROOMY, Clock.systemUTC(), System.out::println);
    }
  }

  @Test
  void whatWasLongestUnusedGoesFirst() {
    FeatureCache cache = cache(5000);
    cache.add(key("a", "one"), rows(0, 3), StoredRows.none());
    later();
    cache.add(key("b", "two"), rows(3, 6), StoredRows.none());
    later();
    cache.find(key("a", "one"));
    later();
    cache.add(key("c", "three"), rows(6, 9), StoredRows.none());
    assertThat(cache.list()).extracting(e -> e.key().base()).containsExactly("c", "a");
    assertThat(cache.list()).extracting(CacheEntry::images).containsExactly(3, 3);
    assertThat(cache.list().stream().mapToLong(CacheEntry::bytes).sum()).isLessThan(5000);
  }

  @Test
  void ofWhatIsLargerThanTheLimitTheFirstAreKeptAndNeverGo() {
    FeatureCache cache = cache(2 * FeatureCache.size(100) + 10);
    assertThat(cache.room(key("a", "one"), 100)).isEqualTo(2);
    cache.add(key("b", "two"), rows(6, 7), StoredRows.none());
    assertThat(cache.add(key("a", "one"), rows(0, 3), StoredRows.none())).isEqualTo(1);
    assertThat(cache.add(key("a", "one"), rows(2, 6), StoredRows.none())).isEqualTo(4);
    assertThat(cache.find(key("a", "one")).count()).isEqualTo(2);
    assertThat(cache.list()).singleElement().extracting(e -> e.key().base()).isEqualTo("a");
    assertThat(cache.list().get(0).bytes()).isLessThan(cache.limit());
    assertThat(warnings).isEmpty();
  }

  /** Files that are open are not opened again, and those of others are seen. */
  @Test
  void whatIsKeptMeanwhileIsSeenByWhoHasFoundTheRest() throws IOException {
    FeatureCache cache = cache(ROOMY);
    StoredRows found = cache.find(key("a", "one"));
    cache.add(key("a", "one"), rows(0, 2), found);
    cache.add(key("a", "one"), rows(2, 3), StoredRows.none());
    assertThat(found.count()).isEqualTo(2);
    cache.add(key("a", "one"), rows(1, 5), found);
    assertThat(found.count()).isEqualTo(5);
    assertThat(segments()).hasSize(3);
    assertThat(found.row(image(4))).contains(row(4));
  }

  @Test
  void aDiskThatTakesNothingIsToldAndNoFailure() throws IOException {
    Files.writeString(folder, "a file where the folder should be");
    FeatureCache cache = cache(ROOMY);
    cache.add(key("a", "one"), rows(0, 3), StoredRows.none());
    assertThat(cache.find(key("a", "one")).count()).isZero();
    assertThat(warnings).singleElement().asString().startsWith("features are not kept: ");
  }

  @Test
  void clearLeavesNothing() {
    FeatureCache cache = cache(ROOMY);
    cache.add(key("a", "one"), rows(0, 3), StoredRows.none());
    assertThat(cache.clear()).isGreaterThan(1200);
    assertThat(cache.list()).isEmpty();
    assertThat(cache.clear()).isZero();
  }

  @Test
  void twoProcessesKeepAllThatBothCompute() throws Exception {
    Process first = writer(0, 60);
    Process second = writer(40, 100);
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    StoredRows found = cache(ROOMY).find(key("a", "one"));
    assertThat(found.count()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      assertThat(found.row(image(i))).contains(row(i));
    }
    assertThat(warnings).isEmpty();
  }

  /** Another process that adds the rows one by one. */
  private Process writer(int from, int to) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FeatureCacheTest.class.getName(),
            folder.toString(),
            String.valueOf(from),
            String.valueOf(to))
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("writer-" + from + ".txt").toFile())
        .start();
  }

  /** The process that {@link #writer} starts: fails on any warning. */
  public static void main(String[] arguments) {
    FeatureCache cache =
        new FeatureCache(
            Path.of(arguments[0]),
            ROOMY,
            Clock.systemUTC(),
            warning -> {
              throw new IllegalStateException(warning);
            });
    for (int i = Integer.parseInt(arguments[1]); i < Integer.parseInt(arguments[2]); i++) {
      cache.add(key("a", "one"), rows(i, i + 1), StoredRows.none());
    }
  }

  private FeatureCache cache(long limit) {
    return new FeatureCache(folder, limit, clock, warnings::add);
  }

  private void later() {
    clock.now = clock.now.plus(Duration.ofMinutes(1));
  }

  /** A clock that the test sets. */
  private static final class Hands extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".npz")).toList();
    }
  }

  private Path segmentWith(String image) throws IOException {
    for (Path segment : segments()) {
      if (StoredRows.open(List.of(segment), warnings::add).has(image)) {
        return segment;
      }
    }
    throw new IllegalStateException("no file holds " + image);
  }

  private static void flip(Path segment, float value) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    int bits = Float.floatToIntBits(value);
    for (int at = 0; at + 4 <= bytes.length; at++) {
      int found =
          (bytes[at] & 0xff)
              | (bytes[at + 1] & 0xff) << 8
              | (bytes[at + 2] & 0xff) << 16
              | (bytes[at + 3] & 0xff) << 24;
      if (found == bits) {
        bytes[at] ^= 1;
        Files.write(segment, bytes);
        return;
      }
    }
    throw new IllegalStateException("no such value");
  }

  private static CacheKey key(String base, String network) {
    return new CacheKey(CacheKey.FORMAT, base, network, "pool", 32, 32, "nearest", "test 1");
  }

  private static String image(int i) {
    return String.format("%064x", i + 1);
  }

  private static float[] row(int i) {
    float[] row = new float[WIDTH];
    for (int c = 0; c < WIDTH; c++) {
      row[c] = (float) Math.sin(1 + i * WIDTH + c);
    }
    return row;
  }

  private static Map<String, float[]> rows(int from, int to) {
    Map<String, float[]> rows = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      rows.put(image(i), row(i));
    }
    return rows;
  }
}
