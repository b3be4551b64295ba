package org.arcmesh.webrtc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.n2n.Connector.Closed;
import org.arcmesh.n2n.Connector.Connected;
import org.arcmesh.webrtc.Talker.Note;
import org.arcmesh.webrtc.Talker.Whisper;
import org.arcmesh.wire.WireException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two or three peers over real WebRTC. */
@Tag("live")
@Timeout(60)
class LiveLinkTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(5);

  private final Faults faults = new Faults();
  private final WebRtcRuntime runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, faults);
  private final Talker alice = new Talker(runtime);
  private final Talker bob = new Talker(runtime);

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }

  @Test
  void twoPeersConnectAndTalk() {
    connect(1, alice, bob);

    alice.say(bob, new Note(1));
    bob.say(alice, new Note(2));

    await().pollInterval(POLL).atMost(SOON).until(() -> bob.heard.equals(List.of(new Note(1))));
    await().pollInterval(POLL).atMost(SOON).until(() -> alice.heard.equals(List.of(new Note(2))));
  }

  @Test
  void tenThousandSmallMessagesArriveInOrder() {
    connect(1, alice, bob);
    List<Message> notes = notes(10_000);

    alice.live.run(() -> notes.forEach(note -> alice.say(bob, note)));

    await().pollInterval(POLL).atMost(SOON).until(() -> bob.heard.size() == notes.size());
    assertEquals(notes, bob.heard);
    Traffic.Volume sent = alice.live.traffic().sent().get(Note.class);
    assertEquals(10_000, sent.frames());
    assertEquals(sent, bob.live.traffic().received().get(Note.class));
  }

  @Test
  void moreThanTheChannelHoldsWaitsAndArrives() {
    connect(1, alice, bob);
    Bytes body = Bytes.wrap(new byte[60_000]);

    for (int i = 0; i < 100; i++) {
      alice.say(bob, new Note(i, body));
    }

    await().pollInterval(POLL).atMost(SOON).until(() -> bob.heard.size() == 100);
    assertEquals(
        IntStream.range(0, 100).boxed().toList(),
        bob.heard.stream().map(note -> ((Note) note).number()).toList());
  }

  @Test
  void aLinkIntoWhichMoreIsPouredThanMayWaitIsClosedAndCounted() {
    connect(1, alice, bob);
    Bytes body = Bytes.wrap(new byte[60_000]);

    alice.live.run(() -> IntStream.range(0, 1_000).forEach(i -> alice.say(bob, new Note(i, body))));

    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> alice.answers.contains(new Closed(1, Cause.CLOSED)));
    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> bob.answers.contains(new Closed(1, Cause.CLOSED)));
    assertEquals(1, alice.live.traffic().dropped(Traffic.Drop.FULL_LINK));
  }

  @Test
  void whatWasSentBeforeTheLinkWasClosedArrivesAndThenTheOtherSideIsTold() {
    connect(1, alice, bob);

    alice.live.run(
        () -> {
          alice.say(bob, new Note(1));
          alice.close(1);
        });

    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> bob.answers.contains(new Closed(1, Cause.CLOSED)));
    assertEquals(List.of(new Note(1)), bob.heard);
    assertFalse(alice.answers.contains(new Closed(1, Cause.CLOSED)));
  }

  @Test
  void garbageClosesItsLinkIsCountedAndDisturbsNothingElse() {
    Talker carol = new Talker(runtime);
    connect(1, alice, bob);
    connect(2, alice, carol);

    alice.live.run(() -> alice.linkTo(bob).connection().send(new byte[] {0, 3, 1, 2, 3}));

    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> bob.answers.contains(new Closed(1, Cause.MISBEHAVED)));
    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> alice.answers.contains(new Closed(1, Cause.CLOSED)));
    assertEquals(1, bob.live.traffic().refused(Reason.TYPE));
    assertTrue(bob.heard.isEmpty());
    carol.say(alice, new Note(7));
    await().pollInterval(POLL).atMost(SOON).until(() -> alice.heard.equals(List.of(new Note(7))));
  }

  @Test
  void aCutDropsFramesBothWaysAndClosesNothing() {
    connect(1, alice, bob);

    faults.partition(Map.of(alice.id(), 0, bob.id(), 1));
    alice.say(bob, new Note(1));
    bob.say(alice, new Note(2));
    await().pollInterval(POLL).atMost(SOON).until(() -> dropped(alice, Traffic.Drop.CUT) == 1);
    await().pollInterval(POLL).atMost(SOON).until(() -> dropped(bob, Traffic.Drop.CUT) == 1);
    faults.heal();
    alice.say(bob, new Note(3));

    await().pollInterval(POLL).atMost(SOON).until(() -> bob.heard.equals(List.of(new Note(3))));
    assertTrue(alice.heard.isEmpty());
    assertTrue(bob.answers.stream().noneMatch(Closed.class::isInstance));
  }

  @Test
  void aCutOfOneDirectionLetsTheOtherPass() {
    connect(1, alice, bob);

    faults.partition(Map.of(alice.id(), 0, bob.id(), 1), true);
    alice.say(bob, new Note(1));
    bob.say(alice, new Note(2));

    await().pollInterval(POLL).atMost(SOON).until(() -> alice.heard.equals(List.of(new Note(2))));
    await().pollInterval(POLL).atMost(SOON).until(() -> dropped(bob, Traffic.Drop.CUT) == 1);
    assertTrue(bob.heard.isEmpty());
  }

  @Test
  void whatASlowPeerSendsIsLateAndInOrderAlsoWhenItIsSlowNoMore() {
    connect(1, alice, bob);

    faults.slow(Map.of(alice.id(), Duration.ofMillis(400)));
    long saidAt = System.nanoTime();
    alice.say(bob, new Note(1));
    bob.say(alice, new Note(9));
    await().pollInterval(POLL).atMost(SOON).until(() -> alice.heard.equals(List.of(new Note(9))));
    faults.slow(Map.of());
    alice.say(bob, new Note(2));

    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> bob.heard.equals(List.of(new Note(1), new Note(2))));
    assertTrue(System.nanoTime() - saidAt >= 390_000_000);
  }

  @Test
  void closingAcrossACutIsNotSeen() {
    Talker carol = new Talker(runtime);
    connect(1, alice, bob);
    connect(2, carol, bob);

    faults.partition(Map.of(alice.id(), 0, bob.id(), 1));
    alice.close(1);
    carol.close(2);

    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> bob.answers.contains(new Closed(2, Cause.CLOSED)));
    assertFalse(bob.answers.contains(new Closed(1, Cause.CLOSED)));
  }

  @Test
  void lossDropsWhatIsExpendableAndMakesTheRestLateInOrder() {
    connect(1, alice, bob);

    faults.setLoss(1);
    alice.say(bob, new Whisper(1));
    alice.say(bob, new Note(2));
    alice.say(bob, new Note(3));

    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> bob.heard.equals(List.of(new Note(2), new Note(3))));
    assertEquals(1, dropped(bob, Traffic.Drop.LOSS));
  }

  @Test
  void aCrashedPeerIsSilentAndNobodyIsTold() {
    Talker carol = new Talker(runtime);
    connect(1, alice, bob);
    connect(2, alice, carol);

    alice.live.crash();
    carol.close(2);
    bob.say(alice, new Note(1));

    alice.live.ended().join();
    await()
        .during(Duration.ofMillis(500))
        .until(() -> bob.answers.stream().noneMatch(Closed.class::isInstance));
    assertTrue(alice.heard.isEmpty());
  }

  @Test
  void anErrorOfOurOwnEndsThePeerVisibly() {
    connect(1, alice, bob);

    alice.say(bob, new Note(-1));

    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> alice.answers.contains(new Closed(1, Cause.CLOSED)));
    assertThrows(CompletionException.class, () -> bob.live.ended().join());
    assertTrue(bob.events.stream().anyMatch(OverlayEvent.Failed.class::isInstance));
    assertThrows(CompletionException.class, () -> bob.live.call(() -> 1).join());
  }

  @Test
  void aLinkToTheSamePeerTakesThePlaceOfTheFormerOne() {
    connect(1, alice, bob);
    connect(2, bob, alice);

    alice.close(1);
    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> bob.answers.contains(new Closed(1, Cause.CLOSED)));
    bob.say(alice, new Note(1));

    await().pollInterval(POLL).atMost(SOON).until(() -> alice.heard.equals(List.of(new Note(1))));
  }

  @Test
  void fiftyLinksOpenedAndClosedLeaveNoDescriptorBehind() {
    connectAndClose(1);
    int before = descriptors();

    for (int session = 2; session <= 51; session++) {
      connectAndClose(session);
    }

    await().pollInterval(POLL).atMost(SOON).until(() -> descriptors() <= before + 4);
  }

  @Test
  void aRuntimeThatIsClosedGivesAllThreadsOfWebRtcBack() {
    connect(1, alice, bob);
    int before = threads();

    runtime.close();

    await().pollInterval(POLL).atMost(SOON).until(() -> threads() < before);
    assertThrows(CompletionException.class, () -> alice.live.call(() -> 1).join());
  }

  private void connectAndClose(int session) {
    connect(session, alice, bob);
    alice.close(session);
    Closed closed = new Closed(session, Cause.CLOSED);
    await().pollInterval(POLL).atMost(SOON).until(() -> bob.answers.contains(closed));
  }

  private static void connect(long session, Talker from, Talker to) {
    from.connect(session, to);
    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> from.answers.contains(new Connected(session, to.id())));
    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .until(() -> to.answers.contains(new Connected(session, from.id())));
  }

  private static List<Message> notes(int count) {
    return IntStream.range(0, count).<Message>mapToObj(Note::new).toList();
  }

  private static long dropped(Talker talker, Traffic.Drop drop) {
    return talker.live.traffic().dropped(drop);
  }

  private static int descriptors() {
    return new File("/proc/self/fd").list().length;
  }

  private static int threads() {
    return new File("/proc/self/task").list().length;
  }
}
