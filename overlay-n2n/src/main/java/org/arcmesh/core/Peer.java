package org.arcmesh.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
  private final Protocol<Message>[] protocols;
  private final Context[] contexts;

  /** What each protocol receives: its messages, then its answers; lists that all peers share. */
  private final List<Class<? extends Message>>[] received;

  /** What waits for the end of a handler; a peer at rest has none. */
  private Backlog backlog;

  private boolean busy;

  /**
   * A peer that is not yet started.
   *
   * @param links the one of {@code protocols} that owns links and arcs
   * @param protocols in the order in which they hear of links and arcs
   */
  // A protocol only ever receives messages of the classes it names, which are its M.
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Peer(PeerId self, Host host, LinkLayer links, List<? extends Protocol<?>> protocols) {
    this.self = self;
    this.host = host;
    this.links = links;
    this.protocols = protocols.toArray(new Protocol[0]);
    this.contexts = new Context[protocols.size()];
    this.received = new List[2 * protocols.size()];
    for (int number = 0; number < contexts.length; number++) {
      contexts[number] = new ProtocolContext(number);
      addReceived(2 * number, this.protocols[number].messages().types());
      addReceived(2 * number + 1, this.protocols[number].answers());
    }
    links.attach(new Notices());
  }

  private void addReceived(int place, List<Class<? extends Message>> types) {
    for (Class<? extends Message> type : types) {
      if (receiver(type) >= 0) {
        throw new IllegalArgumentException("two protocols of a peer receive " + type.getName());
      }
    }
    received[place] = types;
  }

  /** The number of the protocol that receives these messages, or -1. */
  private int receiver(Class<?> type) {
    // A few lists that every peer of a process shares stay in the cache, unlike a map of each.
    for (int i = 0; i < received.length && received[i] != null; i++) {
      List<Class<? extends Message>> types = received[i];
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
    return Arrays.stream(protocols).map(Protocol::messages).toList();
  }

  /**
   * Reads what a timer of a protocol would read first, and changes nothing: a runtime that knows
   * which peers come next waits for the memory of all of them at once.
   *
   * @return some number that depends on what was read
   */
  public int prefetch(int protocol) {
    int context = contexts[protocol] instanceof ProtocolContext ? 1 : 0;
    // Where links are is what the others ask, whatever they do.
    return context + protocols[protocol].prefetch() + (protocol == 0 ? 0 : protocols[0].prefetch());
  }

  /** The same for a message of this class. */
  public int prefetch(Class<?> message) {
    int receiver = receiver(message);
    return receiver < 0 ? 0 : prefetch(receiver);
  }

  /** Starts all protocols. Called once by the runtime, before any other input. */
  public void start() {
    run(
        () -> {
          for (int i = 0; i < protocols.length; i++) {
            protocols[i].start(contexts[i]);
          }
        });
  }

  /** A message came over a link or a door, or a port answers, then {@code from} is ourselves. */
  public void receive(PeerId from, Message message) {
    if (busy) {
      later(Backlog.Kind.MESSAGE, from, message);
      return;
    }
    busy = true;
    try {
      handle(from, message);
      drain();
    } finally {
      busy = false;
    }
  }

  private void handle(PeerId from, Message message) {
    int receiver = receiver(message.getClass());
    if (receiver < 0) {
      throw new AssertionError("no protocol of this peer receives " + message.getClass().getName());
    }
    protocols[receiver].onMessage(from, message, contexts[receiver]);
  }

  /** A timer that was scheduled through {@link Host#schedule} is due. */
  public void fire(int protocol, Timer timer) {
    if (busy) {
      throw new AssertionError("a runtime fires no timer while a handler runs");
    }
    busy = true;
    try {
      protocols[protocol].onTimer(timer, contexts[protocol]);
      drain();
    } finally {
      busy = false;
    }
  }

  /** Says goodbye. The runtime lets the peer live until it has emitted {@code Left}. */
  public void leave() {
    run(
        () -> {
          for (int i = 0; i < protocols.length; i++) {
            protocols[i].onLeave(contexts[i]);
          }
        });
  }

  /** Runs {@code call}, a call of a port of this peer, as if it were an input. */
  public void run(Runnable call) {
    if (busy) {
      later(Backlog.Kind.CALL, null, call);
      return;
    }
    busy = true;
    try {
      call.run();
      drain();
    } finally {
      busy = false;
    }
  }

  private void later(Backlog.Kind kind, PeerId peer, Object what) {
    if (backlog == null) {
      backlog = new Backlog();
    }
    backlog.add(kind, peer, what);
  }

  private void drain() {
    if (backlog == null) {
      return;
    }
    while (backlog.take()) {
      happen(backlog.kind(), backlog.peer(), backlog.what());
    }
    backlog = null;
  }

  private void happen(Backlog.Kind kind, PeerId peer, Object what) {
    switch (kind) {
      case CALL -> ((Runnable) what).run();
      case MESSAGE -> handle(peer, (Message) what);
      case UP -> {
        for (int i = 0; i < protocols.length; i++) {
          protocols[i].onNeighborUp(peer, contexts[i]);
        }
      }
      case DOWN -> {
        for (int i = 0; i < protocols.length; i++) {
          protocols[i].onNeighborDown(peer, (Cause) what, contexts[i]);
        }
      }
      case OPENED -> {
        for (int i = 0; i < protocols.length; i++) {
          protocols[i].onArcOpened(peer, contexts[i]);
        }
      }
      case FAILED -> {
        for (int i = 0; i < protocols.length; i++) {
          protocols[i].onArcFailed(peer, (Cause) what, contexts[i]);
        }
      }
    }
  }

  private final class Notices implements LinkLayer.Listener {
    @Override
    public void neighborUp(PeerId neighbor) {
      host.emit(new OverlayEvent.NeighborUp(neighbor));
      later(Backlog.Kind.UP, neighbor, null);
    }

    @Override
    public void neighborDown(PeerId neighbor, Cause cause) {
      host.emit(new OverlayEvent.NeighborDown(neighbor, cause));
      later(Backlog.Kind.DOWN, neighbor, cause);
    }

    @Override
    public void arcOpened(PeerId target) {
      later(Backlog.Kind.OPENED, target, null);
    }

    @Override
    public void arcFailed(PeerId target, Cause cause) {
      later(Backlog.Kind.FAILED, target, cause);
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
        later(Backlog.Kind.MESSAGE, self, message);
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
