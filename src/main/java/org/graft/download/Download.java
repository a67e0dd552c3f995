package org.graft.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.AtomicFile;
import org.graft.storage.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Fetches official weights files. A broken download is continued where it stopped, by a retry or by
 * the next call; a file gets its name only when it is whole and its published checksum is right.
 * Where no SHA-256 is published, that of the first download is kept beside the file and compared.
 */
public final class Download {
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[/\\\\\\p{Cntrl}]");

  private final DownloadLimits limits;
  private final HttpClient client;

  Download(DownloadLimits limits) {
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(Redirect.NORMAL)
            .connectTimeout(limits.connect())
            .build();
  }

  /**
   * Fetches {@code file} into {@code folder} unless it is there already. A file of that name with
   * another checksum is left alone and is the user's mistake. What killed processes left in the
   * folder is tidied.
   */
  public static Downloaded to(OfficialFile file, Path folder, ProgressListener listener) {
    return new Download(DownloadLimits.DEFAULT).fetch(file, folder, listener);
  }

  Downloaded fetch(OfficialFile file, Path folder, ProgressListener listener) {
    Path target = target(file, folder);
    PublishedDigest checksum = PublishedDigest.of(file);
    Scratch.tidy(AtomicFile.folderOf(target));
    try {
      if (Files.exists(target)) {
        PartialFile.tidy(target);
        return present(target, checksum);
      }
      Files.createDirectories(target.getParent());
      try (PartialFile part = PartialFile.open(target)) {
        receive(new Transfer(client, limits, file.url(), listener), part, file, target);
        verify(part, checksum, file, target);
        part.finish();
      }
      return new Downloaded(target, true, checksum.verification(target));
    } catch (IOException e) {
      throw new WorkFailedException("cannot write " + target + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("the download of " + file.url() + " was interrupted", e);
    }
  }

  private static Path target(OfficialFile file, Path folder) {
    String name = file.file();
    if (name.isBlank() || Set.of(".", "..").contains(name) || NOT_IN_NAMES.matcher(name).find()) {
      throw new InputException("'" + name + "' is not the name of a file");
    }
    String scheme = String.valueOf(file.url().getScheme());
    if (!Set.of("https", "http").contains(scheme) || file.url().getHost() == null) {
      throw new InputException(file.url() + ": not an https or http address");
    }
    return folder.toAbsolutePath().normalize().resolve(name);
  }

  private static Downloaded present(Path target, PublishedDigest checksum) throws IOException {
    Optional<String> mismatch = checksum.mismatch(target, target);
    if (mismatch.isPresent()) {
      throw new InputException(
          target + ": not the official file, " + mismatch.get() + "; move it away to download it");
    }
    return new Downloaded(target, false, checksum.verification(target));
  }

  private void receive(Transfer transfer, PartialFile part, OfficialFile file, Path target)
      throws IOException, InterruptedException {
    for (int retry = 0; ; retry++) {
      try {
        transfer.run(part);
        return;
      } catch (RefusedException e) {
        throw new WorkFailedException(e.getMessage() + "; " + byHand(file, target), e);
      } catch (BrokenConnectionException e) {
        if (isOffline(e.getCause())) {
          throw new WorkFailedException(
              "no connection to " + file.url().getHost() + "; " + byHand(file, target), e);
        }
        if (retry == limits.retries()) {
          throw new WorkFailedException(givenUp(e, retry, file, target), e);
        }
      }
      Thread.sleep(limits.pause().toMillis());
    }
  }

  private static boolean isOffline(@Nullable Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException;
  }

  private static String givenUp(IOException e, int retries, OfficialFile file, Path target) {
    return "%s: %s, after %d retries; the same command continues where it stopped, or %s"
        .formatted(file.url(), e.getMessage(), retries, byHand(file, target));
  }

  private static String byHand(OfficialFile file, Path target) {
    return "fetch %s elsewhere, put it at %s and run: %s"
        .formatted(file.url(), target, Hint.IMPORT_KERAS.to(target));
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  private static void verify(
      PartialFile part, PublishedDigest checksum, OfficialFile file, Path target)
      throws IOException {
    Optional<String> mismatch = checksum.mismatch(part.path(), target);
    if (mismatch.isPresent()) {
      part.delete();
      throw new WorkFailedException(
          file.url() + ": not the official file, " + mismatch.get() + "; what came is deleted");
    }
  }
}
