package org.arcmesh.testbed.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The same split of one group after the other: what JGroups and Arcmesh make of it. The table goes
 * to stdout, how it goes on to stderr.
 *
 * <pre>./arcmesh bench jgroups</pre>
 */
final class Comparison {
  private static final Duration LASTING = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration SETTLE = Duration.ofSeconds(30);
  private static final Duration CUT_MIN = Duration.ofSeconds(60);
  private static final Duration CUT_SPREAD = Duration.ofSeconds(48);

  private Comparison() {}

  /**
   * Arguments, each with a default: members of each group, runs of each system, and part of the
   * name of the systems that are to run.
   */
  public static void main(String[] arguments) throws Exception {
    int members = number(arguments, 0, 20, 2);
    int runs = number(arguments, 1, 5, 1);
    String wanted = arguments.length > 2 ? arguments[2].toLowerCase(Locale.ROOT) : "";
    ComparisonTable table = new ComparisonTable();
    for (Contender contender : contenders()) {
      if (contender.name().toLowerCase(Locale.ROOT).contains(wanted)) {
        table.add(contender, run(contender, members, runs));
      }
    }
    table.lines().forEach(System.out::println);
    System.exit(0); // WebRTC and JGroups may have threads that would keep the JVM.
  }

  private static int number(String[] arguments, int at, int usual, int least) {
    String text = at < arguments.length ? arguments[at] : String.valueOf(usual);
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < least) {
      System.err.println("arcmesh: '" + text + "' is not a number from " + least);
      System.exit(2);
    }
    return Integer.parseInt(text);
  }

  private static List<Contender> contenders() throws Exception {
    return List.of(
        JGroupsSplit.with(JGroupsStack.AS_SHIPPED),
        JGroupsSplit.with(JGroupsStack.EVERY_SECOND),
        arcmesh("webrtc", 5, 30),
        arcmesh("webrtc", 1, 3),
        arcmesh("sim", 5, 30),
        arcmesh("sim", 1, 3));
  }

  private static ArcmeshSplit arcmesh(String engine, int beatSeconds, int periodSeconds) {
    return new ArcmeshSplit(
        engine, Duration.ofSeconds(beatSeconds), Duration.ofSeconds(periodSeconds));
  }

  private static List<Outcome> run(Contender contender, int members, int runs) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Outcome outcome = contender.run(split(members, run, runs));
      outcomes.add(outcome);
      System.err.printf(
          Locale.ROOT,
          "%s (%s), run %d of %d: detected %.1f s, merged %.1f s, agreed %.1f s%n",
          contender.name(),
          contender.settings(),
          run + 1,
          runs,
          outcome.detectedMillis() / 1000,
          outcome.mergedMillis() / 1000,
          outcome.agreedMillis() / 1000);
    }
    return outcomes;
  }

  /**
   * What is periodic begins anew when a half finds itself alone, so each run is healed at another
   * point of the period: a cut of one length would always meet the same one.
   */
  private static Split split(int members, int run, int runs) {
    Duration cut = CUT_MIN.plus(CUT_SPREAD.multipliedBy(run).dividedBy(runs));
    return new Split(members, SETTLE, cut, LASTING, PATIENCE, run + 1);
  }
}
