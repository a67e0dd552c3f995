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
  boolean isNested() {
    return !group.equals(own) || path.contains("/");
  }
}
