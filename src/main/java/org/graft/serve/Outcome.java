package org.graft.serve;

import org.graft.storage.OrNull;

/**
 * What became of an image: one of two things.
 *
 * @param name what the client calls it
 * @param outputs the model's, in the order of its labels; none where it could not be decoded
 * @param error why it could not be decoded; {@code null} where it was
 */
record Outcome(String name, float[] outputs, @OrNull String error) {
  boolean known() {
    return error == null;
  }
}
