package org.arcmesh.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;

/**
 * Discovery in virtual time: who is announced, and what dialing them is like.
 *
 * <p>As in a DHT, an announcement outlives the node that made it; dialing a dead node fails after a
 * time-out.
 */
public final class SimDirectory {
  /** Guess: what a lookup in the mainline DHT takes, from the fastest to the slowest. */
  private static final long LOOKUP_MICROS_MIN = 100_000;

  private static final long LOOKUP_MICROS_MAX = 600_000;

  /** PROTOCOLS 7: a dial is given 1.5 s. */
  private static final long DIAL_TIMEOUT_MICROS = 1_500_000;

  private static final long LATE_MICROS =
      TimeUnit.MILLISECONDS.toMicros(Discovery.Late.AFTER.toMillis());

  private static final int DHT_NODES = 8;

  private final Simulation simulation;
  private final Map<Endpoint, Node> nodes = new LinkedHashMap<>();
  private final Map<Endpoint, Node> contacts = new HashMap<>(); // lookup only
  private final Map<PeerId, Endpoint> announced = new LinkedHashMap<>();
  private BiPredicate<PeerId, PeerId> reach = (asker, node) -> true;

  private boolean forgets;

  // Any thread counts.
  private final LongAdder lookups = new LongAdder();
  private final LongAdder announces = new LongAdder();

  SimDirectory(Simulation simulation) {
    this.simulation = simulation;
  }

  /** A signaling node: what it believes of its component, and whom it names as a contact. */
  private record Node(SimPeer peer, Supplier<Component> component, Supplier<PeerId> contact) {}

  /**
   * Makes {@code self} a signaling node.
   *
   * @param component what it tells those who ask
   * @param contact whom it names to a newcomer: itself or one of its neighbors
   * @return where it can be dialed
   */
  public Endpoint serve(PeerId self, Supplier<Component> component, Supplier<PeerId> contact) {
    Endpoint endpoint = new Endpoint("node" + nodes.size(), 7000);
    nodes.put(endpoint, new Node(simulation.find(self), component, contact));
    return endpoint;
  }

  /** The discovery of {@code self}; {@link #serve} before, if it is a signaling node. */
  public Discovery discovery(PeerId self) {
    return new SimDiscovery(self, null);
  }

  /**
   * The discovery of {@code self} if it has been told of somebody: its first lookup finds {@code
   * contact} at once and nobody else, and {@code contact} names itself.
   *
   * @param component what {@code contact} believes of its component
   */
  public Discovery discovery(PeerId self, PeerId contact, Supplier<Component> component) {
    SimPeer peer = simulation.find(contact);
    Endpoint endpoint = new Endpoint("peer" + peer.number, 7000);
    contacts.put(endpoint, new Node(peer, component, () -> contact));
    return new SimDiscovery(self, endpoint);
  }

  /**
   * Limits whom lookups and probes reach, as a partition that also cuts discovery does.
   *
   * @param reach whether the first peer can find and dial the second
   */
  public void setReach(BiPredicate<PeerId, PeerId> reach) {
    this.reach = reach;
  }

  /** From now on no lookup finds anybody: the DHT is gone. Nodes can be dialed as before. */
  public void forgetAll() {
    announced.clear();
    forgets = true;
  }

  public long lookups() {
    return lookups.sum();
  }

  public long announces() {
    return announces.sum();
  }

  private Endpoint endpointOf(PeerId self) {
    for (Map.Entry<Endpoint, Node> node : nodes.entrySet()) {
      if (node.getValue().peer().id().equals(self)) {
        return node.getKey();
      }
    }
    return null;
  }

  private final class SimDiscovery implements Discovery {
    private final PeerId id;
    private final Map<Endpoint, SimPeer> entered = new LinkedHashMap<>();

    /** Null if it has not been told of anybody, or no longer. */
    private Endpoint told;

    SimDiscovery(PeerId id, Endpoint told) {
      this.id = id;
      this.told = told;
    }

