package org.arcmesh.testbed.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void saysHowOldACountOfComponentsIs() {
    Terminal terminal = new Terminal(out, false);

    terminal.onStatus(status(14_000, 2_000));

    assertTrue(text().contains("2 components 12 s ago, 10 broadcasts"), text());
  }

  @Test
  void whatIsPipedHasNoControlCharactersAndAStatusEveryFiveSeconds() {
    Terminal terminal = new Terminal(out, false);

    terminal.onStep(0, "peers join");
    for (int at = 0; at <= 10_000; at += 250) {
      terminal.onStatus(status(at));
    }
    terminal.onNote(10_500, "4 peers crashed");
    terminal.end();

    assertEquals(
        List.of(
            "   0.0 s  peers join",
            "   5.0 s    16 peers, 2 components, 10 broadcasts, 150 deliveries, 15 s left",
            "  10.0 s    16 peers, 2 components, 10 broadcasts, 150 deliveries, 10 s left",
            "  10.5 s    4 peers crashed"),
        text().lines().toList());
  }

  @Test
  void aTerminalHasItsLastLineRewritten() {
    Terminal terminal = new Terminal(out, true);

    terminal.onStatus(status(1_000));
    terminal.onStep(1_250, "crash 4 peers");
    terminal.end();

    String clear = "\r\033[2K";
    assertEquals(
        clear
            + "  ⠋    1.0 s  16 peers, 2 components, 10 broadcasts, 150 deliveries, 19 s left"
            + clear
            + "   1.3 s  crash 4 peers"
            + System.lineSeparator()
            + clear,
        text());
  }

  @Test
  void aTableTellsOnlyWhatWasMeasured() {
    Report report =
        new Report()
            .put("scenario", "t")
            .put("engine", "sim")
            .put("seed", 3)
            .put("wallMs", 1_500)
            .put("peers.started", 5)
            .put("peers.alive", 4)
            .put("peers.failedJoins", 0)
            .put("join.ms.p50", 12.345);
    Report split = new Report().put("atMs", 2_000).put("detectedMs", 900).put("mergedMs", 4_000);
    split.putList("sizes").add(2).add(3);
    report.putList("partitions.list").add(split.json());

    assertEquals(
        List.of(
            "t on sim, seed 3: 1.5 s of wall time",
            "  peers       5 started, 4 alive at the end, 0 never joined",
            "  join        p50 12 ms",
            "  partition   2/3 at 2.0 s, suspected 900 ms after the cut, not proven,"
                + " merged 4.0 s after the heal"),
        Table.of(report));
  }

  private static Progress.Status status(double at) {
    return status(at, at);
  }

  private static Progress.Status status(double at, double lookedAt) {
    return new Progress.Status(at, "settle", 20_000, 20, 16, 20, 2, lookedAt, 10, 150);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
