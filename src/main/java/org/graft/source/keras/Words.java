package org.graft.source.keras;

/** Whose words a description uses, where Keras has given one of them another meaning since. */
enum Words {
  /** Keras 1 and 2, TensorFlow's Keras before 2.16 among them. */
  KERAS_2,
  /** Keras 3. */
  KERAS_3
}
