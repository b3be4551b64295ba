package org.arcmesh.bootstrap.signaling;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Hello;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.wire.Wire;
import org.arcmesh.wire.WireException;

/** A stranger at a signaling node: the JDK's WebSocket, or bare bytes. */
final class RawSocket implements WebSocket.Listener {
  private static final Wire WIRE = new Wire(List.of(DoorMessage.TABLE));

  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger closeCode = new AtomicInteger(-1);
  private final WebSocket socket;
  private volatile boolean reading = true;

  RawSocket(Endpoint node) {
    this(node, null);
  }

  /**
   * @param forwardedFor the header of a reverse proxy, or null for none
   */
  RawSocket(Endpoint node, String forwardedFor) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (forwardedFor != null) {
      builder.header("X-Forwarded-For", forwardedFor);
    }
    socket = builder.buildAsync(URI.create("ws://" + node + "/arcmesh"), this).join();
  }

  /** Sends {@code bytes} over TCP and returns what comes back until the other side closes. */
  static String exchange(Endpoint node, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(node.host(), node.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answer);
      } catch (SocketException e) {
        // Closed with bytes of ours unread.
      }
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
  }

  /** Sends {@code request} over TCP and returns the version and status of the answer. */
  static String statusLine(Endpoint node, byte[] request) throws IOException {
    try (Socket socket = new Socket(node.host(), node.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request);
      byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
      return new String(start, StandardCharsets.US_ASCII);
    }
  }

  /** Asks {@code node} who it is, and waits for what it claims. */
  Claims greet(Endpoint node) {
    say(new Ask(Hellos.CHESS, Hellos.nonce("mine"), node));
    await().until(() -> heard.size() == 1);
    return ((Hello) heard.get(0)).claims();
  }

  void say(Message message) {
    say(WIRE.encode(message));
  }

  void say(byte[] frame) {
    socket.sendBinary(ByteBuffer.wrap(frame), true).join();
  }

  CompletableFuture<WebSocket> offer(byte[] frame) {
    return socket.sendBinary(ByteBuffer.wrap(frame), true);
  }

  void sayText(String text) {
    socket.sendText(text, true).join();
  }

  /** Leaves unread what comes after the next message. */
  void stopReading() {
    reading = false;
  }

  void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** Fails if the node has hung up. */
  CompletableFuture<WebSocket> ping() {
    return socket.sendPing(ByteBuffer.allocate(125));
  }

  List<Message> heard() {
    return heard;
  }

  boolean isClosed() {
    return closeCode.get() != -1;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] frame = new byte[data.remaining()];
    data.get(frame);
    if (!reading) {
      return null;
    }
    try {
      heard.add(WIRE.decode(frame));
    } catch (WireException e) {
      throw new AssertionError("a node sent what is no message", e);
    }
    if (reading) {
      from.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode.compareAndSet(-1, code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closeCode.compareAndSet(-1, 0);
  }
}
