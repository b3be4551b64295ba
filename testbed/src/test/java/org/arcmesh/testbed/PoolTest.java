package org.arcmesh.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.arcmesh.testbed.Trial.Finding;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final Scenario SCENARIO =
      ScenarioReader.read("x.yaml", "steps: [join: {}]", Map.of());

  private final List<Finding> found = new ArrayList<>();

  @Test
  void whatIsFoundComesInTheOrderOfTheTrialsWhoeverEndsFirst() {
    CountDownLatch lastIsDone = new CountDownLatch(1);

    new Pool(2)
        .run(
            trials(4),
            trial -> {
              if (trial.seed() == 1) {
                awaitQuietly(lastIsDone);
              } else if (trial.seed() == 4) {
                lastIsDone.countDown();
              }
              return finding(trial);
            },
            found::add,
            done -> {});

    assertEquals(List.of(1L, 2L, 3L, 4L), found.stream().map(one -> one.trial().seed()).toList());
  }

  @Test
  void aBugInOneRunIsNamedAndTheOthersGoOn() {
    new Pool(2)
        .run(
            trials(3),
            trial -> {
              if (trial.seed() == 2) {
                throw new AssertionError("arcs made of nothing");
              }
              return finding(trial);
            },
            found::add,
            done -> {});

    assertEquals(List.of(true, false, true), found.stream().map(Finding::holds).toList());
    String complaint = found.get(1).complaints().get(0);
    assertTrue(
        complaint.startsWith("java.lang.AssertionError: arcs made of nothing at "), complaint);
  }

  @Test
  void anInterruptionEndsTheRunsUnderWayAndBeginsNoOthers() {
    Thread caller = Thread.currentThread();

    new Pool(1)
        .run(
            trials(3),
            trial -> {
              caller.interrupt();
              awaitQuietly(new CountDownLatch(1));
              return finding(trial);
            },
            found::add,
            done -> {});

    assertEquals(List.of(1L), found.stream().map(one -> one.trial().seed()).toList());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Trial> trials(int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(seed -> new Trial("x.yaml", SCENARIO, Sweep.Variant.PLAIN, Map.of(), "sim", seed))
        .toList();
  }

  private static Finding finding(Trial trial) {
    return new Finding(trial, Optional.of(new Report()), List.of(), Optional.empty());
  }
}
