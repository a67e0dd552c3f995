package org.graft.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.failure.WorkFailedException;

/**
 * Requests for the bytes that a partial file lacks, by ranges and validators as in RFC 9110: {@code
 * Range} with {@code If-Range}, whose validator is a strong ETag or else the date.
 */
record Transfer(HttpClient client, DownloadLimits limits, URI url, ProgressListener listener) {
  private static final long PROGRESS_STEP = 1L << 20;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  /** Makes one request and appends what comes; returns when the file is whole. */
  void run(PartialFile part) throws IOException, InterruptedException {
    HttpResponse<BodyQueue> response = send(request(part));
    try (BodyQueue body = response.body()) {
      long total = accept(response, part);
      requireRoom(part, total);
      receive(body, part, total);
      if (total >= 0 && part.size() != total) {
        throw new BrokenConnectionException(part.size() + " of " + total + " bytes came");
      }
    }
  }

  private HttpRequest request(PartialFile part) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).GET();
    Optional<String> validator = part.validator();
    if (validator.isPresent()) {
      request.header("Range", "bytes=" + part.size() + "-").header("If-Range", validator.get());
    }
    return request.build();
  }

  private HttpResponse<BodyQueue> send(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<BodyQueue>> answer =
        client.sendAsync(request, head -> new BodyQueue());
    try {
      return answer.get(limits.connect().plus(limits.stall()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new BrokenConnectionException("no answer in time");
    } catch (ExecutionException e) {
      throw new BrokenConnectionException(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  /** Readies the part for the body to come; returns the whole file's size, -1 if unknown. */
  private long accept(HttpResponse<BodyQueue> response, PartialFile part) throws IOException {
    HttpHeaders headers = response.headers();
    switch (response.statusCode()) {
      case 200 -> {
        part.restart(validator(headers));
        return headers.firstValueAsLong("Content-Length").orElse(-1);
      }
      case 206 -> {
        return continued(headers, part);
      }
      case 416 -> throw startOver(part);
      default ->
          throw new RefusedException(
              "the server answers " + response.statusCode() + " for " + response.uri());
    }
  }

  private static long continued(HttpHeaders headers, PartialFile part) throws IOException {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    Optional<String> expected = part.validator();
    if (!range.matches()
        || Long.parseLong(range.group(1)) != part.size()
        || expected.isEmpty()
        || !validator(headers).equals(expected)) {
      throw startOver(part);
    }
    return range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
  }

  private static BrokenConnectionException startOver(PartialFile part) throws IOException {
    part.restart(Optional.empty());
    return new BrokenConnectionException("the server cannot continue the part that has come");
  }

  private static Optional<String> validator(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> headers.firstValue("Last-Modified"));
  }

  private void requireRoom(PartialFile part, long total) throws IOException {
    requireAllowed(total);
    long missing = total - part.size();
    long free = Files.getFileStore(part.path()).getUsableSpace();
    if (missing > free) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "%s: %,d bytes to come, %,d free on the disk",
              part.path(),
              missing,
              free));
    }
  }

  private void requireAllowed(long bytes) {
    if (bytes > limits.maximumBytes()) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT, "%s: more than the %,d bytes allowed", url, limits.maximumBytes()));
    }
  }

  private void receive(BodyQueue body, PartialFile part, long total)
      throws IOException, InterruptedException {
    long told = part.size();
    listener.progress(told, total);
    for (Optional<List<ByteBuffer>> bytes = body.next(limits.stall());
        bytes.isPresent();
        bytes = body.next(limits.stall())) {
      for (ByteBuffer piece : bytes.get()) {
        requireAllowed(part.size() + piece.remaining());
        part.append(piece);
      }
      if (part.size() - told >= PROGRESS_STEP || part.size() == total) {
        told = part.size();
        listener.progress(told, total);
      }
    }
  }
}
