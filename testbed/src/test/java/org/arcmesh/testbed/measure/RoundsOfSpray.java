package org.arcmesh.testbed.measure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;

/**
 * The rules of the Spray paper and nothing else: one peer after the other exchanges with its oldest
 * neighbor, in one step, without messages or clocks.
 *
 * <p>An oracle for the deployed class: what this measures is what the rules give, whatever is
 * published of them. It shares no code with {@code org.arcmesh.sampling.spray}.
 */
public final class RoundsOfSpray {
  private static final int ROUNDS = 60;

  /** Of a set-up, each of which is lost with the same probability. */
  private static final int HOPS = 6;

  /** The view of each peer, the oldest arc first. */
  private final List<List<Integer>> views = new ArrayList<>();

  private final Random random;
  private final double failed;
  private final int joined;

  private RoundsOfSpray(int peers, long seed, double loss, int rounds) {
    random = new Random(seed);
    failed = 1 - Math.pow(1 - loss, HOPS);
    for (int peer = 0; peer < peers; peer++) {
      views.add(new ArrayList<>());
      if (peer > 0) {
        join(peer, random.nextInt(peer));
      }
    }
    joined = arcs();
    List<Integer> order = new ArrayList<>(IntStream.range(0, peers).boxed().toList());
    for (int round = 0; round < rounds; round++) {
      Collections.shuffle(order, random);
      order.forEach(this::exchange);
    }
  }

  /** An overlay of that many peers that joined one by one, after 60 rounds. */
  static RoundsOfSpray run(int peers, long seed) {
    return new RoundsOfSpray(peers, seed, 0, ROUNDS);
  }

  /**
   * An overlay whose exchanges may fail.
   *
   * @param loss of one hop; a set-up has six
   */
  static RoundsOfSpray run(int peers, long seed, double loss, int rounds) {
    return new RoundsOfSpray(peers, seed, loss, rounds);
  }

  private int arcs() {
    return views.stream().mapToInt(List::size).sum();
  }

  /** How many arcs there are, for each that joining made. */
  double arcsKept() {
    return (double) arcs() / joined;
  }

  private void join(int peer, int contact) {
    views.get(peer).add(contact);
    if (views.get(contact).isEmpty()) {
      views.get(contact).add(peer);
    } else {
      views.get(contact).forEach(neighbor -> views.get(neighbor).add(peer));
    }
  }

  private void exchange(int peer) {
    if (size(peer) == 0) {
      return;
    }
    int partner = views.get(peer).get(0);
    if (failed > 0 && random.nextDouble() < failed) {
      loseOldest(peer);
      return;
    }
    List<Integer> sent = sample(peer, (size(peer) + 1) / 2 - 1, 1);
    List<Integer> answer = sample(partner, (size(partner) + 1) / 2, 0);
    views.get(peer).remove(0);
    remove(peer, sent);
    remove(partner, answer);
    // Nobody gets an arc to himself: an arc to the other one becomes an arc to its owner.
    sent.replaceAll(target -> target == partner ? peer : target);
    answer.replaceAll(target -> target == peer ? partner : target);
    // First its own arc, as in the authors' code: the sooner an arc is the oldest one, the less
    // even
    // are in-degrees.
    views.get(partner).add(peer);
    views.get(partner).addAll(sent);
    views.get(peer).addAll(answer);
  }

  /** "onArcDown(q): remove that arc; always add a copy of a random neighbor"; if there is any. */
  private void loseOldest(int peer) {
    List<Integer> view = views.get(peer);
    view.remove(0);
    if (!view.isEmpty()) {
      view.add(view.get(random.nextInt(view.size())));
    }
  }

  private List<Integer> sample(int peer, int size, int from) {
    List<Integer> view = views.get(peer);
    List<Integer> sample = new ArrayList<>(view.subList(from, view.size()));
    Collections.shuffle(sample, random);
    return new ArrayList<>(sample.subList(0, size));
  }

