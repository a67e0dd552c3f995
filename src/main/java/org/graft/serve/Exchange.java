package org.graft.serve;

import java.util.List;

/** A request for predictions: how images come in its body, and how it is answered. */
interface Exchange {
  /**
   * The images of the body. Called once, by the thread that works on them.
   *
   * @throws RequestRefusedException if there is none, or more than 64, or the body is not what it
   *     says
   */
  List<Upload> images(byte[] body);

  /**
   * The answer, made after the images were taken from the body.
   *
   * @param outcomes of the images, in order, at least one of them known
   */
  Reply reply(List<Outcome> outcomes);
}
