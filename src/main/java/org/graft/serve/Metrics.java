package org.graft.serve;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What a service has done, in Prometheus' text format 0.0.4. */
final class Metrics {
  private static final double NANOSECONDS = 1e9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Counter requests =
      counter("graft_requests_total", "Requests for predictions by status", "status");
  private final Counter images = counter("graft_images_total", "Images classified");
  private final Counter refusals =
      counter("graft_refusals_total", "Requests that were refused, by reason", "reason");
  private final Counter closings =
      counter(
          "graft_connections_closed_total",
          "Connections that were closed before a request was over, by reason",
          "reason");
  private final Histogram seconds =
      Histogram.builder()
          .name("graft_request_seconds")
          .help("Time from a request's first byte to its answer")
          .classicOnly()
          .register(registry);

  Metrics(IntSupplier waiting, LongSupplier bytes) {
    for (Refusal refusal : Refusal.values()) {
      refusals.labelValues(refusal.label());
    }
    for (OpenConnections.Closing closing : OpenConnections.Closing.values()) {
      closings.labelValues(label(closing));
    }
    GaugeWithCallback.builder()
        .name("graft_waiting_bytes")
        .help("Memory of the bodies that are read or wait")
        .callback(gauge -> gauge.call((double) bytes.getAsLong()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("graft_queue_length")
        .help("Requests that wait for a thread")
        .callback(gauge -> gauge.call(waiting.getAsInt()))
        .register(registry);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  /** A request was answered with {@code status} after {@code nanoseconds}. */
  void answered(int status, long nanoseconds) {
    requests.labelValues(Integer.toString(status)).inc();
    seconds.observe(nanoseconds / NANOSECONDS);
  }

  void refused(Refusal refusal) {
    refusals.labelValues(refusal.label()).inc();
  }

  void closed(OpenConnections.Closing closing) {
    closings.labelValues(label(closing)).inc();
  }

  private static String label(OpenConnections.Closing closing) {
    return closing.name().toLowerCase(Locale.ROOT);
  }

  void classified(int count) {
    images.inc(count);
  }

  Reply reply() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String type = PrometheusTextFormatWriter.CONTENT_TYPE;
    return new Reply(Reply.OK, type, out.toByteArray(), Map.of());
  }
}
