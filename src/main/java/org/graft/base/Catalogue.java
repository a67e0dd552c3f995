package org.graft.base;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.graft.download.OfficialFile;
import org.graft.failure.InputException;
import org.graft.plan.NearNames;
import org.graft.source.keras.ConfigReader;
import org.graft.source.keras.ModelConfig;
import org.graft.storage.Json;

/** The architectures that Graft knows by name, with their facts and Keras' own descriptions. */
public final class Catalogue {
  private static final String FOLDER = "/org/graft/keras-models/";

  private final Map<String, CatalogueEntry> entries;

  private Catalogue(Map<String, CatalogueEntry> entries) {
    this.entries = Collections.unmodifiableMap(entries);
  }

  /** The catalogue that comes with Graft. */
  public static Catalogue load() {
    return new Catalogue(
        Json.resource(
            FOLDER + "catalogue.json", new TypeReference<TreeMap<String, CatalogueEntry>>() {}));
  }

  /** All entries by name. */
  public Map<String, CatalogueEntry> entries() {
    return entries;
  }

  /** The entry of that name; a user's mistake, with near names, when there is none. */
  public CatalogueEntry entry(String name) {
    CatalogueEntry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(
          "there is no architecture '" + name + "'" + NearNames.hint(name, entries.keySet()));
    }
    return entry;
  }

  /** Names of all official files. */
  public List<String> downloads() {
    return officialFiles().map(OfficialFile::name).toList();
  }

  /** The official file of that name; a user's mistake, with near names, when there is none. */
  public OfficialFile download(String name) {
    return officialFiles()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "there is no official file '%s'%s"
                        .formatted(name, NearNames.hint(name, downloads()))));
  }

  private Stream<OfficialFile> officialFiles() {
    return entries.values().stream().flatMap(entry -> entry.downloads().stream());
  }

  /** Keras' description of an architecture, with its top where it has one. */
  public ModelConfig config(String name) {
    return read(entry(name).architecture());
  }

  /** Keras' description without the top, where it is not just the rest of the whole one. */
  public Optional<ModelConfig> configWithoutTop(String name) {
    return Optional.ofNullable(entry(name).architectureWithoutTop()).map(Catalogue::read);
  }

  /** The first convolutions of an architecture. */
  Stem stem(String name) {
    try (InputStream description = Json.open(FOLDER + entry(name).architecture())) {
      return Stem.of(description);
    } catch (IOException e) {
      throw new UncheckedIOException("description of " + name, e);
    }
  }

  private static ModelConfig read(String file) {
    return ConfigReader.read(Json.resource(FOLDER + file, JsonNode.class));
  }
}
