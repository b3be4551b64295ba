package org.arcmesh.bootstrap.signaling;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;

/**
 * Discovery of a live peer: fixed contacts, nodes that answered before, what those recommend, and
 * the mainline DHT.
 *
 * <p>It lives on the peer's event loop, where all calls come from and all answers go to. It is made
 * before the peer is, and {@link #bind bound} to it afterwards; what is asked of it meanwhile
 * waits.
 *
 * <p>Of the endpoints that a lookup finds it keeps back those that failed lately ({@link
 * DialBook}), unless it finds no other: then one more try costs nothing, and a node that was
 * restarted is found.
 */
public final class LiveDiscovery implements Discovery, AutoCloseable {
  /** The lookup of a DHT that says nothing is over after this. Guess: twice a slow one. */
  private static final long LOOKUP_MILLIS_MAX = 15_000;

  private final DoorConfig config;
  private final Admission admission;
  private final Rendezvous rendezvous;
  private final Contacts contacts;
  private final DialBook book = new DialBook();
  private final Vouchers vouchers = new Vouchers();
  private final DiscoveryCounters counters = new DiscoveryCounters();
  private final Dialer dialer;
  private final List<Runnable> early = new ArrayList<>();
  private volatile DoorPeer peer; // Null until bound.
  private Talks talks; // These two as well.
  private Announcer announcer;
  private Endpoint own;
  private boolean announcing;
  private boolean closed;

  /** Of a public overlay. */
  public LiveDiscovery(
      DoorConfig config, ApplicationKey application, MainlineLookup mainline, Contacts contacts) {
    this(config, Admission.open(application), mainline, contacts);
  }

  /**
   * @param admission to the overlay whose nodes to find
   * @param contacts nodes that the user named, tried first
   */
  public LiveDiscovery(
      DoorConfig config, Admission admission, MainlineLookup mainline, Contacts contacts) {
    this(config, admission, mainline, contacts, Clock.systemUTC());
  }

  /**
   * @param clock tells the day on which the keys of a private overlay depend
   */
  LiveDiscovery(
      DoorConfig config,
      Admission admission,
      MainlineLookup mainline,
      Contacts contacts,
      Clock clock) {
    this.config = config;
    this.admission = admission;
    this.rendezvous = new Rendezvous(mainline, new LookupKeys(admission, clock));
    this.contacts = contacts;
    this.dialer = new Dialer(config.dialsAtOnce(), config.dialsPerJoin(), vouchers::of);
  }

  /** Gives it its peer. Called once, on any thread. */
  public void bind(DoorPeer bound) {
    peer = bound;
    bound
        .loop()
        .execute(
            () -> {
              talks =
                  new Talks(config, admission, bound, book, vouchers, counters, dialer, contacts);
              announcer = new Announcer(bound.loop(), config.isPublic(), this::announceOnce);
              early.forEach(Runnable::run);
              early.clear();
            });
  }

  /**
   * We are a signaling node, reached at {@code endpoint}: what {@link #announce} announces, what
   * other nodes are told, and what is never dialed. On any thread, once bound.
   */
  public void serve(Endpoint endpoint) {
    peer.loop()
        .execute(
            () -> {
              own = endpoint;
              book.isUs(endpoint);
              if (announcing) {
                announcer.start();
              }
            });
  }

  /**
   * These nodes answered last time: they are tried with the contacts. Once bound, on any thread.
   */
  public void recall(List<Endpoint> nodes) {
    peer.loop().execute(() -> book.recommend(nodes));
  }

  /**
   * Tells {@code listener} of all nodes that have answered, the last ones first, whenever there is
   * another one. Once bound; called on the peer's event loop.
   */
  public void onAnswering(Consumer<List<Endpoint>> listener) {
    peer.loop().execute(() -> book.onProven(() -> listener.accept(answering())));
  }

  private List<Endpoint> answering() {
    List<Endpoint> proven = new ArrayList<>(book.proven());
    Collections.reverse(proven);
    return List.copyOf(proven);
  }

