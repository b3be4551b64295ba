package org.arcmesh.testbed.scenario;

import static org.arcmesh.testbed.scenario.ScenarioReader.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.arcmesh.core.Broadcast;
import org.arcmesh.testbed.scenario.Node.Entry;

/** Reads the steps of one scenario. */
final class StepReader {
  private static final List<String> WORDS =
      List.of(
          "join",
          "settle",
          "broadcast",
          "churn",
          "crash",
          "leave",
          "partition",
          "slow",
          "swarm",
          "heal");

  /** What goes on for a while, and of which there is one at a time. */
  private static final List<String> LASTING = List.of("churn", "partition", "slow");

  private static final long DAY_MILLIS = 86_400_000;
  // A payload begins with its own number, by which deliveries are matched.
  private static final int PAYLOAD_BYTES_MIN = 8;

  private static final double BROADCASTS_MAX = 10_000_000;

  /** Where arcs open at once there are no links: what says nothing of them remains. */
  private static final List<String> INSTANT_WORDS = List.of("join", "settle", "crash");

  /** Steps in which somebody broadcasts. */
  private static final List<String> LOUD_WORDS = List.of("broadcast", "swarm");

  private final int peers;
  private final boolean instant;
  private final boolean broadcasts;
  private int joining;
  private int there;

  /**
   * @param instant whether arcs open at once
   * @param broadcasts whether peers can broadcast
   */
  StepReader(int peers, boolean instant, boolean broadcasts) {
    this.peers = peers;
    this.instant = instant;
    this.broadcasts = broadcasts;
  }

  List<Step> steps(List<Node> nodes) {
    return steps(nodes, List.of());
  }

  /**
   * @param lasting what goes on meanwhile
   */
  private List<Step> steps(List<Node> nodes, List<String> lasting) {
    List<Step> steps = new ArrayList<>();
    for (Node node : nodes) {
      steps.add(step(node, lasting));
    }
    return steps;
  }

  private Step step(Node node, List<String> lasting) {
    if (!(node instanceof Node.Mapping mapping)) {
      throw node.place().refuse("a step is written 'word: ...', not " + node.kind());
    }
    Entry act = null;
    Entry during = null;
    for (Entry entry : mapping.entries()) {
      if (entry.key().equals("during")) {
        during = entry;
      } else if (!WORDS.contains(entry.key())) {
        throw entry.place().refuse(Words.unknown("step", entry.key(), WORDS));
      } else if (act != null) {
        throw entry
            .place()
            .refuse("step '" + entry.key() + "' needs a '-' of its own after '" + act.key() + "'");
      } else {
        act = entry;
      }
    }
    if (act == null) {
      throw node.place().refuse("a step without a word, one of " + String.join(", ", WORDS));
    }
    if (joining == 0 && !List.of("join", "swarm").contains(act.key())) {
      throw act.place().refuse("step '" + act.key() + "' before any 'join'");
    }
    if (lasting.contains(act.key())) {
      throw act.place().refuse("step '" + act.key() + "' while another " + act.key() + " lasts");
    }
    if (lasting.contains("partition") && act.key().equals("heal")) {
      throw act.place().refuse("step 'heal' while a partition lasts");
    }
    if (instant && !INSTANT_WORDS.contains(act.key())) {
      throw act.place()
          .refuse(
              "step '"
                  + act.key()
                  + "' needs links: mediated; here, only "
                  + String.join(", ", INSTANT_WORDS));
    }
    if (!broadcasts && LOUD_WORDS.contains(act.key())) {
      throw act.place()
          .refuse("step '" + act.key() + "' needs a tree; with tree: off nobody broadcasts");
    }
    Action action = action(act);
    List<Step> meanwhile = List.of();
    if (during != null) {
      if (!(during.value() instanceof Node.Sequence list)) {
        throw during.value().place().refuse("during is a list, not " + during.value().kind());
      }
      List<String> then = new ArrayList<>(lasting);
      then.addAll(LASTING.stream().filter(act.key()::equals).toList());
      meanwhile = steps(list.items(), then);
    }
    return new Step(action, meanwhile, act.place());
  }

