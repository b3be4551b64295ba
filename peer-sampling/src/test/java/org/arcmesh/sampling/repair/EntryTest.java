package org.arcmesh.sampling.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.EntryFailed;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.Late;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent.Failed;
import org.arcmesh.sampling.repair.ScriptedSampler.Join;
import org.junit.jupiter.api.Test;

/** Which nodes are asked for the first arc, in which order, and how many at once. */
class EntryTest extends RepairFixture {
  private final List<Endpoint> nodes =
      IntStream.rangeClosed(1, 20).mapToObj(host -> new Endpoint("10.0.1." + host, 7000)).toList();

  /** Looks up, and finds these. */
  private void find(List<Endpoint> found) {
    start(RepairConfig.DEFAULT);
    found.forEach(endpoint -> answer(new Found(endpoint)));
    answer(new LookedUp(found.size(), 8));
    discovery.calls.remove("lookup");
  }

  /** Takes the calls, all of one kind, and returns the endpoints. */
  private List<Endpoint> take(String kind) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String call : discovery.take()) {
      assertTrue(call.startsWith(kind + " "), call);
      endpoints.add(Endpoint.parse(call.substring(kind.length() + 1)));
    }
    return endpoints;
  }

  @Test
  void forOneThatIsLateTwoOthersAreAskedAndTheFirstToLetUsInIsEntered() {
    find(nodes);
    Endpoint first = take("enter").get(0);

    answer(new Late(first));
    answer(new Late(first));

    List<Endpoint> others = take("enter");
    assertEquals(2, others.size());
    answer(new Entered(others.get(1), node, alice));
    assertEquals(List.of(first, others.get(0)), take("hangUp"));
    assertEquals(List.of(new Join(alice, node)), sampler.joins);
    answer(new Entered(first, bob, bob));
    assertEquals(List.of(first), take("hangUp"));
    assertEquals(List.of(new Join(alice, node)), sampler.joins);
  }

  @Test
  void noMoreThanEightAreAskedAtOnce() {
    find(nodes);
    List<Endpoint> asked = new ArrayList<>(take("enter"));

    for (int i = 0; i < asked.size(); i++) {
      answer(new Late(asked.get(i)));
      asked.addAll(take("enter"));
    }

    assertEquals(8, asked.size());
    answer(new EntryFailed(asked.get(0), "no answer"));
    assertEquals(2, discovery.take().size(), "hung up, and asked the next one");
  }

  @Test
  void theyAreAskedAgainWhenTheContactOfTheFirstIsOutOfReach() {
    find(List.of(HERE, THERE));
    Endpoint slow = take("enter").get(0);
    answer(new Late(slow));
    Endpoint fast = take("enter").get(0);
    answer(new Entered(fast, node, alice));
    discovery.take();

    repair.onArcFailed(alice, Cause.TIMEOUT, ctx);

    assertEquals(List.of("hangUp " + fast, "enter " + slow), discovery.take());
    answer(new EntryFailed(slow, "no answer"));
    assertInstanceOf(Failed.class, ctx.emitted().get(0));
  }

  @Test
  void liarsThatNameTheSameNodesComeAfterThoseThatManyName() {
    nodes.subList(0, 18).forEach(fake -> discovery.vouchers.put(fake, 8));
    discovery.vouchers.put(nodes.get(18), 12);
    discovery.vouchers.put(nodes.get(19), 16);

    find(nodes);

    List<Endpoint> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Endpoint asked = Endpoint.parse(discovery.take().get(i == 0 ? 0 : 1).substring(6));
      order.add(asked);
      answer(new EntryFailed(asked, "it is full"));
    }
    assertTrue(order.subList(0, 2).containsAll(nodes.subList(18, 20)), order::toString);
    assertTrue(nodes.indexOf(order.get(2)) < 18);
  }

  @Test
  void whatIsFoundMeanwhileGoesBeforeWhatFewerVouchFor() {
    start(RepairConfig.DEFAULT);
    nodes.subList(0, 4).forEach(fake -> answer(new Found(fake)));
    dueNow(Newcomer.Gathered.class);
    discovery.calls.remove("lookup");
    Endpoint fake = take("enter").get(0);
    discovery.vouchers.put(HERE, 16);

    answer(new Found(HERE));
    answer(new EntryFailed(fake, "another application"));

    assertEquals(List.of("hangUp " + fake, "enter " + HERE), discovery.take());
  }
}
