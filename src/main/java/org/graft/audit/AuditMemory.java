package org.graft.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.image.ContentLook;
import org.graft.image.Exif;
import org.graft.image.ImageDigests;
import org.graft.image.KnownDigests;
import org.graft.image.LabelledImage;
import org.graft.image.Survey;
import org.graft.provenance.Version;
import org.graft.storage.AtomicFile;
import org.graft.storage.Digests;
import org.graft.storage.FolderList;
import org.graft.storage.Json;

/**
 * Audits, and what is alike, kept as JSON under a digest of all that they depend on: the files,
 * their classes and bytes, the size, Graft's version; of many findings of a kind the first. What
 * cannot be read or written is looked at anew, each image once.
 */
public final class AuditMemory implements ContentLook {
  private static final String SEEN = "rows";

  /** Files whose digests are in memory at once. */
  private static final int PART = 1 << 14;

  private final Path folder;
  private final Map<Exif, Looks> looks = new EnumMap<>(Exif.class);
  private final KnownDigests known;
  private final Map<Path, PictureSets> found = new HashMap<>();

  /** Keeps audits in {@code folder}, which is made when there is one. */
  public AuditMemory(Path folder) {
    this.folder = folder;
    this.known = KnownDigests.beside(folder);
  }

  /** Digests of the images, which are kept beside the audits. */
  public KnownDigests digests() {
    return known;
  }

  public Path folder() {
    return folder;
  }

  /** What an audit of these images finds; they are decoded only if it is not known. */
  public Audit of(Survey survey, int size, Exif exif) {
    keep();
    look(survey, looks(exif));
    Path file = file(key(survey, size, exif));
    Optional<Audit> known = read(file, Audit.class);
    if (known.isPresent()) {
      return known.get();
    }
    Audit audit = Audit.of(survey, size, looks(exif));
    write(file, audit.shortened());
    return audit;
  }

  /** What is alike; kept on the disk once an audit is, or {@link #keep} is called. */
  @Override
  public Alikeness among(List<Path> files) {
    look(files, looks(Exif.APPLY));
    MessageDigest digest = Digests.begin();
    add(digest, Version.current() + " alike");
    parts(files).forEach(part -> digests(part).forEach(content -> add(digest, content)));
    Path file = file(Digests.end(digest));
    PictureSets sets =
        read(file, PictureSets.class)
            .filter(known -> known.isOf(files.size()))
            .orElseGet(() -> looks(Exif.APPLY).sets(files));
    found.put(file, sets);
    return sets.among(files);
  }

  /** Writes what was found alike. */
  public void keep() {
    found.forEach(AuditMemory::write);
    found.clear();
  }

  private Looks looks(Exif exif) {
    return looks.computeIfAbsent(
        exif, e -> new Looks(e, known, folder.toAbsolutePath().resolveSibling(SEEN)));
  }

  private void look(Survey survey, Looks at) {
    Stream.of(survey.train(), survey.test())
        .flatMap(part -> part.values().stream())
        .forEach(files -> look(files, at));
  }

  /**
   * No audit is kept of files that are new: they are looked at while they are read for a digest.
   */
  private void look(List<Path> files, Looks at) {
    parts(files)
        .forEach(
            part -> {
              part.parallelStream().filter(known::isNew).forEach(at::at);
              known.keepMuch();
            });
  }

  /** Bytes of all that is kept. */
  public long bytes() {
    return files().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  /** Number of files that are kept. */
  public int count() {
    return files().size();
  }

  /** Forgets all, digests of images too; returns the bytes freed. */
  public long clear() {
    long bytes = bytes() + known.clear();
    AtomicFile.deleteTree(folder);
    return bytes;
  }

  private List<Path> files() {
    return FolderList.of(folder, Files::isRegularFile);
  }

  private Path file(String key) {
    return folder.resolve(key + ".json");
  }

  /** What is kept in a file; nothing where there is none or it is damaged. */
  private static <T> Optional<T> read(Path file, Class<T> type) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Json.read(file, type)) : Optional.empty();
    } catch (MalformedFileException e) {
      return Optional.empty();
    }
  }

  /** Keeps what can be kept; what cannot is looked at anew another time. */
  private static void write(Path file, Object value) {
    try {
      AtomicFile.write(file, part -> Json.write(part, value));
    } catch (WorkFailedException e) {
      return;
    }
  }

  private String key(Survey survey, int size, Exif exif) {
    MessageDigest digest = Digests.begin();
    add(digest, Version.current() + " " + size + " " + exif);
    add(digest, "train", survey.train());
    add(digest, "test", survey.test());
    add(digest, survey.leftOut().toString());
    return Digests.end(digest);
  }

  private void add(MessageDigest digest, String part, SortedMap<String, List<Path>> classes) {
    for (Map.Entry<String, List<Path>> each : classes.entrySet()) {
      add(digest, part + " " + each.getKey());
      for (List<Path> some : parts(each.getValue())) {
        List<String> contents = digests(some);
        for (int i = 0; i < contents.size(); i++) {
          add(digest, some.get(i).toAbsolutePath() + " " + contents.get(i));
        }
      }
    }
    known.keep();
  }

  private List<String> digests(List<Path> files) {
    return ImageDigests.of(LabelledImage.unlabelled(files), known).stream()
        .map(String::valueOf)
        .toList();
  }

  private static List<List<Path>> parts(List<Path> files) {
    return IntStream.rangeClosed(0, (files.size() - 1) / PART)
        .mapToObj(i -> files.subList(i * PART, Math.min(files.size(), (i + 1) * PART)))
        .toList();
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
