package org.arcmesh.webrtc;

import java.io.ByteArrayOutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Bundles that wait for a data channel. Any thread adds and asks; one takes. */
final class Outbound {
  /**
   * Bundles that wait are sent as one message up to this size, since each message costs the native
   * thread a hop to another one and back. So short that it cannot have more frames than a bundle
   * may.
   */
  static final int JOINED_BYTES_MAX = 8 * 1024;

  private final Queue<byte[]> bundles = new ConcurrentLinkedQueue<>();
  private final AtomicInteger bytes = new AtomicInteger();

  void add(byte[] bundle) {
    bytes.addAndGet(bundle.length);
    bundles.add(bundle);
  }

  boolean isEmpty() {
    return bundles.isEmpty();
  }

  /** Of all that waits. */
  int bytes() {
    return bytes.get();
  }

  /** The least that {@link #next} has to send, or 0. */
  int nextBytes() {
    byte[] first = bundles.peek();
    return first == null ? 0 : first.length;
  }

  /** The next message, from what is not empty: several bundles in a row are one, too. */
  byte[] next() {
    byte[] first = bundles.remove();
    byte[] message = follows(first.length) ? join(first) : first;
    bytes.addAndGet(-message.length);
    return message;
  }

  private byte[] join(byte[] first) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(JOINED_BYTES_MAX);
    joined.writeBytes(first);
    while (follows(joined.size())) {
      joined.writeBytes(bundles.remove());
    }
    return joined.toByteArray();
  }

  private boolean follows(int size) {
    int next = nextBytes();
    return next > 0 && size + next <= JOINED_BYTES_MAX;
  }

  void clear() {
    bundles.clear();
    bytes.set(0);
  }
}
