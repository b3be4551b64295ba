package org.arcmesh.testbed.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.measure.Graph;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.scenario.Action;

/**
 * Sees a run go by and keeps what a page needs to replay it. It stands between the run and its
 * engine, and between the run and who is told of its progress: neither knows of it, and a run
 * without it does nothing for it.
 *
 * <p>It sees as often as the run looks. What it keeps is a function of what it saw. One thread.
 */
public final class Recorder {
  /** Overlays up to this size are drawn peer by peer, larger ones as their components. */
  static final int WHOLE_MAX = 300;

  private static final int LOOKS_CHARS_MAX = 6_000_000;
  private static final int CYCLES_MAX = 1_200;
  private static final int LINES_MAX = 2_000;

  private final String about;
  private final boolean whole;
  private final Film film;
  private final Names names = new Names();
  private final Story story = new Story();
  private final Map<PeerId, Integer> numbers = new HashMap<>();
  private final List<Life> lives = new ArrayList<>();
  private final List<Cut> cuts = new ArrayList<>();
  private final ArrayNode steps = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode notes = JsonNodeFactory.instance.arrayNode();
  private final Map<Integer, Integer> relays = new HashMap<>();
  private final Set<Integer> sources = new TreeSet<>();
  private long deliveries;
  private long sent;

  /** From when until when a peer was there. */
  static final class Life {
    final String name;
    final boolean signaling;
    final double from;
    double to = Double.NaN;
    boolean crashed;

    Life(String name, boolean signaling, double from) {
      this.name = name;
      this.signaling = signaling;
      this.from = from;
    }
  }

  private static final class Cut {
    final double from;
    double to = Double.NaN;
    final Action.Partition partition;
    Map<PeerId, Integer> sides;

    Cut(double from, Map<PeerId, Integer> sides, Action.Partition partition) {
      this.partition = partition;
      this.from = from;
      this.sides = Map.copyOf(sides);
    }
  }

  /**
   * @param about what the run shows, in a sentence
   * @param peers how many there will be at most
   */
  public Recorder(String about, int peers) {
    this.about = about;
    this.whole = peers <= WHOLE_MAX;
    this.film = new Film(whole);
  }

  /** The same world, seen. */
  public Engine watch(Engine engine) {
    return new WatchedEngine(engine, this);
  }

  /** The same listener; what it is told is kept. */
  public Progress watch(Progress progress) {
    return new WatchedProgress(progress, this);
  }

  void onStep(double atMillis, String what) {
    add(steps, atMillis, what);
  }

  void onNote(double atMillis, String note) {
    add(notes, atMillis, note);
  }

  private static void add(ArrayNode lines, double atMillis, String text) {
    if (lines.size() < LINES_MAX) {
      lines.addArray().add(Math.round(atMillis)).add(text);
    }
  }

  void onStarted(PeerId peer, boolean signaling, double atMillis) {
    numbers.put(peer, lives.size());
    lives.add(new Life(peer.shortName(), signaling, atMillis));
  }

  void onGone(PeerId peer, boolean crashed, double atMillis) {
    Life life = lives.get(numbers.get(peer));
    life.to = atMillis;
    life.crashed = crashed;
  }

  void onPartition(Map<PeerId, Integer> sides, Action.Partition partition, double atMillis) {
    if (isCut()) {
      cuts.get(cuts.size() - 1).sides = Map.copyOf(sides);
    } else {
      cuts.add(new Cut(atMillis, sides, partition));
    }
  }

  void onHealed(double atMillis) {
    if (isCut()) {
      cuts.get(cuts.size() - 1).to = atMillis;
    }
  }

  private boolean isCut() {
    return !cuts.isEmpty() && Double.isNaN(cuts.get(cuts.size() - 1).to);
  }

  void onSent(PeerId source) {
    sent++;
    sources.add(numbers.get(source));
  }

  void onEvent(PeerId peer, OverlayEvent event, double atMillis) {
    if (event instanceof OverlayEvent.Delivered) {
      deliveries++;
    } else if (event instanceof OverlayEvent.Left) {
      onGone(peer, false, atMillis);
    }
    if (whole && numbers.containsKey(peer)) {
      tell(numbers.get(peer), event, atMillis);
    }
  }

  private void tell(int peer, OverlayEvent event, double atMillis) {
    if (event instanceof OverlayEvent.ComponentChanged changed) {
      story.onBelief(peer, atMillis, changed.id());
    } else if (event instanceof OverlayEvent.PartitionSuspected) {
      story.onSuspicion(peer, atMillis);
    } else if (event instanceof OverlayEvent.PartitionProven) {
      story.onProof(peer, atMillis);
    } else if (event instanceof OverlayEvent.PartitionHealed) {
      story.onHealing(peer, atMillis);
    } else if (event instanceof OverlayEvent.Delivered delivered) {
      int source = numbers.get(delivered.from());
      story.onDelivery(source, delivered.sequence(), peer, delivered.hops(), atMillis);
    }
  }

  boolean isDue(double atMillis) {
    return film.isDue(atMillis);
  }