  private Action action(Entry act) {
    return switch (act.key()) {
      case "join" -> join(act);
      case "settle" -> settle(act);
      case "broadcast" -> broadcast(act);
      case "crash" -> new Action.Crash(removed(section(act, "share", "peers")));
      case "leave" -> leave(act);
      case "partition" -> partition(act);
      case "slow" -> slow(act);
      case "churn" -> churn(act);
      case "swarm" -> swarm(act);
      case "heal" -> new Action.Heal(section(act, "within").required("within", length()));
      default -> throw new AssertionError(act.key());
    };
  }

  private Action join(Entry act) {
    Section section = section(act, "over", "cycles", "peers", "contact");
    Optional<Integer> cycles = section.optional("cycles", Values.countWithin(1, 1_000));
    Optional<Duration> over = section.optional("over", time(0, DAY_MILLIS));
    if (cycles.isPresent() && over.isPresent()) {
      throw section.placeOf("cycles").refuse("either 'over' or 'cycles', not both");
    }
    Action.Contact contact = contact(section);
    Optional<Integer> some = section.optional("peers", Values.countWithin(1, peers));
    int count = some.orElse(peers - joining);
    if (count == 0) {
      throw act.place().refuse("step 'join' when all " + peers + " peers have joined");
    }
    joining += count;
    if (joining > peers) {
      throw act.place().refuse(joining + " peers join, but there are " + peers);
    }
    there += count;
    return new Action.Join(over.orElse(Duration.ZERO), orEmpty(cycles), orEmpty(some), contact);
  }

  private static OptionalInt orEmpty(Optional<Integer> number) {
    return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
  }

