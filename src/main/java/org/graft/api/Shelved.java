package org.graft.api;

import java.nio.file.Path;

/**
 * A base that was put on a shelf.
 *
 * @param folder its own
 */
public record Shelved(ImportedBase base, Path folder) {}
