package org.arcmesh.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.arcmesh.core.Message;
import org.arcmesh.core.Peer;
import org.arcmesh.core.Timer;

/**
 * A part of the peers of a simulation, and what is still to happen to them.
 *
 * <p>One thread at a time lets it go on, for a window of time in which nothing that happens
 * elsewhere can reach it. So what happens in it is a function of what was there at the beginning of
 * the window, whatever other threads do meanwhile.
 */
final class Shard {
  /** The resolution of virtual time. */
  static final long TICK_MICROS = 100;

  /** So many peers do not fit in the cache of a processor. */
  private static final int CROWD = 2_000;

  /** More would push each other out of it again. */
  private static final int SOON_MAX = 512;

  // Kinds of events: detail and way are, in turn, the sender and its link; the protocol; the name.
  private static final byte MESSAGE = 0;
  private static final byte TIMER = 1;
  private static final byte ACTION = 2;

  final int number;
  private final List<SimPeer> peers;
  private final Numbers numbers;
  private final SplittableRandom lossRandom;
  private final SplittableRandom lookupRandom;
  private final EventQueue queue = new EventQueue();
  private final Trace trace = new Trace();
  private final Traffic traffic = new Traffic();

  /** What is sent to each shard in this window. */
  private final Mail[] sent;

  /** What each shard sent here in the window before; nothing once this one has begun. */
  private final Mail[] received;

  /** What comes in this window. */
  private final int[] soon = new int[SOON_MAX];

  /** Nobody needs it; without it nothing would have to be read. */
  private int prefetched;

  private List<Deferred> deferred = new ArrayList<>();
  private long nowMicros;
  private boolean running;
  private Throwable failure;

  /** Something to be done when all shards stand still. */
  record Deferred(long tick, Runnable action) {}

  /**
   * @param peers all of the simulation, by their numbers
   */
  Shard(int number, int shards, List<SimPeer> peers, Numbers numbers, SplittableRandom seeds) {
    this.number = number;
    this.peers = peers;
    this.numbers = numbers;
    this.lossRandom = seeds.split();
    this.lookupRandom = seeds.split();
    this.sent = new Mail[shards];
    this.received = new Mail[shards];
    for (int other = 0; other < shards; other++) {
      sent[other] = new Mail();
      received[other] = new Mail();
    }
  }

  long nowMicros() {
    return nowMicros;
  }

  /** Nothing more happens before {@code micros}. */
  void setNow(long micros) {
    nowMicros = micros;
  }

  Trace trace() {
    return trace;
  }

  Traffic traffic() {
    return traffic;
  }

  /** Randomness of the frames that are sent here. */
  SplittableRandom lossRandom() {
    return lossRandom;
  }

  /** Randomness of discovery. */
  SplittableRandom lookupRandom() {
    return lookupRandom;
  }

  /** When the next event is due here, or what was sent from here: the greatest number if never. */
  long nextTick() {
    long next = queue.nextTick();
    for (Mail mail : sent) {
      next = Math.min(next, mail.firstTick());
    }
    return next;
  }

  /** Lets all happen that is due until {@code tick}, or until a handler fails. */
  void run(long tick) {
    running = true;
    try {
      for (Mail mail : received) {
        mail.moveTo(queue);
      }
      prefetch(tick);
      while (queue.take(tick)) {
        nowMicros = queue.tick() * TICK_MICROS;
        happen(peers.get(queue.peer()));
      }
      nowMicros = tick * TICK_MICROS;
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      running = false;
    }
  }

  /**
   * Reads something of each peer whose turn comes until {@code tick}. Of 10^5 peers none is in the
   * cache: here their memory is waited for together, in {@link #happen} one by one.
   */
  private void prefetch(long tick) {
    if (peers.size() < CROWD) {
      return;
    }
    int count = queue.due(tick, soon);
    // What lies behind a peer needs the peer: so first something of all, then more of all.
    for (int i = 0; i < count; i++) {
      int event = soon[i];
      SimPeer peer = peers.get(queue.peer(event));
      prefetched += peer.prefetch(queue.subject(event), queue.way(event));
    }
    for (int i = 0; i < count; i++) {
      int event = soon[i];
      Peer peer = peers.get(queue.peer(event)).peer();
      if (queue.kind(event) == TIMER) {
        prefetched += peer.prefetch(queue.detail(event));
      } else if (queue.kind(event) == MESSAGE) {
        prefetched += peer.prefetch(queue.subject(event).getClass());
      }
    }
  }

  /** What the queue has just handed out happens, unless its peer is no longer alive. */
  private void happen(SimPeer peer) {
    if (!peer.isAlive()) {
      return;
    }
    Object subject = queue.subject();
    Object way = queue.way();
    int detail = queue.detail();
    byte kind = queue.kind();
    trace.add(queue.tick(), peer.number, kind == ACTION ? way : subject);
    try {
      if (kind == MESSAGE) {
        peer.arrive(numbers.id(detail), (Message) subject, way);
      } else if (kind == TIMER) {
        peer.peer().fire(detail, (Timer) subject);
      } else {
        ((Runnable) subject).run();
      }
    } catch (RuntimeException | Error e) {
      e.addSuppressed(
          new AssertionError("peer " + peer.id() + " at " + nowMicros + " µs: " + subject));
      throw e;
    }
  }

  /** Throws what a handler has thrown. */
  void rethrow() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  boolean isRunning() {
    return running;
  }

  /** Does {@code action} as soon as all shards stand still: at once, if they do. */
  void defer(Runnable action) {
    if (running) {
      deferred.add(new Deferred(nowMicros / TICK_MICROS, action));
    } else {
      action.run();
    }
  }

  /** What was deferred, which is no longer this shard's to do. */
  List<Deferred> takeDeferred() {
    List<Deferred> taken = deferred;
    deferred = taken.isEmpty() ? taken : new ArrayList<>();
    return taken;
  }

  /** At a barrier: what was sent to {@code other} is there from now on. */
  void post(Shard other) {
    Mail empty = other.received[number];
    other.received[number] = sent[other.number];
    sent[other.number] = empty;
  }

  /** Has {@code message} arrive; {@code way} is null for an answer of a port. */
  void deliver(long afterMicros, int to, SimPeer from, Message message, Object way) {
    add(afterMicros, MESSAGE, to, from.number, message, way);
  }

  void remind(long afterMicros, SimPeer peer, int protocol, Timer timer) {
    add(afterMicros, TIMER, peer.number, protocol, timer, null);
  }

  /** Has something else happen to {@code peer}; the trace knows it by {@code name}. */
  void act(long afterMicros, SimPeer peer, String name, Runnable action) {
    add(afterMicros, ACTION, peer.number, 0, action, name);
  }

  private void add(long afterMicros, byte kind, int peer, int detail, Object subject, Object way) {
    long tick = (nowMicros + afterMicros + TICK_MICROS - 1) / TICK_MICROS;
    int shard = Shards.of(peer, sent.length);
    if (shard == number) {
      queue.add(tick, kind, peer, detail, subject, way);
    } else {
      sent[shard].add(tick, kind, peer, detail, subject, way);
    }
  }
}
