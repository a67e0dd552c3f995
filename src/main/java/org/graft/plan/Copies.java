package org.graft.plan;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/** Copies of layers, which are records, with some components changed and all others as they are. */
final class Copies {
  private Copies() {}

  /**
   * A copy.
   *
   * @param changed values by the names of components
   * @throws IllegalArgumentException if the kind does not take them
   */
  static Layer of(Layer layer, Map<String, ?> changed) {
    RecordComponent[] components = layer.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        String name = components[i].getName();
        values[i] =
            changed.containsKey(name)
                ? changed.get(name)
                : components[i].getAccessor().invoke(layer);
      }
      return layer.getClass().getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getTargetException().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("layer " + layer.name() + " cannot be copied", e);
    }
  }
}
