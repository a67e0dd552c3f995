/** Networks as SameDiff FlatBuffers files, read back and compared. */
package org.graft.export.flatbuffers;
