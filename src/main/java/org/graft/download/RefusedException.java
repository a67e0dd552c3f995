package org.graft.download;

import java.io.IOException;

/** The server answers, but not with the file; asking again would not help. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
