package org.arcmesh.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * One participant: its protocols, and the order in which they are called.
 *
 * <p>A runtime feeds it messages and timers from one thread at a time. Whatever a handler causes in
 * other protocols of the same peer happens after the handler, before the runtime's call returns.
 */
public final class Peer {
  private final PeerId self;
  private final Host host;
  private final LinkLayer links;
  private final List<Protocol<Message>> protocols = new ArrayList<>();
  private final List<Context> contexts = new ArrayList<>();

  /** What each protocol receives: its messages, then its answers; lists that all peers share. */
  private final List<List<Class<? extends Message>>> received = new ArrayList<>();

  private final ArrayDeque<Runnable> pending = new ArrayDeque<>();
  private boolean busy;

  /**
   * A peer that is not yet started.
   *
   * @param links the one of {@code protocols} that owns links and arcs
   * @param protocols in the order in which they hear of links and arcs
   */
  public Peer(PeerId self, Host host, LinkLayer links, List<? extends Protocol<?>> protocols) {
    this.self = self;
    this.host = host;
    this.links = links;
    for (Protocol<?> protocol : protocols) {
      add(protocol);
    }
    links.attach(new Notices());
  }

  // A protocol only ever receives messages of the classes it names, which are its M.
  @SuppressWarnings("unchecked")
  private void add(Protocol<?> protocol) {
    int number = protocols.size();
    protocols.add((Protocol<Message>) protocol);
    contexts.add(new ProtocolContext(number));
    for (List<Class<? extends Message>> types :
        List.of(protocol.messages().types(), protocol.answers())) {
      for (Class<? extends Message> type : types) {
        if (receiver(type) >= 0) {
          throw new IllegalArgumentException("two protocols of a peer receive " + type.getName());
        }
      }
      received.add(types);
    }
  }

  /** The number of the protocol that receives these messages, or -1. */
  private int receiver(Class<?> type) {
    // A few lists that every peer of a process shares stay in the cache, unlike a map of each.
    for (int i = 0; i < received.size(); i++) {
      List<Class<? extends Message>> types = received.get(i);
      for (int j = 0; j < types.size(); j++) {
        if (types.get(j) == type) {
          return i / 2;
        }
      }
    }
    return -1;
  }

  public PeerId self() {
    return self;
  }

  public Links links() {
    return links;
  }

  /** The tables of all protocols, for the wire. */
  public List<MessageTable> messageTables() {
    return protocols.stream().map(Protocol::messages).toList();
  }

  /** Starts all protocols. Called once by the runtime, before any other input. */
  public void start() {
    run(() -> forAll((protocol, ctx) -> protocol.start(ctx)));
  }

  /** A message came over a link or a door, or a port answers, then {@code from} is ourselves. */
  public void receive(PeerId from, Message message) {
    int receiver = receiver(message.getClass());
    if (receiver < 0) {
      throw new AssertionError("no protocol of this peer receives " + message.getClass().getName());
    }
    if (busy) {
      pending.add(() -> protocols.get(receiver).onMessage(from, message, contexts.get(receiver)));
      return;
    }
    busy = true;
    try {
      protocols.get(receiver).onMessage(from, message, contexts.get(receiver));
      drain();
    } finally {
      busy = false;
    }
  }

  /** A timer that was scheduled through {@link Host#schedule} is due. */
  public void fire(int protocol, Timer timer) {
    if (busy) {
      throw new AssertionError("a runtime fires no timer while a handler runs");
    }
    busy = true;
    try {
      protocols.get(protocol).onTimer(timer, contexts.get(protocol));
      drain();
    } finally {
      busy = false;
    }
  }

  /** Says goodbye. The runtime lets the peer live until it has emitted {@code Left}. */
  public void leave() {
    run(() -> forAll((protocol, ctx) -> protocol.onLeave(ctx)));
  }

  /** Runs {@code call}, a call of a port of this peer, as if it were an input. */
  public void run(Runnable call) {
    pending.add(call);
    if (busy) {
      return;
    }
    busy = true;
    try {
      drain();
    } finally {
      busy = false;
    }
  }

  private void drain() {
    for (Runnable next = pending.poll(); next != null; next = pending.poll()) {
      next.run();
    }
  }

  private void forAll(BiConsumer<Protocol<Message>, Context> call) {
    for (int i = 0; i < protocols.size(); i++) {
      call.accept(protocols.get(i), contexts.get(i));
    }
  }

  private final class Notices implements LinkLayer.Listener {
    @Override
    public void neighborUp(PeerId neighbor) {
      host.emit(new OverlayEvent.NeighborUp(neighbor));
      pending.add(() -> forAll((protocol, ctx) -> protocol.onNeighborUp(neighbor, ctx)));
    }

    @Override
    public void neighborDown(PeerId neighbor, Cause cause) {
      host.emit(new OverlayEvent.NeighborDown(neighbor, cause));
      pending.add(() -> forAll((protocol, ctx) -> protocol.onNeighborDown(neighbor, cause, ctx)));
    }

    @Override
    public void arcOpened(PeerId target) {
      pending.add(() -> forAll((protocol, ctx) -> protocol.onArcOpened(target, ctx)));
    }

    @Override
    public void arcFailed(PeerId target, Cause cause) {
      pending.add(() -> forAll((protocol, ctx) -> protocol.onArcFailed(target, cause, ctx)));
    }
  }

  private final class ProtocolContext implements Context {
    private final int number;

    ProtocolContext(int number) {
      this.number = number;
    }

    @Override
    public PeerId self() {
      return self;
    }

    @Override
    public long nowMillis() {
      return host.nowMillis();
    }

    @Override
    public RandomGenerator random() {
      return host.random();
    }

    @Override
    public void send(PeerId neighbor, Message message) {
      if (neighbor.equals(self)) {
        pending.add(() -> receive(self, message));
      } else {
        host.send(neighbor, message);
      }
    }

    @Override
    public void schedule(Duration delay, Timer timer) {
      host.schedule(delay, number, timer);
    }

    @Override
    public void openArc(PeerId target, PeerId mediator) {
      links.openArc(target, mediator);
    }

    @Override
    public void introduce(PeerId left, PeerId right) {
      links.introduce(left, right);
    }

    @Override
    public void closeArc(PeerId target) {
      links.closeArc(target);
    }

    @Override
    public void hold(PeerId neighbor, Hold reason) {
      links.hold(neighbor, reason);
    }

    @Override
    public void release(PeerId neighbor, Hold reason) {
      links.release(neighbor, reason);
    }

    @Override
    public void emit(OverlayEvent event) {
      host.emit(event);
    }
  }
}
