package org.graft.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A zip whose lengths and checksums are those of what somebody has put into it. */
final class ZipDamage {
  private ZipDamage() {}

  /** The same zip with one of its entries damaged. */
  static byte[] inside(byte[] zip, List<byte[]> others, Random random) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    List<String> names = new ArrayList<>(entries.keySet());
    String name = names.get(random.nextInt(names.size()));
    entries.compute(name, (n, bytes) -> damaged(n, bytes, others, random));
    ByteArrayOutputStream out = new ByteArrayOutputStream(zip.length);
    try (ZipOutputStream packed = new ZipOutputStream(out)) {
      packed.setLevel(random.nextInt(2));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        packed.putNextEntry(new ZipEntry(entry.getKey()));
        packed.write(entry.getValue());
        packed.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static byte[] damaged(String name, byte[] bytes, List<byte[]> others, Random random) {
    try {
      return name.endsWith(".json") && random.nextInt(4) > 0
          ? JsonDamage.of(bytes, random)
          : ByteDamage.of(bytes, others, random);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
