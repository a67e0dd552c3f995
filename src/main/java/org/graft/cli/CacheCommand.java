package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.util.List;
import java.util.Map;
import org.graft.audit.AuditMemory;
import org.graft.failure.InputException;
import org.graft.feature.Extraction;
import org.graft.feature.cache.CacheEntry;
import org.graft.feature.cache.CacheKey;
import org.graft.feature.cache.FeatureCache;
import org.graft.storage.AtomicFile;

/** {@code graft cache list|clear|verify}: the features and audits that are kept. */
@Parameters(commandDescription = "List, clear or verify what is kept of images")
final class CacheCommand extends Command {
  @Parameter(description = "list|clear|verify", required = true)
  private List<String> action;

  @Override
  void run(Console console) {
    FeatureCache cache = Caches.of(console, null);
    switch (String.join(" ", action)) {
      case "list" -> list(console, cache);
      case "clear" -> clear(console, cache);
      case "verify" -> verify(console, cache);
      default ->
          throw new InputException(
              "graft cache cannot '" + String.join(" ", action) + "': list, clear or verify");
    }
  }

  private static void list(Console console, FeatureCache cache) {
    List<CacheEntry> entries = cache.list();
    long bytes = entries.stream().mapToLong(CacheEntry::bytes).sum();
    if (!entries.isEmpty()) {
      console.result(
          "%-22s %-16s %9s %-10s %-32s %8s %9s  %s",
          "BASE", "LAYER", "SIZE", "RESIZING", "ENGINE", "IMAGES", "MB", "LAST USED");
    }
    for (CacheEntry entry : entries) {
      CacheKey key = entry.key();
      console.result(
          "%-22s %-16s %9s %-10s %-32s %,8d %,9.1f  %s",
          key.base(),
          key.layer(),
          key.height() + "x" + key.width(),
          key.interpolation(),
          key.engine(),
          entry.images(),
          entry.bytes() / 1e6,
          entry.used());
    }
    console.result(
        "%,.1f MB in %s, at most %,.0f MB", bytes / 1e6, cache.folder(), cache.limit() / 1e6);
    AuditMemory audits = Caches.audits(console);
    console.result(
        "%,.1f MB of %,d audits in %s", audits.bytes() / 1e6, audits.count(), audits.folder());
    console.json(
        "entries", entries.stream().map(CacheCommand::fields).toList(),
        "bytes", bytes,
        "limit", cache.limit(),
        "audits", audits.count(),
        "audit_bytes", audits.bytes(),
        "folder", cache.folder().toString());
  }

  private static void clear(Console console, FeatureCache cache) {
    long bytes = cache.clear() + Caches.audits(console).clear();
    Extraction.records(cache).clear();
    console.result("%,.1f MB freed in %s", bytes / 1e6, AtomicFile.folderOf(cache.folder()));
    console.json("freed", bytes, "folder", cache.folder().toString());
  }

  private static void verify(Console console, FeatureCache cache) {
    FeatureCache.CacheVerification found = cache.verify();
    console.result(
        "features of %,d images are sound; %,d damaged files deleted",
        found.images(), found.damaged());
    console.json("images", found.images(), "damaged", found.damaged());
  }

  private static Map<String, Object> fields(CacheEntry entry) {
    return Console.fields(
        "base", entry.key().base(),
        "layer", entry.key().layer(),
        "height", entry.key().height(),
        "width", entry.key().width(),
        "interpolation", entry.key().interpolation(),
        "engine", entry.key().engine(),
        "images", entry.images(),
        "bytes", entry.bytes(),
        "used", entry.used().toString());
  }
}
