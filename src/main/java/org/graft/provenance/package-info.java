/** Where a thing came from: file, SHA-256, version. */
package org.graft.provenance;
