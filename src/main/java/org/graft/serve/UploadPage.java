package org.graft.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** The page to drop a picture on. */
final class UploadPage {
  private static final String TYPE = "text/html; charset=utf-8";

  /** The page brings all that it needs and may talk to its own service only. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final byte[] BYTES = read();

  private UploadPage() {}

  static Reply reply() {
    return new Reply(Reply.OK, TYPE, BYTES, Map.of("Content-Security-Policy", POLICY));
  }

  private static byte[] read() {
    try (InputStream in =
        Objects.requireNonNull(UploadPage.class.getResourceAsStream("page.html"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
