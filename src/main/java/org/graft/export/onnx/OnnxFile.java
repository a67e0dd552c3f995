package org.graft.export.onnx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Consumer;
import onnx.Onnx;
import org.graft.storage.AtomicFile;

/**
 * A graph on its way to the disk: one file, or one with its weights in {@code <target>.data} where
 * protobuf cannot hold them. It gets its name when it stands.
 *
 * @param metadata the file's {@code metadata_props}
 * @param limit bytes that one file may have
 */
record OnnxFile(OnnxGraph graph, Map<String, String> metadata, long limit) {
  /**
   * Writes.
   *
   * @param stands is given the file, whole and readable under a name of its own, and throws if it
   *     shall not be handed out
   * @throws org.graft.failure.UnsupportedModelException if one of its arrays is larger than a file
   *     may be; nothing is written
   */
  void write(Path target, Consumer<Path> stands) {
    OnnxSerializer.requireArrays(graph, OnnxSerializer.MAXIMUM_BYTES);
    if (OnnxSerializer.fits(graph, limit)) {
      AtomicFile.write(
          target,
          part -> {
            serialise(part, tensor -> {});
            stands.accept(part);
          });
    } else {
      writeWithData(target, stands);
    }
  }

  /** In a folder of their own first, under their own names, by which one finds the other. */
  private void writeWithData(Path target, Consumer<Path> stands) {
    Path place = target.toAbsolutePath();
    AtomicFile.write(
        ExternalData.beside(place),
        dataPart -> {
          Path folder = Files.createTempDirectory(place.getParent(), "." + place.getFileName());
          try {
            Path model = folder.resolve(place.getFileName());
            Path data = ExternalData.beside(model);
            try (ExternalData external = new ExternalData(data)) {
              serialise(model, external::take);
            }
            stands.accept(model);
            Files.move(data, dataPart, StandardCopyOption.REPLACE_EXISTING);
            AtomicFile.write(
                target, part -> Files.move(model, part, StandardCopyOption.REPLACE_EXISTING));
          } finally {
            AtomicFile.deleteTree(folder);
          }
        });
  }

  /** Holds the graph, in whose native memory weights lie, until the bytes are out. */
  private void serialise(Path file, Consumer<Onnx.TensorProto.Builder> data) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      OnnxSerializer.model(graph, metadata, data).writeTo(out);
    } finally {
      Reference.reachabilityFence(graph);
    }
  }
}
