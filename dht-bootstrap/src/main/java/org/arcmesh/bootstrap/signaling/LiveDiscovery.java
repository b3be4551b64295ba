package org.arcmesh.bootstrap.signaling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;

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
  private final ApplicationKey application;
  private final MainlineLookup mainline;
  private final List<Endpoint> contacts;
  private final DialBook book = new DialBook();
  private final Vouchers vouchers = new Vouchers();
  private final DiscoveryCounters counters = new DiscoveryCounters();
  private final Dialer dialer;
  private final List<Runnable> early = new ArrayList<>();
  private final Set<Talk> talks = new LinkedHashSet<>();
  private final Map<Endpoint, Talk> entries = new LinkedHashMap<>();
  private volatile DoorPeer peer; // Null until bound.
  private DoorClient client;
  private Announcer announcer;
  private Endpoint own;
  private boolean announcing;
  private boolean closed;

  /**
   * @param application whose nodes to find
   * @param contacts nodes that the user named, tried first
   */
  public LiveDiscovery(
      DoorConfig config,
      ApplicationKey application,
      MainlineLookup mainline,
      List<Endpoint> contacts) {
    this.config = config;
    this.application = application;
    this.mainline = mainline;
    this.contacts = List.copyOf(contacts);
    this.dialer = new Dialer(config.dialsAtOnce(), config.dialsPerJoin(), vouchers::of);
  }

  /**
   * Reads a contact as users write it: {@code ws://HOST:PORT/arcmesh} or {@code HOST:PORT}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Endpoint parseContact(String text) {
    String address = text;
    if (text.startsWith("ws://")) {
      address = text.substring("ws://".length());
      if (address.endsWith(SignalingServer.PATH)) {
        address = address.substring(0, address.length() - SignalingServer.PATH.length());
      }
    }
    try {
      return Endpoint.parse(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "contact '" + text + "' is neither ws://HOST:PORT/arcmesh nor HOST:PORT", e);
    }
  }

  /** Gives it its peer. Called once, on any thread. */
  public void bind(DoorPeer bound) {
    peer = bound;
    bound
        .loop()
        .execute(
            () -> {
              client = new DoorClient(config, application, bound);
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

  /** What happened so far. On the peer's event loop. */
  public DiscoveryStats stats() {
    return counters.stats(announcer == null ? 0 : announcer.stored());
  }

  /** Nodes that proved themselves to us, the last ones first. On the peer's event loop. */
  public List<Endpoint> known() {
    List<Endpoint> known = new ArrayList<>(book.proven());
    Collections.reverse(known);
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
              List.copyOf(talks).forEach(Talk::hangUp);
            });
  }

  @Override
  public void lookup() {
    whenBound(this::search);
  }

  @Override
  public void probe(Endpoint endpoint, Component ours) {
    whenBound(() -> new Talk(endpoint, ours).begin());
  }

  /** While an entry at {@code endpoint} is under way, its answer is that of both. */
  @Override
  public void enter(Endpoint endpoint) {
    whenBound(
        () -> {
          Talk entry = entries.get(endpoint);
          if (entry == null) {
            entry = new Talk(endpoint, null);
            entries.put(endpoint, entry);
            entry.begin();
          } else if (entry.entered != null) {
            peer.post(entry.entered);
          }
        });
  }

  @Override
  public void hangUp(Endpoint endpoint) {
    whenBound(
        () -> {
          Talk entry = entries.remove(endpoint);
          if (entry != null) {
            entry.hangUp();
          }
        });
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
    if (client == null) {
      early.add(call);
    } else if (!closed) {
      call.run();
    }
  }

  private CompletableFuture<Integer> announceOnce() {
    return mainline.announce(application.bytes(), own.port());
  }

  private void search() {
    long now = nowMillis();
    counters.lookup(now);
    dialer.refill(now);
    Search search =
        new Search(config, book, vouchers, counters, LiveDiscovery::nowMillis, peer::post);
    contacts.forEach(search::consider);
    book.proven().forEach(search::consider);
    book.recommended().forEach(search::consider);
    mainline
        .lookup(application.bytes(), hint -> peer.loop().execute(() -> search.hear(hint)))
        .whenComplete(
            (responders, failure) ->
                peer.loop().execute(() -> search.end(failure == null ? responders : 0)));
    peer.loop().schedule(() -> search.end(0), LOOKUP_MILLIS_MAX, TimeUnit.MILLISECONDS);
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** One dial, with everything that discovery learns from it. */
  private final class Talk implements Call.Listener {
    private final Endpoint endpoint;
    private final Component ours; // Null to enter.
    private Call call; // Null while waiting for its turn.
    private boolean hungUp;
    private Entered entered;

    Talk(Endpoint endpoint, Component ours) {
      this.endpoint = endpoint;
      this.ours = ours;
    }

    void begin() {
      talks.add(this);
      if (book.isOurs(endpoint)) {
        reject(Rejection.SELF, "this is ourselves");
      } else if (book.provenAt(endpoint).filter(config.reachable().negate()).isPresent()) {
        reject(Rejection.CUT, "discovery is cut");
      } else if (book.isBlocked(endpoint, nowMillis())) {
        reject(Rejection.BLOCKED, "it failed a moment ago");
      } else if (!dialer.dial(endpoint, nowMillis(), this::start)) {
        reject(Rejection.DIAL_LIMIT, config.dialsPerJoin() + " dials are enough for one lookup");
      }
    }

    private void start() {
      if (hungUp) {
        failed(Rejection.HUNG_UP, "hung up", 0);
      } else if (ours == null) {
        call = client.enter(endpoint, this);
      } else {
        call = client.probe(endpoint, ours, own, this);
      }
    }

    void hangUp() {
      hungUp = true;
      if (call != null) {
        call.hangUp();
      }
    }

    @Override
    public void verified(PeerId node, Claims claims) {
      counters.verified(nowMillis());
      book.verified(endpoint, node);
      vouchers.praise(endpoint);
      book.recommend(
          claims.alternates().stream()
              .filter(alternate -> Addresses.isDialable(alternate, config.isPublic()))
              .toList());
    }

    @Override
    public void probed(PeerId node, Claims claims) {
      talks.remove(this);
      dialer.done(endpoint);
      peer.post(new Probed(endpoint, node, claims.component()));
    }

    @Override
    public void entered(PeerId node, PeerId contact) {
      dialer.done(endpoint);
      entered = new Entered(endpoint, node, contact);
      peer.post(entered);
    }

    @Override
    public void failed(Rejection reason, String detail, int retryMillis) {
      dialer.done(endpoint);
      if (reason == Rejection.SELF) {
        book.isUs(endpoint);
      } else if (reason != Rejection.CUT && reason != Rejection.HUNG_UP) {
        book.failed(endpoint, nowMillis(), retryMillis);
      }
      if (isStranger(reason)) {
        vouchers.blame(endpoint);
      }
      reject(reason, detail);
    }

    /** Whether a node that answers so never was one of ours. */
    private boolean isStranger(Rejection reason) {
      return switch (reason) {
        case OTHER_PROTOCOL, MALFORMED, OVERSIZE, SIGNATURE, APPLICATION, ADDRESS -> true;
        default -> false;
      };
    }

    private void reject(Rejection reason, String detail) {
      talks.remove(this);
      counters.rejected(reason);
      String text = reason.word() + ": " + detail;
      if (ours == null) {
        entries.remove(endpoint, this);
        peer.post(new EntryFailed(endpoint, text));
      } else {
        peer.post(new ProbeFailed(endpoint, text));
      }
    }

    @Override
    public void closed() {
      talks.remove(this);
      entries.remove(endpoint, this);
    }
  }
}
