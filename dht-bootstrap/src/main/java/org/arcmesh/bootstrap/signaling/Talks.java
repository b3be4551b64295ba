package org.arcmesh.bootstrap.signaling;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.DialedBack;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.EntryFailed;
import org.arcmesh.core.Discovery.Late;
import org.arcmesh.core.Discovery.ProbeFailed;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;

/** The probes and entries of one peer: whether to dial, and what comes of it. On its event loop. */
final class Talks {
  /** After the connection: two round trips of a distant host. Guess. */
  private static final long HELLO_MILLIS = 500;

  private final DoorConfig config;
  private final DoorPeer peer;
  private final DialBook book;
  private final Vouchers vouchers;
  private final DiscoveryCounters counters;
  private final Dialer dialer;
  private final DoorClient client;
  private final Set<Talk> talks = new LinkedHashSet<>();
  private final Map<Endpoint, Talk> entries = new LinkedHashMap<>();

  Talks(
      DoorConfig config,
      Admission admission,
      DoorPeer peer,
      DialBook book,
      Vouchers vouchers,
      DiscoveryCounters counters,
      Dialer dialer,
      Contacts contacts) {
    this.config = config;
    this.peer = peer;
    this.book = book;
    this.vouchers = vouchers;
    this.counters = counters;
    this.dialer = dialer;
    this.client = new DoorClient(config, admission, peer, contacts);
  }

  void probe(Endpoint endpoint, Component ours, Endpoint own) {
    new Talk(endpoint, ours, own).begin();
  }

  /** Of entries at one endpoint only one is under way; its answer is that of all. */
  void enter(Endpoint endpoint) {
    Talk entry = entries.get(endpoint);
    if (entry == null) {
      entry = new Talk(endpoint, null, null);
      entries.put(endpoint, entry);
      if (!entry.goesOnFromProbe()) {
        entry.begin();
      }
    } else if (entry.entered != null) {
      peer.post(entry.entered);
    }
  }

  /** Asks the node at {@code endpoint} whether we can be reached at {@code own}. */
  void dialBack(Endpoint endpoint, Endpoint own, Consumer<Reachability> answer) {
    client.dialBack(
        endpoint,
        own,
        new Call.Listener() {
          @Override
          public void dialedBack(DialedBack said) {
            answer.accept(
                said.flaw() == null
                    ? Reachability.proven(said.endpoint())
                    : Reachability.refuted(said.endpoint(), said.flaw()));
          }

          @Override
          public void failed(Rejection reason, String detail, int retryMillis) {
            answer.accept(Reachability.UNKNOWN);
          }
        });
  }

  void hangUp(Endpoint endpoint) {
    Talk entry = entries.remove(endpoint);
    if (entry != null) {
      entry.hangUp();
    }
  }

  /** Sockets to nodes: open now, and ever opened. */
  NodeSockets sockets() {
    return new NodeSockets(client.open(), client.opened());
  }

  void hangUpAll() {
    List.copyOf(talks).forEach(Talk::hangUp);
  }

  /** One dial, with everything that discovery learns from it. */
  private final class Talk implements Call.Listener {
    private final Endpoint endpoint;
    private final Component ours; // Null to enter.
    private final Endpoint own;
    private Call call; // Null while waiting for its turn.
    private PeerId node; // Null until it has proven itself.
    private boolean isDialing;
    private boolean hungUp;
    private Entered entered;

    Talk(Endpoint endpoint, Component ours, Endpoint own) {
      this.endpoint = endpoint;
      this.ours = ours;
      this.own = own;
    }

    void begin() {
      talks.add(this);
      if (book.isOurs(endpoint)) {
        reject(Rejection.SELF, "this is ourselves");
      } else if (book.provenAt(endpoint).filter(config.reachable().negate()).isPresent()) {
        reject(Rejection.CUT, "discovery is cut");
      } else if (book.isBlocked(endpoint, LiveDiscovery.nowMillis())) {
        reject(Rejection.BLOCKED, "it failed a moment ago");
      } else if (!dialer.dial(endpoint, LiveDiscovery.nowMillis(), this::start)) {
        reject(Rejection.DIAL_LIMIT, config.dialsPerJoin() + " dials are enough for one lookup");
      }
    }

