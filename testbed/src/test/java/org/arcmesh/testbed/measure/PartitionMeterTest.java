package org.arcmesh.testbed.measure;

import static org.arcmesh.testbed.measure.OverlayMetricsTest.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;
import org.junit.jupiter.api.Test;

class PartitionMeterTest {
  private static final List<List<PeerId>> HALVES =
      List.of(List.of(id(0), id(1)), List.of(id(2), id(3)));

  private final PartitionMeter meter = new PartitionMeter(note -> {});
  private final FalseAlarms alarms = new FalseAlarms();

  @Test
  void sidesAreMixedWhenAsManyArcsCrossTheFormerCutAsByChance() {
    mergedAt(25_000);

    meter.onCycle(3, this::unmixed);
    meter.onCycle(4, () -> snapshot(view(0, 1, 2), view(1, 2, 3), view(2, 0), view(3, 2)));

    assertEquals(2, number("partitions.mixedCycles.max"));
  }

  @Test
  void cyclesCountFromWhenThereWasOneComponentNotFromWhenItHadLasted() {
    meter.cut(HALVES, 1_000);
    meter.healed(20_000);
    meter.onCycle(2, this::unmixed);
    meter.observe(1, 25_000);
    meter.onCycle(3, this::unmixed);
    meter.onCycle(4, this::unmixed);
    meter.observe(1, 30_000);

    meter.onCycle(5, () -> snapshot(view(0, 1, 2), view(1, 2, 3), view(2, 0), view(3, 2)));

    assertEquals(3, number("partitions.mixedCycles.max"));
  }

  @Test
  void nobodyLooksAtCyclesInWhichNoSidesMix() {
    meter.cut(HALVES, 1_000);

    meter.onCycle(2, () -> fail("a look at 100,000 peers takes seconds"));
  }

  @Test
  void sidesThatDoNotMixHaveNoNumberOfCycles() {
    mergedAt(25_000);

    meter.onCycle(3, this::unmixed);

    assertFalse(report().number("partitions.mixedCycles.max").isPresent());
  }

  @Test
  void sharesSayHowManyWhoWereCutSuspectedItAndHowManyOfTheseHeardOfTheEnd() {
    meter.cut(HALVES, 1_000);
    meter.onSuspected(id(0), 4_000);
    meter.onSuspected(id(0), 5_000);
    meter.onSuspected(id(7), 5_000);
    meter.healed(20_000);
    meter.onSuspected(id(2), 21_000);
    List.of(id(0), id(1), id(9)).forEach(meter::onTold);

    assertEquals(0.5, number("partitions.suspectedShare"));
    assertEquals(0.5, number("partitions.healedShare"));
  }

  @Test
  void setUpsAreCountedFromTheHealUntilTheMergeIsOver() {
    meter.cut(HALVES, 1_000);
    meter.onSetUp(2_000);
    meter.healed(20_000);
    List.of(20_100.0, 21_000.0, 21_500.0, 21_999.0, 22_000.0).forEach(meter::onSetUp);
    meter.observe(1, 23_000);
    meter.observe(1, 28_000);
    for (int i = 0; i < 9; i++) {
      meter.onSetUp(33_001);
    }

    assertEquals(3, number("partitions.setUpsPerSecond.max"));
  }

  @Test
  void thoseWhoSurviveACrashAreReunitedWhenTheyAreOneComponentThatLasts() {
    meter.observe(1, 1_000);
    meter.observe(1, 9_000);
    meter.crashed(10_000);
    meter.observe(3, 10_000);
    meter.observe(1, 12_000);
    assertTrue(meter.isUnderWay());
    meter.observe(1, 17_000);

    assertFalse(meter.isUnderWay());
    assertEquals(2_000, number("partitions.reunitedMs.max"));
  }

  @Test
  void survivorsThatWereNeverReunitedHaveNoTime() {
    meter.crashed(10_000);
    meter.observe(3, 10_000);
    meter.observe(3, 90_000);

    assertFalse(report().number("partitions.reunitedMs.max").isPresent());
  }

  @Test
  void aSuspicionIsFalseWhileAllAreOneComponent() {
    alarms.observe(1, 0);
    alarms.onSuspected(4_999);
    alarms.onSuspected(5_000);
    alarms.observe(2, 6_000);
    alarms.onSuspected(60_000);

    assertEquals(1, number(alarms, "partitions.falseSuspicions"));
  }

  @Test
  void aForeignComponentIsFalseWhenEverybodyMustKnowThatThereIsOne() {
    alarms.observe(2, 0);
    alarms.onProven(50_000);
    alarms.observe(1, 60_000);
    alarms.onProven(89_000);
    alarms.onProven(90_000);

    assertEquals(1, number(alarms, "partitions.falseMerges"));
  }

  @Test
  void aHealIsTrueOnlyWhenTwoComponentsHaveJustBecomeOne() {
    alarms.observe(3, 0);
    alarms.onHealed(1_000);
    alarms.observe(2, 10_000);
    alarms.onHealed(70_000);
    alarms.onHealed(70_001);

    assertEquals(2, number(alarms, "partitions.falseHealed"));
  }

  private Snapshot unmixed() {
    return snapshot(view(0, 1, 2), view(1, 0), view(2, 3), view(3, 2));
  }

  private void mergedAt(double atMillis) {
    meter.cut(HALVES, 1_000);
    meter.healed(20_000);
    meter.onCycle(2, () -> snapshot(view(0, 2), view(1, 2), view(2, 0), view(3, 1)));
    meter.observe(1, atMillis);
    meter.observe(1, atMillis + 5_000);
  }

  private static Snapshot.View view(int peer, int... targets) {
    return new Snapshot.View(
        id(peer), Arrays.stream(targets).mapToObj(OverlayMetricsTest::id).toList());
  }

  private static Snapshot snapshot(Snapshot.View... views) {
    return new Snapshot(0, List.of(views));
  }

  private Report report() {
    Report report = new Report();
    meter.putAll(report);
    return report;
  }

  private double number(String key) {
    return report().number(key).orElseThrow();
  }

  private static double number(FalseAlarms alarms, String key) {
    Report report = new Report();
    alarms.putAll(report);
    return report.number(key).orElseThrow();
  }
}
