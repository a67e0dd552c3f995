package org.graft.source.keras;

/**
 * Where files of Keras keep the arrays of a layer.
 *
 * @param group the layer of the whole model under which HDF5 files before Keras 3 list it: itself,
 *     or the nested model that holds it
 * @param own the layer's name within the model that holds it
 * @param path Keras 3's path: the class in snake case and, from the second on, its count within
 *     each model, as {@code functional/conv2d_3}
 * @param trainable whether neither it nor a model around it was frozen
 */
public record Place(String group, String own, String path, boolean trainable) {
  /** Whether a file keeps {@code stored} here, as the layer's own or as a part of it. */
  boolean holds(StoredLayer stored, AssignBy assignBy) {
    return assignBy == AssignBy.PATH
        ? (stored.name() + "/").startsWith(path + "/")
        : stored.name().equals(group);
  }
}