  private Action.Contact contact(Section section) {
    String word =
        section.get(
            "contact",
            Values.oneOf(List.of("discovery", "random", "first")),
            instant ? "random" : "discovery");
    if (instant && word.equals("discovery")) {
      throw section
          .placeOf("contact")
          .refuse("contact: discovery needs links: mediated; here, random or first");
    }
    return Action.Contact.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static Action settle(Entry act) {
    if (act.value() instanceof Node.Scalar scalar) {
      try {
        return new Action.Settle(Optional.of(length().apply(scalar.text())), OptionalInt.empty());
      } catch (IllegalArgumentException e) {
        throw scalar.place().refuse("settle: " + e.getMessage());
      }
    }
    int cycles = section(act, "cycles").required("cycles", Values.countWithin(1, 1_000_000));
    return new Action.Settle(Optional.empty(), OptionalInt.of(cycles));
  }

  private Action broadcast(Entry act) {
    Section section = section(act, "rate", "size", "for", "sources", "deadline");
    Action.Load load =
        new Action.Load(
            section.required("rate", StepReader::rate),
            section.get("size", StepReader::payload, 100),
            section.required("for", length()),
            section.get("sources", this::sources, 1),
            section.get("deadline", time(100, 3_600_000), Duration.ofSeconds(10)),
            true);
    if (load.sources() > there) {
      throw section
          .placeOf("sources")
          .refuse("sources: " + load.sources() + ", but only " + there + " peers are there");
    }
    double count = load.perSecond() * load.length().toMillis() / 1000;
    if (count < 1 || count > BROADCASTS_MAX) {
      throw section
          .placeOf("rate")
          .refuse(count < 1 ? "not one broadcast in all that time" : "over 10000000 broadcasts");
    }
    return load;
  }

  /** So many, or a share of those that are there. */
  private int sources(String text) {
    return text.endsWith("%")
        ? (int) Math.ceil(some(text) * there)
        : Values.countWithin(1, peers).apply(text);
  }

  private Action leave(Entry act) {
    Section section = section(act, "share", "peers", "over");
    return new Action.Leave(
        removed(section), section.get("over", time(0, DAY_MILLIS), Duration.ZERO));
  }

  private Action partition(Entry act) {
    Section section = section(act, "shares", "for", "discovery", "direction", "cut");
    List<Double> shares =
        section
            .list("shares", Units::share)
            .orElseThrow(() -> act.place().refuse("step 'partition' lacks 'shares'"));
    double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
    if (shares.size() < 2 || shares.contains(0.0) || Math.abs(sum - 1) > 1e-6) {
      throw section
          .placeOf("shares")
          .refuse("shares: two or more that add up to 100%, not " + Math.round(sum * 100) + "%");
    }
    double least = shares.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    if (least * there < 0.5) {
      throw section.placeOf("shares").refuse("shares: a side without peers, of " + there);
    }
    String discovery =
        section.get("discovery", Values.oneOf(List.of("reachable", "cut")), "reachable");
    String direction = section.get("direction", Values.oneOf(List.of("both", "one-way")), "both");
    String cut = section.get("cut", Values.oneOf(List.of("frames", "set-ups")), "frames");
    if (cut.equals("set-ups") && direction.equals("one-way")) {
      throw section.placeOf("cut").refuse("cut: a set-up needs both directions, not 'one-way'");
    }
    return new Action.Partition(
        shares,
        section.required("for", length()),
        discovery.equals("reachable"),
        direction.equals("one-way"),
        cut.equals("set-ups"));
  }

  private Action slow(Entry act) {
    Section section = section(act, "share", "peers", "by", "for");
    Action.Amount amount = amount(section);
    int count = amount.peers().orElse(0);
    if (count > there) {
      throw section
          .placeOf("peers")
          .refuse(count + " peers are slow, but only " + there + " are there");
    }
    return new Action.Slow(
        amount, section.required("by", time(1, 60_000)), section.required("for", length()));
  }

  private Action churn(Entry act) {
    Section section = section(act, "session", "rate", "arrivals", "polite", "for");
    Optional<Sessions> session = section.optional("session", Sessions::parse);
    Optional<Sessions> rate = section.optional("rate", Sessions::ofRate);
    if (session.isPresent() == rate.isPresent()) {
      throw section
          .place()
          .refuse(
              "either 'session' or 'rate', such as {rate: 1%/min} or {session: weibull(0.38, 42.4min)}");
    }
    Sessions sessions = session.or(() -> rate).orElseThrow();
    Duration length = section.required("for", length());
    if (there * (length.toMillis() / sessions.scaleMillis()) > Scenario.PEERS_MAX) {
      throw section.placeOf("for").refuse("over " + Scenario.PEERS_MAX + " peers go in that time");
    }
    String arrivals = section.get("arrivals", Values.oneOf(List.of("replace", "none")), "replace");
    return new Action.Churn(
        sessions, arrivals.equals("replace"), section.get("polite", Units::share, 0.0), length);
  }

  private Action swarm(Entry act) {
    if (joining > 0) {
      throw act.place().refuse("step 'swarm' after peers have joined: they join in it");
    }
    Section section = section(act, "for");
    joining = peers;
    there = peers / 2; // At least so many stay.
    return new Action.Swarm(section.required("for", time(60_000, DAY_MILLIS)));
  }

  /** Peers that will be gone; of those that are there one must remain. */
  private Action.Amount removed(Section section) {
    Action.Amount amount = amount(section);
    int count = amount.peers().orElse(0);
    if (count >= there) {
      throw section
          .placeOf("peers")
          .refuse(count + " peers go, but " + there + " are there, and one must remain");
    }
    there = Math.max(1, there - amount.of(there));
    return amount;
  }

  private static Action.Amount amount(Section section) {
    Optional<Double> share = section.optional("share", StepReader::some);
    Optional<Integer> count = section.optional("peers", Values.countWithin(1, Scenario.PEERS_MAX));
    if (share.isPresent() == count.isPresent()) {
      throw section.place().refuse("either 'share' or 'peers', such as {share: 20%}");
    }
    return new Action.Amount(
        share, count.isPresent() ? OptionalInt.of(count.get()) : OptionalInt.empty());
  }

  private static double some(String text) {
    double share = Units.share(text);
    if (share == 0 || share == 1) {
      throw new IllegalArgumentException("'" + text + "' is not between 0% and 100%");
    }
    return share;
  }

  private static double rate(String text) {
    double rate = Units.rate(text);
    if (rate <= 0 || rate > 100_000) {
      throw new IllegalArgumentException("'" + text + "' is not between 0/s and 100000/s");
    }
    return rate;
  }

  private static int payload(String text) {
    int bytes = Units.bytes(text);
    if (bytes < PAYLOAD_BYTES_MIN || bytes > Broadcast.PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not within "
              + PAYLOAD_BYTES_MIN
              + "B.."
              + Broadcast.PAYLOAD_BYTES_MAX
              + "B");
    }
    return bytes;
  }

  private static Function<String, Duration> length() {
    return time(1, DAY_MILLIS);
  }

  private static Section section(Entry act, String... known) {
    return new Section(act.value(), "step '" + act.key() + "'", List.of(known));
  }
}
