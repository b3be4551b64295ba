package org.arcmesh.webrtc;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.arcmesh.core.Message;
import org.arcmesh.wire.WireException;

/**
 * What one peer has sent and received over links and doors, and what became of the rest. Safe for
 * any thread.
 *
 * <p>A frame that was sent is counted when it is handed to its link or door; one that was received,
 * when it has been understood, whether or not {@link org.arcmesh.core.Faults} then drop it.
 */
public final class Traffic {
  private final Map<Class<? extends Message>, Counter> sent = new ConcurrentHashMap<>();
  private final Map<Class<? extends Message>, Counter> received = new ConcurrentHashMap<>();
  private final Map<Drop, LongAdder> dropped = new EnumMap<>(Drop.class);
  private final Map<WireException.Reason, LongAdder> refused =
      new EnumMap<>(WireException.Reason.class);

  Traffic() {
    for (Drop drop : Drop.values()) {
      dropped.put(drop, new LongAdder());
    }
    for (WireException.Reason reason : WireException.Reason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  /**
   * How much it was.
   *
   * @param frames number of frames
   * @param bytes of these frames, without what bundles, SCTP and DTLS add
   * @param sealBytes those of them that prove who made them
   * @param payloadBytes those of them that are payload of applications
   */
  public record Volume(long frames, long bytes, long sealBytes, long payloadBytes) {
    public Volume plus(Volume other) {
      return new Volume(
          frames + other.frames,
          bytes + other.bytes,
          sealBytes + other.sealBytes,
          payloadBytes + other.payloadBytes);
    }
  }

  /** Why a frame did not reach the peer it was for. */
  public enum Drop {
    /** On arrival, by a partition of the testbed. */
    CUT,
    /** On arrival, by a loss rate of the testbed. */
    LOSS,
    /** When sent: there was neither a link nor a door that takes it. */
    NO_LINK,
    /** When sent: half of what may wait for the link waits, and the frame is expendable. */
    SLOW_LINK,
    /** When sent: so much waits for the link that it is closed. */
    FULL_LINK,
    /** On arrival: one link brings so much that it is closed. */
    FULL_INBOX
  }

  private static final class Counter {
    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder sealBytes = new LongAdder();
    private final LongAdder payloadBytes = new LongAdder();

    void add(Message message, int size) {
      frames.increment();
      bytes.add(size);
      if (message instanceof Message.Sealed sealed) {
        sealBytes.add(sealed.sealBytes());
        payloadBytes.add(sealed.payloadBytes());
      }
    }

    Volume volume() {
      return new Volume(frames.sum(), bytes.sum(), sealBytes.sum(), payloadBytes.sum());
    }
  }

  void countSent(Message message, int bytes) {
    sent.computeIfAbsent(message.getClass(), type -> new Counter()).add(message, bytes);
  }

  void countReceived(Message message, int bytes) {
    received.computeIfAbsent(message.getClass(), type -> new Counter()).add(message, bytes);
  }

  void countDropped(Drop drop) {
    dropped.get(drop).increment();
  }

  void countRefused(WireException.Reason reason) {
    refused.get(reason).increment();
  }

  /** What was sent of each class, ordered by name. */
  public Map<Class<? extends Message>, Volume> sent() {
    return volumes(sent);
  }

  /** What was received of each class, ordered by name. */
  public Map<Class<? extends Message>, Volume> received() {
    return volumes(received);
  }

  /** Frames that did not arrive, or were not sent. */
  public long dropped(Drop drop) {
    return dropped.get(drop).sum();
  }

  /** Frames and bundles that no peer of ours sends; each has closed its link or door. */
  public long refused(WireException.Reason reason) {
    return refused.get(reason).sum();
  }

  private static Map<Class<? extends Message>, Volume> volumes(
      Map<Class<? extends Message>, Counter> counters) {
    Map<Class<? extends Message>, Volume> volumes = new LinkedHashMap<>();
    counters.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().getName()))
        .forEach(entry -> volumes.put(entry.getKey(), entry.getValue().volume()));
    return volumes;
  }
}
