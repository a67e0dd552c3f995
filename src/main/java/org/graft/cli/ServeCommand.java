package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.predict.OnnxModel;
import org.graft.runtime.Device;
import org.graft.serve.PredictService;
import org.graft.serve.ServiceLimits;

/** {@code graft serve}: an exported model over HTTP. */
@Parameters(commandDescription = "Classify over HTTP with an exported model")
final class ServeCommand extends Command {
  private static final long MEGAPIXEL = 1_000_000;
  private static final int MEBIBYTE = 1 << 20;

  @Parameter(names = "--model", required = true, description = "ONNX file that graft export wrote")
  private Path model;

  @Parameter(
      names = "--name",
      description = "Name by which clients ask for the model; by default the file's")
  private String name = "";

  @Parameter(names = "--host", description = "Address to listen on; by default this machine only")
  private String host = "127.0.0.1";

  @Parameter(
      names = "--port",
      validateWith = Port.class,
      description = "Port to listen on; 0 for any that is free")
  private int port = 8080;

  @Parameter(
      names = "--threads",
      validateWith = Positive.class,
      description = "Images that are worked on at once; by default one a core")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Parameter(
      names = "--threads-each",
      validateWith = Positive.class,
      description = "Threads that one image is worked on by; more answer a lone client sooner")
  private int threadsEach = 1;

  @Parameter(
      names = "--device",
      description =
          "What the model runs on: cpu, cuda, coreml or directml (GRAFT_ONNXRUNTIME names a build"
              + " with it)")
  private String device = Device.CPU.toString();

  @Parameter(
      names = "--queue",
      validateWith = Positive.class,
      description = "Requests that may wait; further ones get status 503")
  private int queue = 64;

  @Parameter(
      names = "--max-megabytes",
      validateWith = Megabytes.class,
      description = "Largest request; larger ones get status 413")
  private int megabytes = 16;

  @Parameter(
      names = "--max-megapixels",
      validateWith = Megapixels.class,
      description = "Largest image, in millions of pixels; larger ones get status 400")
  private int megapixels = 25;

  @Parameter(
      names = "--allow-host",
      description = "Further name by which clients may ask for the service; may be given again")
  private List<String> allowed = new ArrayList<>();

  @Override
  void run(Console console) {
    String called = called();
    InetAddress address = address();
    ServiceLimits limits =
        ServiceLimits.of(threads)
            .withQueue(queue)
            .withBytes(megabytes * MEBIBYTE)
            .withPixels(megapixels * MEGAPIXEL);
    try (OnnxModel loaded = OnnxModel.open(model, threadsEach, Device.of(device));
        PredictService service =
            new PredictService(called, loaded, address, port, limits, allowed)) {
      URI where = service.start();
      console.result("serving %s on %s (Ctrl-C stops it)", model, where);
      console.json("url", where.toString());
      StopSignals.heed(service::close);
      service.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The name that is given; or the file's, with {@code -} for what a name cannot have. */
  private String called() {
    if (!name.isEmpty() && !PredictService.isName(name)) {
      throw new InputException(
          "--name " + name + " is no name for a model: letters, digits, '.', '_' and '-'");
    }
    String file = model.getFileName().toString().replaceFirst("\\.onnx$", "");
    String plain = file.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
    String own = plain.isEmpty() ? "model" : plain.substring(0, Math.min(100, plain.length()));
    return name.isEmpty() ? own : name;
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new InputException("--host " + host + " is no address of this machine", e);
    }
  }
}