    private SimPeer self() {
      return simulation.find(id);
    }

    @Override
    public void lookup() {
      lookups.increment();
      if (told != null) {
        self().answerAfter(0, new Found(told));
        self().answerAfter(0, new LookedUp(1, DHT_NODES));
        told = null;
        return;
      }
      List<Endpoint> found = new ArrayList<>();
      announced.forEach(
          (peer, endpoint) -> {
            if (!peer.equals(id) && reach.test(id, peer)) {
              found.add(endpoint);
            }
          });
      SplittableRandom random = self().shard.lookupRandom();
      for (Endpoint endpoint : found) {
        long at = random.nextLong(LOOKUP_MICROS_MIN, LOOKUP_MICROS_MAX);
        self().answerAfter(at, new Found(endpoint));
      }
      self().answerAfter(LOOKUP_MICROS_MAX, new LookedUp(found.size(), DHT_NODES));
    }

    @Override
    public void probe(Endpoint endpoint, Component ours) {
      dial(
          endpoint,
          node -> {
            node.peer().answerAfter(0, new Visited(endpointOf(id), id, ours));
            Answer answer = new Probed(endpoint, node.peer().id(), node.component().get());
            answer(node, () -> self().answerAfter(0, answer));
          },
          new ProbeFailed(endpoint, "no answer from " + endpoint));
    }

    @Override
    public void enter(Endpoint endpoint) {
      if (!isConnectedInTime(endpoint)) {
        self().answerAfter(LATE_MICROS, new Late(endpoint));
      }
      dial(
          endpoint,
          node -> {
            node.peer().openDoor(self());
            Answer answer = new Entered(endpoint, node.peer().id(), node.contact().get());
            answer(
                node,
                () -> {
                  entered.put(endpoint, node.peer());
                  self().openDoor(node.peer());
                  self().answerAfter(0, answer);
                });
          },
          new EntryFailed(endpoint, "no answer from " + endpoint));
    }

    @Override
    public void hangUp(Endpoint endpoint) {
      SimPeer node = entered.remove(endpoint);
      if (node != null) {
        self().closeDoor(node.id());
        long trip = simulation.delayMicros(self(), node);
        self().shard.act(trip + self().lateMicros(), node, "hang up", () -> node.closeDoor(id));
      }
    }

    @Override
    public void announce() {
      Endpoint own = endpointOf(id);
      if (own != null && !forgets) {
        announces.increment();
        self().shard.defer(() -> announced.put(id, own));
      }
    }

    @Override
    public void withdraw() {
      self().shard.defer(() -> announced.remove(id));
    }

    private boolean isConnectedInTime(Endpoint endpoint) {
      Node node = find(endpoint);
      return node != null && 2 * simulation.delayMicros(self(), node.peer()) <= LATE_MICROS;
    }

    /** Null if nobody answers there. */
    private Node find(Endpoint endpoint) {
      Node node = nodes.containsKey(endpoint) ? nodes.get(endpoint) : contacts.get(endpoint);
      boolean isThere = node != null && !node.peer().isGone() && reach.test(id, node.peer().id());
      return isThere ? node : null;
    }

    /** A TCP and a WebSocket handshake, the question, and at the node what it does about it. */
    private void dial(Endpoint endpoint, Consumer<Node> atNode, Answer otherwise) {
      Node node = find(endpoint);
      if (node == null) {
        self().answerAfter(DIAL_TIMEOUT_MICROS, otherwise);
        return;
      }
      long trips = 5 * simulation.delayMicros(self(), node.peer());
      long late = 3 * self().lateMicros() + 2 * node.peer().lateMicros();
      self().shard.act(trips + late, node.peer(), "dialed", () -> atNode.accept(node));
    }

    /** From {@code node}: we hear of what was done there. */
    private void answer(Node node, Runnable heard) {
      long trip = simulation.delayMicros(self(), node.peer());
      node.peer().shard.act(trip + node.peer().lateMicros(), self(), "answered", heard);
    }
  }
}
