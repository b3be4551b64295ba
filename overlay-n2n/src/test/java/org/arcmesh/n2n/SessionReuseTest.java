package org.arcmesh.n2n;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Identity;
import org.arcmesh.core.LinkLayer;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Connector.Connected;
import org.arcmesh.n2n.Connector.DoorOpened;
import org.arcmesh.n2n.SignalingMessage.Refuse;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions are named by others, who may know the names of ours. */
class SessionReuseTest {
  private static final ApplicationKey APPLICATION = ApplicationKey.ofName("demo");
  private static final Description DESCRIPTION =
      new Description(
          "abcd", "abcdefghijklmnopqrstuvwx", Bytes.wrap(new byte[32]), List.<String>of());

  private final Identity alice = Ed25519Identity.generate();
  private final Identity bob = Ed25519Identity.generate();
  private final Identity mallory = Ed25519Identity.generate();
  private final Calls calls = new Calls();
  private final Signaling signaling =
      new Signaling(SignalingConfig.DEFAULT, Admission.open(APPLICATION), alice, calls);
  private final ScriptedContext ctx = new ScriptedContext(alice.id(), 1);

  private static final class Calls implements Connector {
    private final List<String> made = new ArrayList<>();

    @Override
    public void offer(long session, PeerId remote) {
      made.add("offer " + session);
    }

    @Override
    public void answer(long session, PeerId remote, Description offer) {
      made.add("answer " + session);
    }

    @Override
    public void accept(long session, Description answer) {
      made.add("accept " + session);
    }

    @Override
    public void addCandidate(long session, String candidate) {
      made.add("addCandidate " + session);
    }

    @Override
    public void close(long session) {
      made.add("close " + session);
    }
  }

  private static final class Silence implements LinkLayer.Listener {
    @Override
    public void neighborUp(PeerId neighbor) {}

    @Override
    public void neighborDown(PeerId neighbor, Cause cause) {}

    @Override
    public void arcOpened(PeerId target) {}

    @Override
    public void arcFailed(PeerId target, Cause cause) {}
  }

  @BeforeEach
  void startWithTwoGuests() {
    signaling.attach(new Silence());
    signaling.start(ctx);
    signaling.onMessage(alice.id(), new DoorOpened(bob.id()), ctx);
    signaling.onMessage(alice.id(), new DoorOpened(mallory.id()), ctx);
  }

  @Test
  void anOfferNamedAsTheSessionOfAnOpenLinkIsRefusedAndTheLinkStays() {
    offer(bob, 42);
    signaling.onMessage(alice.id(), new Connected(42, bob.id()), ctx);
    calls.made.clear();
    ctx.clear();

    offer(mallory, 42);

    assertTrue(calls.made.isEmpty());
    Refuse refuse = new Refuse(alice.id(), mallory.id(), 42, Cause.REFUSED);
    assertEquals(List.of(new Sent(mallory.id(), refuse)), ctx.sent());
    assertTrue(signaling.isNeighbor(bob.id()));
  }

  @Test
  void anOfferNamedAsASessionUnderWayIsRefusedAndThatGoesOn() {
    offer(bob, 42);
    calls.made.clear();
    ctx.clear();

    offer(mallory, 42);

    assertTrue(calls.made.isEmpty());
    Refuse refuse = new Refuse(alice.id(), mallory.id(), 42, Cause.REFUSED);
    assertEquals(List.of(new Sent(mallory.id(), refuse)), ctx.sent());
  }

  private void offer(Identity author, long session) {
    SignalCheck signer = new SignalCheck(Admission.open(APPLICATION), author);
    signaling.onMessage(author.id(), signer.offer(alice.id(), session, DESCRIPTION), ctx);
  }
}
