package org.graft.serve;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.graft.image.HostileImages;

/** Requests that cost a service more than they cost their sender, or mean nothing. */
@SuppressWarnings("ImmutableEnumChecker") // arrays that nobody writes to
enum HostileKinds {
  CHUNKS_OF_ONE_BYTE {
    @Override
    byte[] request(Random random) {
      int count = 1000 + random.nextInt(60_000);
      return post("Transfer-Encoding: chunked\r\n", ascii("1\r\nA\r\n".repeat(count)));
    }
  },
  ENDLESS_SCANS {
    private final byte[] picture = HostileImages.scans(64, 2000);

    @Override
    byte[] request(Random random) {
      return post(picture);
    }
  },
  LARGE_PICTURE {
    private final byte[] picture = HostileImages.plain("png", 8000, BufferedImage.TYPE_BYTE_BINARY);

    @Override
    byte[] request(Random random) {
      return post(picture);
    }
  },
  MANY_LARGE_PICTURES {
    private final byte[] body =
        ascii(
            "{\"images\":["
                + "\"%s\",".formatted(encoded(4500)).repeat(5)
                + "\"%s\"]}".formatted(encoded(4500)));

    @Override
    byte[] request(Random random) {
      return post("Content-Type: application/json\r\n" + length(body), body);
    }
  },
  PACKED_TEXT {
    private final byte[] picture = HostileImages.packedText(64 << 20);

    @Override
    byte[] request(Random random) {
      return post(picture);
    }
  },
  DEEP_JSON {
    @Override
    byte[] request(Random random) {
      byte[] body = ascii("{\"images\":" + "[".repeat(100_000));
      return post("Content-Type: application/json\r\n" + length(body), body);
    }
  },
  SLOW_HEAD {
    @Override
    byte[] request(Random random) {
      return ascii("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(random.nextInt(999)));
    }
  },
  HALF_BODY {
    @Override
    byte[] request(Random random) {
      return post("Content-Length: 900000\r\n", new byte[random.nextInt(800_000)]);
    }
  },
  TOO_LARGE {
    @Override
    byte[] request(Random random) {
      return post("Content-Length: 99999999999\r\n", new byte[100_000]);
    }
  },
  FOREIGN_HOST {
    @Override
    byte[] request(Random random) {
      return ascii("GET /model HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    }
  },
  BAD_QUERY {
    @Override
    byte[] request(Random random) {
      return ascii("POST /predict?top=%zz HTTP/1.1\r\n" + LOCAL + length() + "\r\n");
    }
  },
  NOISE {
    @Override
    byte[] request(Random random) {
      byte[] noise = new byte[random.nextInt(5000)];
      random.nextBytes(noise);
      return random.nextBoolean() ? noise : post(noise);
    }
  },
  LYING_TENSOR {
    @Override
    byte[] request(Random random) {
      String input = "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":";
      List<String> bodies =
          List.of(
              input + "[1,2147483647,2147483647,3],\"data\":[1]}]}",
              input + "[64,9000,9000,3],\"parameters\":{\"binary_data_size\":2147483647}}]}",
              input + "[1,1,1,3],\"data\":" + "[".repeat(100_000),
              input + "[1,1,1,3],\"data\":[" + "255,".repeat(200_000) + "1]}]}",
              input + "[" + "1,".repeat(100_000) + "1]}]}",
              "{\"inputs\":[" + "{},".repeat(200_000) + "{}]}",
              "{\"outputs\":[" + "{\"name\":\"label\"},".repeat(100_000) + "{}]}");
      byte[] body = ascii(bodies.get(random.nextInt(bodies.size())));
      return post("/v2/models/toy/infer", length(body), body);
    }
  },
  DAMAGED_PICTURE {
    private final byte[] picture = HostileImages.plain("png", 300, BufferedImage.TYPE_INT_RGB);

    @Override
    byte[] request(Random random) {
      byte[] damaged = picture.clone();
      for (int i = 0; i < 5; i++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return post(damaged);
    }
  };

  private static final String LOCAL = "Host: localhost\r\nConnection: close\r\n";

  static final List<HostileKinds> ALL = List.of(values());

  /** All that is sent; whether the service answers is its own affair. */
  abstract byte[] request(Random random);

  private static byte[] post(byte[] body) {
    return post(length(body), body);
  }

  private static String length(byte... body) {
    return "Content-Length: " + body.length + "\r\n";
  }

  private static byte[] post(String fields, byte[] body) {
    return post("/predict", fields, body);
  }

  private static byte[] post(String path, String fields, byte[] body) {
    byte[] head = ascii("POST " + path + " HTTP/1.1\r\n" + LOCAL + fields + "\r\n");
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static String encoded(int side) {
    byte[] picture = HostileImages.plain("png", side, BufferedImage.TYPE_BYTE_BINARY);
    return Base64.getEncoder().encodeToString(picture);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