  private void remove(int peer, List<Integer> sample) {
    for (Integer target : sample) {
      views.get(peer).remove(target);
    }
  }

  private int size(int peer) {
    return views.get(peer).size();
  }

  /** The figures of the overlay as reports have them. */
  Report figures() {
    Report report = new Report();
    OverlayMetrics metrics = new OverlayMetrics(graph(new boolean[views.size()]));
    metrics.putAll(report);
    metrics.putCostly(report);
    return report;
  }

  /** Components per survivor when a share of the peers is gone at once. */
  double componentsAfterRemovalOf(double share) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, views.size()).boxed().toList());
    Collections.shuffle(order, random);
    boolean[] gone = new boolean[views.size()];
    int removed = (int) Math.round(share * views.size());
    order.subList(0, removed).forEach(peer -> gone[peer] = true);
    int[] components = graph(gone).components();
    return (IntStream.of(components).max().orElse(-1) + 1.0) / components.length;
  }

  private Graph graph(boolean[] gone) {
    List<Snapshot.View> live = new ArrayList<>();
    for (int peer = 0; peer < views.size(); peer++) {
      if (!gone[peer]) {
        live.add(
            new Snapshot.View(id(peer), views.get(peer).stream().map(RoundsOfSpray::id).toList()));
      }
    }
    return Graph.of(new Snapshot(0, live), (from, to) -> false);
  }

  private static PeerId id(int number) {
    byte[] bytes = new byte[PeerId.SIZE];
    ByteBuffer.wrap(bytes).putInt(number);
    return PeerId.of(Bytes.wrap(bytes));
  }

  /**
   * Prints the figures of so many peers (10,000) over so many seeds (24); with a loss of set-ups,
   * and a number of rounds, those of the overlay that is left.
   */
  public static void main(String[] arguments) {
    int peers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int seeds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 24;
    double loss = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : ROUNDS;
    System.out.printf("%d peers, %d rounds, %d seeds: mean ± sd%n", peers, rounds, seeds);
    if (loss > 0) {
      printLosses(peers, seeds, loss, rounds);
    } else {
      printFigures(peers, seeds, rounds);
    }
  }

  private static void printFigures(int peers, int seeds, int rounds) {
    List<String> keys = List.of("meanView", "inDegreeSd", "clustering", "meanPath");
    List<Samples> figures = keys.stream().map(key -> new Samples()).toList();
    List<Samples> removals = List.of(new Samples(), new Samples(), new Samples());
    for (int seed = 1; seed <= seeds; seed++) {
      RoundsOfSpray overlay = run(peers, seed, 0, rounds);
      Report report = overlay.figures();
      for (int i = 0; i < keys.size(); i++) {
        figures.get(i).add(report.number(keys.get(i)).orElseThrow());
      }
      for (int i = 0; i < removals.size(); i++) {
        removals.get(i).add(overlay.componentsAfterRemovalOf(0.7 + 0.1 * i));
      }
    }
    for (int i = 0; i < keys.size(); i++) {
      print(keys.get(i), figures.get(i));
    }
    for (int i = 0; i < removals.size(); i++) {
      print("components per survivor, " + (70 + 10 * i) + " % removed", removals.get(i));
    }
  }

  private static void printLosses(int peers, int seeds, double loss, int rounds) {
    Samples kept = new Samples();
    Samples components = new Samples();
    for (int seed = 1; seed <= seeds; seed++) {
      RoundsOfSpray overlay = run(peers, seed, loss, rounds);
      kept.add(overlay.arcsKept());
      components.add(overlay.componentsAfterRemovalOf(0) * peers);
    }
    print("share of the arcs that is kept", kept);
    print("components", components);
  }

  private static void print(String name, Samples samples) {
    System.out.printf("%-42s %.5f ± %.5f%n", name, samples.mean(), samples.sd());
  }
}
