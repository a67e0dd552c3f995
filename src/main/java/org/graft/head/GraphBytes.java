package org.graft.head;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Digests;

/** A graph's bytes, known by their SHA-256. What was read of JSON has the digest alone. */
public final class GraphBytes {
  private final String digest;
  private final byte[] bytes;

  private GraphBytes(String digest, byte... bytes) {
    this.digest = digest;
    this.bytes = bytes;
  }

  public GraphBytes(byte... bytes) {
    this(Digests.sha256(bytes), bytes.clone());
  }

  /** Of a digest in hexadecimal, without the bytes. */
  @JsonCreator
  public static GraphBytes known(String digest) {
    return new GraphBytes(digest, new byte[0]);
  }

  @JsonValue
  public String digest() {
    return digest;
  }

  /** The bytes, which must be there. */
  public byte[] bytes() {
    if (bytes.length == 0) {
      throw new IllegalStateException("the graph " + digest + " was not read");
    }
    return bytes.clone();
  }

  /** The same with its bytes; the file's mistake if they are others. */
  GraphBytes with(byte[] read, String name) {
    GraphBytes graph = new GraphBytes(read);
    if (!graph.equals(this)) {
      throw new MalformedFileException(name, "its graph is not the one that was begun with", null);
    }
    return graph;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GraphBytes that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return digest;
  }
}
