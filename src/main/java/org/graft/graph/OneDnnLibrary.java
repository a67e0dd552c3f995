package org.graft.graph;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** oneDNN's native code, of which not every platform has a build. */
public final class OneDnnLibrary {
  private static final boolean PRESENT =
      dnnl.class.getResource(
              "/org/bytedeco/dnnl/" + platform() + "/" + System.mapLibraryName("jnidnnl"))
          != null;

  private OneDnnLibrary() {}

  /** Whether the class path has a build for this platform, known without loading it. */
  public static boolean isPresent() {
    return PRESENT;
  }

  /** The platform as natives are named after it, such as {@code linux-x86_64}. */
  public static String platform() {
    return Loader.getPlatform();
  }

  static void load() {
    if (isPresent()) {
      Loader.load(dnnl.class);
    }
  }
}
