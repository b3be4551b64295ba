package org.arcmesh.bootstrap.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;

/** A node of the DHT that is next to a key, whatever that is, and names whom it wants under it. */
final class HostileResponder implements AutoCloseable {
  private final DatagramSocket socket;
  private final Endpoint endpoint;
  private final Bytes id;
  private final List<byte[]> values;

  /**
   * @param values compact endpoints of 6 bytes (BEP 5)
   */
  HostileResponder(Endpoint at, Bytes id, List<byte[]> values) throws SocketException {
    this.socket = new DatagramSocket(new InetSocketAddress(at.host(), at.port()));
    this.endpoint = at;
    this.id = id;
    this.values = values;
    Thread thread = new Thread(this::serve, "hostile " + at);
    thread.setDaemon(true);
    thread.start();
  }

  static byte[] compact(int a, int b, int c, int d, int port) {
    return new byte[] {
      (byte) a, (byte) b, (byte) c, (byte) d, (byte) (port >> 8), (byte) port,
    };
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Makes itself known: a node of a small DHT looks after whoever asks it something. */
  void introduceTo(Endpoint node) throws IOException {
    byte[] ping =
        ("d1:ad2:id20:" + raw(id.toArray()) + "e1:q4:ping1:t2:aa1:y1:qe").getBytes(ISO_8859_1);
    socket.send(
        new DatagramPacket(ping, ping.length, new InetSocketAddress(node.host(), node.port())));
  }

  private void serve() {
    byte[] buffer = new byte[2_048];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        String query = new String(Arrays.copyOf(buffer, packet.getLength()), ISO_8859_1);
        if (!query.endsWith("1:y1:qe")) {
          continue;
        }
        byte[] answer = answer(query).getBytes(ISO_8859_1);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private String answer(String query) {
    StringBuilder text = new StringBuilder("d1:rd2:id20:").append(raw(id.toArray()));
    text.append("5:nodes0:");
    if (query.contains("9:get_peers")) {
      text.append("5:token4:true6:valuesl");
      values.forEach(value -> text.append("6:").append(raw(value)));
      text.append('e');
    }
    return text.append("e1:t").append(transaction(query)).append("1:y1:re").toString();
  }

  private static String raw(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** The string after the last key {@code t} of the query, with its length. */
  private static String transaction(String query) {
    int start = query.lastIndexOf("1:t") + 3;
    int colon = query.indexOf(':', start);
    int length = Integer.parseInt(query.substring(start, colon));
    return query.substring(start, colon + 1 + length);
  }

  @Override
  public void close() {
    socket.close();
  }
}