  boolean isWhole() {
    return whole;
  }

  void onLook(
      Snapshot snapshot, BiPredicate<PeerId, PeerId> cut, List<Engine.Relay> relaysOfPeers) {
    Graph graph = Graph.of(snapshot, cut);
    int[] peers = graph.peers().stream().mapToInt(numbers::get).toArray();
    int[] components = graph.components();
    int[] alive = names.name(peers, components);
    int[] all = new int[lives.size()];
    Arrays.fill(all, Names.NONE);
    for (int i = 0; i < peers.length; i++) {
      all[peers[i]] = alive[i];
    }
    int arcs = snapshot.peers().stream().mapToInt(view -> view.outview().size()).sum();
    Look look =
        new Look(
            snapshot.atMillis(),
            peers.length,
            Arrays.stream(components).max().orElse(-1) + 1,
            arcs,
            deliveries,
            sent,
            drawn(snapshot, peers),
            all);
    for (Engine.Relay relay : relaysOfPeers) {
      Integer source = numbers.get(relay.source());
      int peer = numbers.get(relay.peer());
      int from = numbers.get(relay.from());
      int key = source * WHOLE_MAX + peer;
      Integer old = relays.put(key, from);
      if (old == null || old != from) {
        look.relays.put(key, from);
      }
    }
    look.sources.addAll(sources);
    sources.clear();
    film.add(look);
  }

  /** Arcs between live peers; those that a cut makes useless are drawn, too. */
  private int[] drawn(Snapshot snapshot, int[] alive) {
    if (!whole) {
      return new int[0];
    }
    TreeSet<Integer> arcs = new TreeSet<>();
    for (Snapshot.View view : snapshot.peers()) {
      int from = numbers.get(view.peer());
      for (PeerId target : view.outview()) {
        int to = numbers.getOrDefault(target, Names.NONE);
        if (Arrays.binarySearch(alive, to) >= 0) {
          arcs.add(from * WHOLE_MAX + to);
        }
      }
    }
    return arcs.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What was seen of the graph, from the beginning to the end. */
  List<Look> looks() {
    return film.looks();
  }

  Story story() {
    return story;
  }

  /** All peers in the order of their start. */
  List<Life> lives() {
    return lives;
  }

  /** What the first cut was like. */
  Action.Partition partition() {
    return cuts.get(0).partition;
  }

  /** For each peer its side of the first cut; those that it did not cut off are on the first. */
  int[] sides() {
    int[] sides = new int[lives.size()];
    if (!cuts.isEmpty()) {
      cuts.get(0).sides.forEach((peer, side) -> sides[numbers.get(peer)] = side);
    }
    return sides;
  }

  /**
   * Everything that the page shows.
   *
   * @param report of the run, with its expectations
   */
  ObjectNode json(Report report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("about", about);
    json.put("whole", whole);
    json.put("size", WHOLE_MAX);
    ObjectNode figures = report.json().deepCopy();
    figures.remove("cycles");
    json.set("report", figures);
    json.set("steps", steps);
    json.set("notes", notes);
    ArrayNode parts = json.putArray("cuts");
    cuts.forEach(cut -> parts.add(json(cut)));
    if (whole) {
      ArrayNode peers = json.putArray("peers");
      lives.forEach(life -> peers.add(json(life)));
    }
    json.set("cycles", cycles(report));
    json.set("looks", film.json(LOOKS_CHARS_MAX));
    return json;
  }

  private static ArrayNode json(Life life) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    json.add(life.name).add(life.signaling ? 1 : 0).add(Math.round(life.from));
    if (!Double.isNaN(life.to)) {
      json.add(Math.round(life.to)).add(life.crashed ? 1 : 0);
    }
    return json;
  }

  private ObjectNode json(Cut cut) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("from", Math.round(cut.from));
    if (!Double.isNaN(cut.to)) {
      json.put("to", Math.round(cut.to));
    }
    int[] sizes = new int[cut.sides.values().stream().max(Integer::compare).orElse(0) + 1];
    int[] sides = new int[lives.size()];
    Arrays.fill(sides, -1);
    cut.sides.forEach((peer, side) -> sides[numbers.get(peer)] = side);
    cut.sides.values().forEach(side -> sizes[side]++);
    ArrayNode counts = json.putArray("sizes");
    Arrays.stream(sizes).forEach(counts::add);
    if (whole) {
      ArrayNode list = json.putArray("sides");
      Arrays.stream(sides).forEach(list::add);
    }
    return json;
  }

  /** The clustering of every cycle, or of evenly chosen ones if there are many. */
  private static ArrayNode cycles(Report report) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    JsonNode cycles = report.find("cycles").orElse(json);
    int step = cycles.size() / CYCLES_MAX + 1;
    for (int i = 0; i < cycles.size(); i += step) {
      JsonNode cycle = cycles.get(i);
      if (cycle.has("clustering")) {
        json.addArray().add(cycle.get("atMs").asLong()).add(cycle.get("clustering"));
      }
    }
    return json;
  }
}
