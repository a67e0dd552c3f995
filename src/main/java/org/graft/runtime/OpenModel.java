package org.graft.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.concurrent.atomic.AtomicBoolean;

/** A model that ONNX Runtime has loaded. */
abstract class OpenModel implements AutoCloseable {
  final OrtEnvironment environment;
  final OrtSession session;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenModel(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /** Frees the native memory; a second time does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
