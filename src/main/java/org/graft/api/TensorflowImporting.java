package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.base.BaseOptions;
import org.graft.base.Catalogue;
import org.graft.base.SecondOpinion;
import org.graft.base.TensorflowImporter;
import org.graft.source.tensorflow.GraphOptions;
import org.graft.storage.RecordCopy;

/**
 * A graph of TensorFlow to be imported.
 *
 * @param golden activations that it is held against
 * @param clock tells when it was imported, which the receipt says
 */
public record TensorflowImporting(
    TensorflowImporter.GraphRequest request, Optional<Path> golden, Clock clock)
    implements Importing<TensorflowImporting> {
  @Override
  public BaseOptions base() {
    return request.base();
  }

  @Override
  public TensorflowImporting with(BaseOptions other) {
    return withRequest(request.with(other));
  }

  /** Kept for one of a signature's outputs, or up to a node of the graph. */
  @Override
  public TensorflowImporting output(String name) {
    return withGraph(RecordCopy.of(request.graph(), GraphOptions::output).with(name));
  }

  /** By one of several signatures, or up to a node: {@code NAME} or {@code NAME:OUTPUT}. */
  public TensorflowImporting signature(String name) {
    return withGraph(RecordCopy.of(request.graph(), GraphOptions::signature).with(name));
  }

  /** With images in the place of a node: what lies before it, such as decoding, is left out. */
  public TensorflowImporting input(String node) {
    return withGraph(RecordCopy.of(request.graph(), GraphOptions::input).with(node));
  }

  /** With images of a size: height and width, and channels if not three. */
  public TensorflowImporting shape(Integer... axes) {
    return withGraph(RecordCopy.of(request.graph(), GraphOptions::shape).with(List.of(axes)));
  }

  /** With values for other placeholders, by node: {@code keep_prob} to {@code 1}. */
  public TensorflowImporting set(Map<String, String> values) {
    return withGraph(RecordCopy.of(request.graph(), GraphOptions::values).with(values));
  }

  /** Held against its own operations so far; by default as far as twice its own time goes. */
  public TensorflowImporting opinion(SecondOpinion other) {
    return withRequest(
        RecordCopy.of(request, TensorflowImporter.GraphRequest::opinion).with(other));
  }

  /** And against its own operations, to the last. */
  @Override
  public TensorflowImporting verify(Path activations) {
    TensorflowImporting whole = opinion(SecondOpinion.WHOLE);
    return new TensorflowImporting(whole.request, Optional.of(activations), clock);
  }

  @Override
  public TensorflowImporting clock(Clock other) {
    return new TensorflowImporting(request, golden, other);
  }

  @Override
  public ImportedBase run(ImportListener listener) {
    return ReadGuard.of(
        request.path(),
        () -> {
          TensorflowImporter.Imported made =
              new TensorflowImporter(Catalogue.load(), clock).open(request);
          return Proved.of(made.base(), golden.map(made::verification), listener);
        });
  }

  private TensorflowImporting withGraph(GraphOptions graph) {
    return withRequest(RecordCopy.of(request, TensorflowImporter.GraphRequest::graph).with(graph));
  }

  private TensorflowImporting withRequest(TensorflowImporter.GraphRequest other) {
    return new TensorflowImporting(other, golden, clock);
  }
}
