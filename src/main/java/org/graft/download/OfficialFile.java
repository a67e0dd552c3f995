package org.graft.download;

import java.net.URI;

/** A weights file as Keras publishes it. */
public record OfficialFile(
    String name, String file, URI url, String md5, String sha256, boolean includeTop) {}
