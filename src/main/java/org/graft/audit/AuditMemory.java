package org.graft.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.image.Exif;
import org.graft.image.ImageDigests;
import org.graft.image.LabelledImage;
import org.graft.image.Survey;
import org.graft.provenance.Version;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;

/**
 * Audits kept as JSON under a digest of all that they depend on: the files, their classes and
 * bytes, the size, Graft's version. What cannot be read or written is looked at anew.
 */
public record AuditMemory(Path folder) {
  /** What an audit of these images finds; they are decoded only if it is not known. */
  public Audit of(Survey survey, int size, Exif exif) {
    Path file = folder.resolve(key(survey, size, exif) + ".json");
    if (Files.isRegularFile(file)) {
      try {
        return Json.read(file, Audit.class);
      } catch (MalformedFileException e) {
        return kept(file, Audit.of(survey, size, exif));
      }
    }
    return kept(file, Audit.of(survey, size, exif));
  }

  private static Audit kept(Path file, Audit audit) {
    try {
      AtomicFile.write(file, part -> Json.write(part, audit));
    } catch (WorkFailedException e) {
      return audit;
    }
    return audit;
  }

  private static String key(Survey survey, int size, Exif exif) {
    MessageDigest digest = sha256();
    add(digest, Version.current() + " " + size + " " + exif);
    add(digest, "train", survey.train());
    add(digest, "test", survey.test());
    add(digest, survey.leftOut().toString());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(
      MessageDigest digest, String part, SortedMap<String, List<Path>> classes) {
    for (Map.Entry<String, List<Path>> each : classes.entrySet()) {
      add(digest, part + " " + each.getKey());
      List<String> contents = ImageDigests.of(LabelledImage.unlabelled(each.getValue()));
      for (int i = 0; i < contents.size(); i++) {
        add(digest, each.getValue().get(i).toAbsolutePath() + " " + contents.get(i));
      }
    }
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