    /** Two nodes that find each other need one socket: for the question, and then for the entry. */
    boolean goesOnFromProbe() {
      for (Talk probe : List.copyOf(talks)) {
        if (probe.ours != null
            && probe.endpoint.equals(endpoint)
            && probe.call != null
            && probe.call.goesOnAsEntry(this)) {
          call = probe.call;
          node = probe.node;
          talks.add(this);
          return true;
        }
      }
      return false;
    }

    private void start() {
      isDialing = true;
      if (hungUp) {
        failed(Rejection.HUNG_UP, "hung up", 0);
      } else if (ours == null) {
        call = client.enter(endpoint, this);
        tellIfLate(call, Late.AFTER.toMillis(), () -> call.isConnected());
      } else {
        call = client.probe(endpoint, ours, own, this);
      }
    }

    /**
     * A node that takes the connection has time for a hello; one that only listens is late, too.
     */
    private void tellIfLate(Call call, long millis, BooleanSupplier isInTime) {
      peer.loop()
          .schedule(
              () -> {
                if (call.isOver() || hungUp || entered != null) {
                  return;
                }
                if (!isInTime.getAsBoolean()) {
                  peer.post(new Late(endpoint));
                } else if (node == null) {
                  tellIfLate(call, HELLO_MILLIS, () -> node != null);
                }
              },
              millis,
              TimeUnit.MILLISECONDS);
    }

    void hangUp() {
      hungUp = true;
      if (call != null) {
        call.hangUp();
      }
    }

    @Override
    public void verified(PeerId node, Claims claims) {
      this.node = node;
      counters.verified(LiveDiscovery.nowMillis());
      book.verified(endpoint, node);
      vouchers.praise(endpoint);
      book.recommend(
          claims.alternates().stream()
              .filter(alternate -> Addresses.isDialable(alternate, config.isPublic()))
              .toList());
    }

    private void dialed() {
      if (isDialing) {
        isDialing = false;
        dialer.done(endpoint);
      }
    }

    @Override
    public void probed(PeerId node, Claims claims) {
      dialed();
      peer.post(new Probed(endpoint, node, claims.component()));
    }

    @Override
    public void entered(PeerId node, PeerId contact) {
      dialed();
      entered = new Entered(endpoint, node, contact);
      peer.post(entered);
    }

    @Override
    public void failed(Rejection reason, String detail, int retryMillis) {
      dialed();
      if (reason == Rejection.NEIGHBOR && node != null && ours == null) {
        // We have lost our arcs, but not the link: then it needs no door.
        talks.remove(this);
        entries.remove(endpoint, this);
        peer.post(new Entered(endpoint, node, node));
        return;
      }
      if (reason == Rejection.SELF) {
        book.isUs(endpoint);
      } else if (reason == Rejection.RETIRING) {
        book.retired(endpoint, LiveDiscovery.nowMillis(), retryMillis);
      } else if (reason != Rejection.CUT && reason != Rejection.HUNG_UP) {
        book.failed(endpoint, LiveDiscovery.nowMillis(), retryMillis);
      }
      if (isStranger(reason)) {
        vouchers.blame(endpoint);
      }
      reject(reason, detail);
    }

    /** Whether a node that answers so never was one of ours. */
    private boolean isStranger(Rejection reason) {
      return switch (reason) {
        case OTHER_PROTOCOL, MALFORMED, OVERSIZE, SIGNATURE, KEY, APPLICATION, ADDRESS -> true;
        default -> false;
      };
    }

    private void reject(Rejection reason, String detail) {
      talks.remove(this);
      if (hungUp && ours == null) {
        return; // Whoever hangs up expects no answer, and takes it for that of the next entry.
      }
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
