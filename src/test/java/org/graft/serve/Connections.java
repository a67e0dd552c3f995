package org.graft.serve;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Posts one body again and again, on connections that are kept. Java's own client takes five times
 * the processor for it, which the service on the same machine would lack.
 */
final class Connections implements AutoCloseable {
  private static final String LENGTH = "Content-Length: ";

  private final URI where;
  private final byte[] head;
  private final byte[] body;
  private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

  private record Connection(Socket socket, BufferedReader in) {}

  Connections(URI where, byte[] body) {
    this.where = where;
    this.body = body;
    String lines = "POST %s HTTP/1.1\r\nHost: localhost\r\n%s%d\r\n\r\n";
    this.head =
        lines.formatted(where.getPath(), LENGTH, body.length).getBytes(StandardCharsets.US_ASCII);
  }

  /** The status of the answer, which is read to its end. */
  int post() throws IOException {
    Connection free = idle.poll();
    Connection connection = free == null ? open() : free;
    connection.socket.getOutputStream().write(head);
    connection.socket.getOutputStream().write(body);
    int status = readAnswer(connection.in);
    idle.add(connection);
    return status;
  }

  private Connection open() throws IOException {
    Socket socket = new Socket(where.getHost(), where.getPort());
    socket.setTcpNoDelay(true);
    return new Connection(
        socket,
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)));
  }

  private static int readAnswer(BufferedReader in) throws IOException {
    int status = Integer.parseInt(line(in).split(" ")[1]);
    long length = 0;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      if (field.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Long.parseLong(field.substring(LENGTH.length()));
      }
    }
    while (length > 0) {
      length -= in.skip(length);
    }
    return status;
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new EOFException("the service has closed the connection");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : idle) {
      connection.socket.close();
    }
  }
}
