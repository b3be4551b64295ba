package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.arcmesh.bootstrap.signaling.Reachability;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Discovery.ProbeFailed;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;

class VolunteerTest {
  private static final PeerId SELF = peer('8');
  private static final Endpoint NODE = Endpoint.parse("127.0.1.2:7000");
  private static final Component COMPONENT = new Component(List.of(1L), 0, 1);

  private final World world = new World();
  private final Volunteer volunteer =
      new Volunteer(SELF, Volunteer.Rhythm.PUBLIC, world, new Random(1));

  /** Time and network of a volunteer: what it did, and what it waits for. */
  private static final class World implements Volunteer.Actions {
    private final List<String> done = new ArrayList<>();
    private final List<Due> due = new ArrayList<>();
    private long now;

    private record Due(long at, Runnable then) {}

    @Override
    public void lookUp() {
      done.add("look up");
    }

    @Override
    public void probe(Endpoint node) {
      done.add("probe " + node);
    }

    @Override
    public void prove(Endpoint node) {
      done.add("prove " + node);
    }

    @Override
    public void stepForward() {
      done.add("step forward");
    }

    @Override
    public void stepBack() {
      done.add("step back");
    }

    @Override
    public void closeDoor() {
      done.add("close door");
    }

    @Override
    public void tell(String whatFailed, Duration retry) {
      done.add(whatFailed);
    }

    @Override
    public void after(Duration wait, Runnable then) {
      due.add(new Due(now + wait.toMillis(), then));
    }

    @Override
    public long nowMillis() {
      return now;
    }

    /** Lets time pass until the volunteer looks around again; how long that took. */
    Duration untilNextLook() {
      long before = now;
      done.clear();
      while (!done.contains("look up")) {
        Due next = due.stream().min(java.util.Comparator.comparing(Due::at)).orElseThrow();
        due.remove(next);
        now = Math.max(now, next.at());
        next.then().run();
      }
      return Duration.ofMillis(now - before);
    }
  }

  private static PeerId peer(char digit) {
    return PeerId.parse(String.valueOf(digit).repeat(40));
  }

  private static Endpoint node(int number) {
    return new Endpoint("127.0.1." + number, 7000);
  }

  private void findsNobody(int responders) {
    world.untilNextLook();
    volunteer.onAnswer(new LookedUp(0, responders));
  }

  private void finds(PeerId... peers) {
    world.untilNextLook();
    for (int i = 0; i < peers.length; i++) {
      volunteer.onAnswer(new Found(node(i)));
    }
    volunteer.onAnswer(new LookedUp(peers.length, 20));
    for (int i = 0; i < peers.length; i++) {
      volunteer.onAnswer(new Probed(node(i), peers[i], COMPONENT));
    }
  }

  private void stepsForward() {
    findsNobody(20);
    findsNobody(20);
    assertTrue(world.done.contains("step forward"), world.done::toString);
  }

  @Test
  void stepsForwardAfterTwoLooksThatFoundNobody() {
    volunteer.start();

    findsNobody(20);
    assertEquals(List.of("look up"), world.done);
    findsNobody(20);

    assertEquals(List.of("look up", "step forward"), world.done);
  }

  @Test
  void countsEndpointsThatDoNotAnswerAsNobody() {
    volunteer.start();
    for (int i = 0; i < 2; i++) {
      world.untilNextLook();
      volunteer.onAnswer(new Found(NODE));
      volunteer.onAnswer(new LookedUp(1, 20));
      volunteer.onAnswer(new ProbeFailed(NODE, "timeout"));
    }

    assertEquals(List.of("look up", "probe " + NODE, "step forward"), world.done);
  }

  @Test
  void staysBackWhileANodeAnswersAndHasItDialBackOnce() {
    volunteer.start();
    finds(peer('1'));
    assertTrue(world.done.contains("prove " + node(0)), world.done::toString);
    volunteer.onReachability(Reachability.proven(NODE));

    findsNobody(20);
    finds(peer('1'));
    assertEquals(List.of("look up", "probe " + node(0)), world.done);
    findsNobody(20);

    assertEquals(List.of("look up"), world.done);
  }

  @Test
  void doesNotCountALookThatHardlyAnyNodeOfTheDhtAnswered() {
    volunteer.start();

    findsNobody(7);
    findsNobody(7);
    findsNobody(7);

    assertEquals(List.of("look up"), world.done);
  }

  @Test
  void whoCannotBeReachedStaysBackAndSaysWhyUntilAnHourHasPassed() {
    volunteer.start();
    finds(peer('1'));
    world.done.clear();

    volunteer.onReachability(Reachability.refuted(NODE, "timeout"));

    assertEquals(
        List.of(
            "close door",
            "this peer cannot volunteer as a signaling node: nobody reaches it at "
                + NODE
                + " (timeout)"),
        world.done);
    findsNobody(20);
    findsNobody(20);
    assertEquals(List.of("look up"), world.done);
    world.now += Duration.ofHours(1).toMillis();
    stepsForward();
  }

  @Test
  void whomNobodyCouldDialBackStepsForward() {
    volunteer.start();
    finds(peer('1'));
    volunteer.onReachability(Reachability.UNKNOWN);

    stepsForward();
  }

  @Test
  void looksAfterTwoAndTenSecondsAndThenSeldom() {
    volunteer.start();
    stepsForward();

    assertEquals(Duration.ofSeconds(2), world.untilNextLook());
    volunteer.onAnswer(new LookedUp(0, 20));
    assertEquals(Duration.ofSeconds(10), world.untilNextLook());
    volunteer.onAnswer(new LookedUp(0, 20));
    Duration later = world.untilNextLook();

    assertTrue(later.toMinutes() >= 4 && later.toMinutes() <= 6, later::toString);
  }

  @Test
  void stepsBackWhenThreeOthersThatComeBeforeItAnswer() {
    volunteer.start();
    stepsForward();

    finds(peer('1'), peer('2'), peer('9'), peer('a'), SELF);
    assertTrue(!world.done.contains("step back"), world.done::toString);
    finds(peer('1'), peer('2'), peer('3'));

    assertEquals("step back", world.done.get(world.done.size() - 1));
    stepsForward();
  }

  @Test
  void aPortThatCannotBeOpenedIsTold() {
    volunteer.start();
    stepsForward();

    volunteer.onRefused("cannot listen");

    assertEquals(
        "this peer cannot become a signaling node: cannot listen",
        world.done.get(world.done.size() - 1));
  }

  @Test
  void aLookThatIsNeverOverCountsForNothing() {
    volunteer.start();
    world.untilNextLook();

    world.untilNextLook();
    findsNobody(20);

    assertEquals(List.of("look up"), world.done);
  }
}