  /** We are no signaling node any more. On any thread, once bound. */
  public void serveNoMore() {
    peer.loop()
        .execute(
            () -> {
              own = null;
              announcer.stop();
            });
  }

  /**
   * Asks a signaling node to dial us.
   *
   * @param node which one
   * @param listening where our server is; a host of zeros stands for where the node sees us
   * @param answer hears of it on the peer's event loop
   */
  public void dialBack(Endpoint node, Endpoint listening, Consumer<Reachability> answer) {
    whenBound(() -> talks.dialBack(node, listening, answer));
  }

  /** WebSockets of ours to signaling nodes. On the peer's event loop. */
  public NodeSockets sockets() {
    return talks == null ? NodeSockets.NONE : talks.sockets();
  }

  /** What happened so far. On the peer's event loop. */
  public DiscoveryStats stats() {
    return counters.stats(announcer == null ? 0 : announcer.stored());
  }

  /** Nodes that proved themselves to us, the last ones first. On the peer's event loop. */
  public List<Endpoint> known() {
    List<Endpoint> known = new ArrayList<>(answering());
    known.removeIf(endpoint -> !Addresses.isDialable(endpoint, config.isPublic()));
    return known.subList(0, Math.min(known.size(), DoorMessage.ALTERNATES_MAX));
  }

  /** Hangs up and withdraws. On any thread. */
  @Override
  public void close() {
    if (peer == null || peer.loop().isShuttingDown()) {
      return;
    }
    peer.loop()
        .execute(
            () -> {
              withdraw();
              closed = true;
              talks.hangUpAll();
            });
  }

  @Override
  public void lookup() {
    whenBound(this::search);
  }

  @Override
  public void probe(Endpoint endpoint, Component ours) {
    whenBound(() -> talks.probe(endpoint, ours, own));
  }

  /** While an entry at {@code endpoint} is under way, its answer is that of both. */
  @Override
  public void enter(Endpoint endpoint) {
    whenBound(() -> talks.enter(endpoint));
  }

  @Override
  public int vouchers(Endpoint endpoint) {
    boolean isKnown =
        contacts.endpoints().contains(endpoint) || book.provenAt(endpoint).isPresent();
    return isKnown ? Integer.MAX_VALUE : Math.max(1, vouchers.of(endpoint));
  }

  @Override
  public void hangUp(Endpoint endpoint) {
    whenBound(() -> talks.hangUp(endpoint));
  }

  @Override
  public void announce() {
    whenBound(
        () -> {
          announcing = true;
          if (own != null) {
            announcer.start();
          }
        });
  }

  @Override
  public void withdraw() {
    whenBound(
        () -> {
          announcing = false;
          announcer.stop();
        });
  }

  private void whenBound(Runnable call) {
    if (talks == null) {
      early.add(call);
    } else if (!closed) {
      call.run();
    }
  }

  private CompletableFuture<Integer> announceOnce() {
    return rendezvous.announce(own.port());
  }

  private void search() {
    long now = nowMillis();
    counters.lookup(now);
    dialer.refill(now);
    Search search =
        new Search(config, book, vouchers, counters, LiveDiscovery::nowMillis, peer::post);
    contacts.endpoints().forEach(search::consider);
    book.proven().forEach(search::consider);
    book.recommended().forEach(search::consider);
    rendezvous
        .lookup(hint -> peer.loop().execute(() -> search.hear(hint)))
        .whenComplete(
            (result, failure) ->
                peer.loop()
                    .execute(
                        () -> {
                          if (failure == null) {
                            // Only in the end is it known who else named an endpoint.
                            result.hints().forEach(search::hear);
                            counters.rejected(Rejection.PORT, result.portless());
                            search.end(result.responders());
                          } else {
                            search.end(0);
                          }
                        }));
    peer.loop().schedule(() -> search.end(0), LOOKUP_MILLIS_MAX, TimeUnit.MILLISECONDS);
  }

  static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
