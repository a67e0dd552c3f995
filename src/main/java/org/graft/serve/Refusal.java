package org.graft.serve;

import java.util.Locale;

/** Why a request is not answered as it was meant, and with which HTTP status. */
enum Refusal {
  /** Nothing is served under that path. */
  PATH(404),
  /** The path takes another method. */
  METHOD(405),
  /** The host that the client asked for is not this service. */
  HOST(421),
  /** The query cannot be read. */
  QUERY(400),
  /** The body has too many bytes. */
  BYTES(413, true),
  /** The body comes in too many pieces. */
  PIECES(413, true),
  /** The pictures have too many pixels together. */
  PIXELS(413),
  /** The body did not come in time. */
  SLOW(408, true),
  /** The body ended too early. */
  CUT(400),
  /** The body is not what it says, or a picture in it is none. */
  MALFORMED(400),
  /** Too many requests wait. */
  QUEUE(503),
  /** The bodies that wait take too much memory. */
  MEMORY(503, true),
  /** The request was not answered in time. */
  LATE(503),
  /** The service failed. */
  FAILED(500);

  private final int status;
  private final boolean closes;

  Refusal(int status) {
    this(status, false);
  }

  Refusal(int status, boolean closes) {
    this.status = status;
    this.closes = closes;
  }

  /** The HTTP status, 400 or above. */
  int status() {
    return status;
  }

  /** Whether the connection is closed, because what may still come of a body is not waited for. */
  boolean closes() {
    return closes;
  }

  /** As metrics call it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
