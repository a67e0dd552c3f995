package org.graft.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.graft.api.CustomHead;
import org.graft.failure.InputException;
import org.graft.storage.InputFile;

/** A user's class of a head. */
final class HeadJar {
  private HeadJar() {}

  /**
   * Makes one of it.
   *
   * @throws InputException if there is no such class in the jar, or it is no head
   */
  static CustomHead load(Path jar, String name) {
    try {
      InputFile.require(jar);
      new JarFile(jar.toFile()).close();
      URL[] urls = {jar.toUri().toURL()};
      ClassLoader loader = new URLClassLoader(urls, CustomHead.class.getClassLoader());
      return made(Class.forName(name, true, loader), name);
    } catch (IOException e) {
      throw new InputException("--head-jar " + jar + " is no jar file: " + e.getMessage(), e);
    } catch (ClassNotFoundException e) {
      throw new InputException("--head-class " + name + " is not in " + jar, e);
    } catch (LinkageError e) {
      throw new InputException("--head-class " + name + " cannot be loaded: " + e, e);
    }
  }

  private static CustomHead made(Class<?> type, String name) {
    if (!CustomHead.class.isAssignableFrom(type)) {
      throw new InputException(
          "--head-class " + name + " does not implement " + CustomHead.class.getName());
    }
    try {
      return (CustomHead) type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new InputException("--head-class " + name + " cannot be made: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new InputException(
          "--head-class " + name + " has no public constructor without arguments", e);
    }
  }
}
