package org.arcmesh.testbed.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.arcmesh.testbed.bench.HintsRun.Joined;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 7, "Dialing". How long it takes is for {@code ./arcmesh bench hints} to say. */
@Tag("live")
class HintsLiveTest {
  private static HintsRun run;

  @BeforeAll
  static void start() throws Exception {
    run = new HintsRun();
  }

  @AfterAll
  static void stop() throws Exception {
    run.close();
  }

  @Test
  void oneRealNodeIsFoundAmongFourHundredFakeHints() throws Exception {
    Joined joined = run.join(run.lies());

    assertTrue(joined.dials() <= 16, joined::toString);
  }

  @Test
  void liarsThatNameTheSameFakesDoNotHideTheRealNode() throws Exception {
    Joined joined = run.join(run.plot());

    assertTrue(joined.dials() <= 16, joined::toString);
  }

  @Test
  void oneThatIsAliveIsFoundAmongNineThatDoNotAnswer() throws Exception {
    Joined joined = run.join(run.mostlyDead());

    // One after the other they would take 13.5 s.
    assertTrue(joined.millis() <= 5_000, joined::toString);
    assertTrue(joined.dials() <= 10, joined::toString);
  }
}
