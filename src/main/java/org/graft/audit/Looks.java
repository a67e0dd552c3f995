package org.graft.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.graft.failure.MalformedFileException;
import org.graft.image.ContentLook;
import org.graft.image.Exif;
import org.graft.image.FileContent;
import org.graft.image.ImageDecoder;
import org.graft.image.ImageGroups;
import org.graft.image.KnownDigests;
import org.graft.image.Pixels;

/** What images hold, each of them looked at once for whatever is asked. */
public final class Looks implements ContentLook {
  private final Exif exif;
  private final KnownDigests digests;
  private final Map<FileStamp, Look> known = new ConcurrentHashMap<>();

  /** At images that are turned upright or not. */
  public Looks(Exif exif) {
    this(exif, KnownDigests.NONE);
  }

  /** The same; what is read for a look need not be read for its digest. */
  Looks(Exif exif, KnownDigests digests) {
    this.exif = exif;
    this.digests = digests;
  }

  /**
   * What a look at a file gave.
   *
   * @param content empty where it cannot be read
   * @param problem why it cannot, in one line; empty where it can
   */
  record Look(Optional<ImageContent> content, String problem) {}

  @Override
  public Alikeness among(List<Path> files) {
    return sets(files).of(files);
  }

  /** What a file holds. */
  Look at(Path file) {
    return known.computeIfAbsent(FileStamp.of(file), stamp -> looked(file));
  }

  /**
   * Which files are alike: of equal numbers.
   *
   * @param same {@code [files]}, those of the same pixels
   * @param near {@code [files]}, those that show nearly the same
   */
  record Sets(int[] same, int[] near) {
    /** Whether there is a set for each of that many files, as a damaged memory may not have. */
    boolean isOf(int files) {
      return same.length == files && near.length == files;
    }

    Alikeness of(List<Path> files) {
      return new Alikeness(ImageGroups.bySet(files, same), ImageGroups.bySet(files, near));
    }
  }

  Sets sets(List<Path> files) {
    List<Look> looks = files.parallelStream().map(this::at).toList();
    List<Integer> rows = new ArrayList<>();
    List<Fingerprint> prints = new ArrayList<>();
    int[] same = new int[files.size()];
    int[] near = new int[files.size()];
    Map<CrcPair, Integer> firsts = new HashMap<>();
    for (int i = 0; i < same.length; i++) {
      same[i] = i;
      near[i] = i;
      Optional<ImageContent> content = looks.get(i).content();
      if (content.isPresent()) {
        Integer before = firsts.putIfAbsent(content.get().fingerprint().pixels(), i);
        same[i] = before == null ? i : before;
        rows.add(i);
        prints.add(content.get().fingerprint());
      }
    }
    int[] sets = NearPictures.sets(prints);
    for (int k = 0; k < sets.length; k++) {
      near[rows.get(k)] = rows.get(sets[k]);
    }
    return new Sets(same, near);
  }

  private Look looked(Path file) {
    try {
      FileContent read = digests.content(file);
      Pixels pixels = ImageDecoder.decode(read.bytes(), file.toString(), exif);
      digests.decoded().offer(read, exif, pixels);
      return new Look(Optional.of(ImageContent.of(read.bytes(), pixels, exif)), "");
    } catch (MalformedFileException e) {
      return new Look(Optional.empty(), e.getMessage());
    }
  }
}
