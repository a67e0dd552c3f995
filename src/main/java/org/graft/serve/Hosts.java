package org.graft.serve;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names by which a service may be asked for. A web page whose own name leads to this machine
 * (DNS rebinding) could else read its answers: the browser takes them for the page's.
 */
final class Hosts {
  private static final String THIS_MACHINE = "localhost";

  /** An address is no name that another page could bear. */
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f:.]*:.*");

  private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");

  private final Set<String> names = new TreeSet<>();
  private final boolean anyAddress;

  /**
   * @param bound the address that the service listens on; if that is every address of the machine,
   *     any address will do
   * @param allowed further names
   */
  Hosts(InetAddress bound, Collection<String> allowed) {
    this.anyAddress = bound.isAnyLocalAddress();
    allowed.forEach(name -> names.add(plain(name)));
    if (anyAddress || bound.isLoopbackAddress()) {
      names.add(THIS_MACHINE);
      names.add("127.0.0.1");
      names.add("::1");
    }
    if (!anyAddress) {
      names.add(bound.getHostAddress().replaceFirst("%.*", ""));
    }
  }

  /**
   * Whether a request's {@code Host} means this service; none does, as browsers always state it.
   */
  boolean allow(String host) {
    if (host == null) {
      return true;
    }
    String name = plain(host);
    return names.contains(name) || (anyAddress && ADDRESS.matcher(name).matches());
  }

  /** Without port and brackets, in small letters and without a dot at the end. */
  private static String plain(String host) {
    String name = host.strip().toLowerCase(Locale.ROOT);
    if (name.startsWith("[")) {
      return expanded(name.substring(1, Math.max(1, name.indexOf(']'))));
    }
    return PORT.matcher(name).replaceFirst("").replaceFirst("\\.$", "");
  }

  /** {@code ::1} in any spelling. */
  private static String expanded(String address) {
    return address.matches("[0:]*:0*1") ? "::1" : address;
  }

  @Override
  public String toString() {
    return String.join(", ", names) + (anyAddress ? " and any address" : "");
  }
}
