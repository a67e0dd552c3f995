package org.graft.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.image.ContentLook;
import org.graft.image.Exif;
import org.graft.image.ImageDigests;
import org.graft.image.LabelledImage;
import org.graft.image.Survey;
import org.graft.provenance.Version;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;

/**
 * Audits, and what is alike, kept as JSON under a digest of all that they depend on: the files,
 * their classes and bytes, the size, Graft's version; of many findings of a kind the first. What
 * cannot be read or written is looked at anew, each image once.
 */
public final class AuditMemory implements ContentLook {
  private final Path folder;
  private final Map<Exif, Looks> looks = new EnumMap<>(Exif.class);
  private final Map<FileStamp, String> digests = new HashMap<>();

  /** Keeps audits in {@code folder}, which is made when there is one. */
  public AuditMemory(Path folder) {
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }

  /** What an audit of these images finds; they are decoded only if it is not known. */
  public Audit of(Survey survey, int size, Exif exif) {
    return known(
        key(survey, size, exif),
        Audit.class,
        () -> Audit.of(survey, size, looks(exif)),
        Audit::shortened);
  }

  @Override
  public Alikeness among(List<Path> files) {
    MessageDigest digest = sha256();
    add(digest, Version.current() + " alike");
    digests(files).forEach(content -> add(digest, content));
    String key = HexFormat.of().formatHex(digest.digest());
    Supplier<Looks.Sets> anew = () -> looks(Exif.APPLY).sets(files);
    Looks.Sets sets = known(key, Looks.Sets.class, anew, kept -> kept);
    return (sets.isOf(files.size()) ? sets : anew.get()).of(files);
  }

  private Looks looks(Exif exif) {
    return looks.computeIfAbsent(exif, Looks::new);
  }

  /** Bytes of all that is kept. */
  public long bytes() {
    return files().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  /** Number of files that are kept. */
  public int count() {
    return files().size();
  }

  /** Forgets all; returns the bytes freed. */
  public long clear() {
    long bytes = bytes();
    AtomicFile.deleteTree(folder);
    return bytes;
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new WorkFailedException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * @param kept what is to be written of what was found
   */
  private <T> T known(String key, Class<T> type, Supplier<T> found, UnaryOperator<T> kept) {
    Path file = folder.resolve(key + ".json");
    if (Files.isRegularFile(file)) {
      try {
        return Json.read(file, type);
      } catch (MalformedFileException e) {
        return written(file, found.get(), kept);
      }
    }
    return written(file, found.get(), kept);
  }

  private static <T> T written(Path file, T found, UnaryOperator<T> kept) {
    try {
      AtomicFile.write(file, part -> Json.write(part, kept.apply(found)));
    } catch (WorkFailedException e) {
      return found;
    }
    return found;
  }

  private String key(Survey survey, int size, Exif exif) {
    MessageDigest digest = sha256();
    add(digest, Version.current() + " " + size + " " + exif);
    add(digest, "train", survey.train());
    add(digest, "test", survey.test());
    add(digest, survey.leftOut().toString());
    return HexFormat.of().formatHex(digest.digest());
  }

  private void add(MessageDigest digest, String part, SortedMap<String, List<Path>> classes) {
    for (Map.Entry<String, List<Path>> each : classes.entrySet()) {
      add(digest, part + " " + each.getKey());
      List<String> contents = digests(each.getValue());
      for (int i = 0; i < contents.size(); i++) {
        add(digest, each.getValue().get(i).toAbsolutePath() + " " + contents.get(i));
      }
    }
  }

  /** The digest of each file, which is read once. */
  private List<String> digests(List<Path> files) {
    List<FileStamp> stamps = files.stream().map(FileStamp::of).toList();
    List<FileStamp> unknown = stamps.stream().filter(s -> !digests.containsKey(s)).toList();
    List<Path> unread = unknown.stream().map(FileStamp::file).toList();
    List<String> found = ImageDigests.of(LabelledImage.unlabelled(unread));
    for (int i = 0; i < found.size(); i++) {
      digests.put(unknown.get(i), String.valueOf(found.get(i)));
    }
    return stamps.stream().map(digests::get).toList();
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
