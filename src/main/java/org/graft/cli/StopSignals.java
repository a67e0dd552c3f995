package org.graft.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The signals that ask a process to end, heeded while all of it still works. A shutdown hook is too
 * late: ONNX Runtime has one too, which gives up native memory that others still compute in.
 */
final class StopSignals {
  private static final List<String> NAMES = List.of("INT", "TERM");

  private StopSignals() {}

  /** Does {@code stop} when the process is asked to end; ending it is then the caller's. */
  static void heed(Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object stopping =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                stop.run();
                return null;
              });
      for (String name : NAMES) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, stopping);
      }
    } catch (ReflectiveOperationException e) {
      // A Java without these classes, or one told to leave signals alone.
      Runtime.getRuntime().addShutdownHook(new Thread(stop, "graft-stop"));
    }
  }
}
