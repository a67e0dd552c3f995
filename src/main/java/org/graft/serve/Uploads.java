package org.graft.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Promise;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Json;
import org.jspecify.annotations.Nullable;

/**
 * The images in a request's body: the body itself is one, or a form with files ({@code
 * multipart/form-data}), or JSON {@code {"images": ["<base64>", …]}}, each in lines or as a data
 * URL, too.
 */
final class Uploads {
  private static final int MOST_IMAGES = 64;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** RFC 2397, whose images are in base64. */
  private static final Pattern DATA_URL =
      Pattern.compile("data:[^,]{0,200};base64,", Pattern.CASE_INSENSITIVE);

  private static final String FORM = "multipart/form-data";

  private Uploads() {}

  /**
   * The images of a body.
   *
   * @param type the request's content type, which may be null
   * @throws RequestRefusedException if there is none, or more than 64, or the body is not what it
   *     says
   */
  static List<Upload> of(@Nullable String type, byte[] body) {
    String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
    List<Upload> uploads;
    if (type != null && kind.startsWith(FORM)) {
      uploads = form(type, body);
    } else if (kind.startsWith("application/json")) {
      uploads = json(body);
    } else {
      uploads = List.of(new Upload.Encoded("image", body));
    }
    requireFew(uploads.size());
    return uploads;
  }

  /**
   * Looks at how many images a request has.
   *
   * @throws RequestRefusedException if it has none, or more than 64
   */
  static void requireFew(long images) {
    if (images < 1 || images > MOST_IMAGES) {
      throw new RequestRefusedException(
          Refusal.MALFORMED, images + " images in the request, 1 to " + MOST_IMAGES + " expected");
    }
  }

  private static List<Upload> form(String type, byte[] body) {
    String boundary = MultiPart.extractBoundary(type);
    if (boundary == null) {
      throw new RequestRefusedException(
          Refusal.MALFORMED, "a form without a boundary in its content type");
    }
    MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
    parser.setMaxParts(MOST_IMAGES + 1L);
    parser.setMaxMemoryFileSize(-1);
    List<Upload> uploads = new ArrayList<>();
    CompletableFuture<MultiPartFormData.Parts> parsed = new CompletableFuture<>();
    parser.parse(Content.Source.from(ByteBuffer.wrap(body)), Promise.Invocable.toPromise(parsed));
    try (MultiPartFormData.Parts parts = parsed.join()) {
      for (MultiPart.Part part : parts) {
        if (part.getFileName() != null) {
          String name = part.getFileName().replaceAll("\\p{Cntrl}", "?");
          ByteBuffer file = Content.Source.asByteBuffer(part.getContentSource());
          uploads.add(new Upload.Encoded(name, BufferUtil.toArray(file)));
        }
      }
    } catch (CompletionException | IOException e) {
      throw new RequestRefusedException(
          Refusal.MALFORMED, "the form cannot be read: it is damaged or cut short", e);
    }
    return uploads;
  }

  private static List<Upload> json(byte[] body) {
    JsonNode images;
    try {
      images =
          Json.parse(new String(body, StandardCharsets.UTF_8), Path.of("request")).path("images");
    } catch (MalformedFileException e) {
      throw new RequestRefusedException(Refusal.MALFORMED, e.getMessage(), e);
    }
    if (!images.isArray()) {
      throw new RequestRefusedException(
          Refusal.MALFORMED, "no array \"images\" of base64 texts in the request");
    }
    List<Upload> uploads = new ArrayList<>();
    for (JsonNode image : images) {
      String name = "image " + uploads.size();
      uploads.add(
          image.isTextual()
              ? decoded(name, image.asText())
              : new Upload.Lost(name, "it is not base64, for it is no text"));
    }
    return uploads;
  }

  /** Of base64 as programs write it: in lines, in either alphabet, behind {@code data:…,}. */
  static Upload decoded(String name, String image) {
    String text = SPACE.matcher(image).replaceAll("");
    Matcher url = DATA_URL.matcher(text);
    String base64 = url.lookingAt() ? text.substring(url.end()) : text;
    boolean urlSafe = base64.indexOf('-') >= 0 || base64.indexOf('_') >= 0;
    try {
      return new Upload.Encoded(
          name, (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(base64));
    } catch (IllegalArgumentException e) {
      return new Upload.Lost(name, "it is not base64: " + e.getMessage());
    }
  }
}
