package org.graft.serve;

import java.util.List;
import java.util.Map;
import org.graft.predict.ModelAnswer;
import org.graft.predict.Naming;
import org.graft.storage.OrNull;

/**
 * {@code POST /predict}: image files in, the likeliest labels out. An image that cannot be decoded
 * says so in its place.
 *
 * @param type the body's content type; {@code null} where none is stated
 * @param top labels of each image that are told, at least 1
 */
record Classification(Naming naming, @OrNull String type, int top) implements Exchange {
  @Override
  public List<Upload> images(byte[] body) {
    return Uploads.of(type, body);
  }

  @Override
  public Reply reply(List<Outcome> outcomes) {
    return Reply.json(Map.of("images", outcomes.stream().map(this::classified).toList()));
  }

  private Classified classified(Outcome outcome) {
    if (!outcome.known()) {
      return new Classified(outcome.name(), null, null, null, null, outcome.error());
    }
    ModelAnswer answer = naming.answer(outcome.outputs(), top);
    return new Classified(
        outcome.name(),
        naming.isNumber() ? null : answer.top(),
        naming.thresholds().isEmpty() ? answer.label() : null,
        answer.labels().orElse(null),
        answer.number().orElse(null),
        null);
  }
}
