package org.graft.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of files as lower-case hexadecimal digits. */
public final class Digests {
  /** The JDK's name of the algorithm. */
  public static final String SHA256 = "SHA-256";

  private static final int CHUNK = 1 << 16;

  private Digests() {}

  public static String sha256(byte... bytes) {
    return HexFormat.of().formatHex(digest(SHA256).digest(bytes));
  }

  public static String sha256(Path file) {
    try {
      return of(file, SHA256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The digest of a file by any algorithm that the JDK knows. */
  public static String of(Path file, String algorithm) throws IOException {
    MessageDigest digest = digest(algorithm);
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return end(digest);
  }

  /** The SHA-256 of a text in UTF-8. */
  public static String ofText(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A SHA-256 that is fed piece by piece; {@link #end} tells it. */
  public static MessageDigest begin() {
    return digest(SHA256);
  }

  public static String end(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
