package org.arcmesh.webrtc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Faults;
import org.arcmesh.n2n.Connector.Closed;
import org.arcmesh.n2n.Connector.ConnectFailed;
import org.arcmesh.n2n.Connector.Connected;
import org.arcmesh.n2n.Connector.Described;
import org.arcmesh.n2n.Description;
import org.arcmesh.webrtc.WebRtcConfig.IceServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The settings of the live runtime, and its limits. */
@Tag("live")
@Timeout(60)
class LiveConfigTest {
  private static final long SESSION = 1;

  private static final int INBOUND_PER_SECOND = 1_000;

  /** No answer ever comes from it: an address of TEST-NET-2. */
  private static final IceServer DEAD = IceServer.stun("stun:198.51.100.99:3478");

  @Test
  void aDeadStunServerDelaysNobodyForLong() {
    try (WebRtcRuntime runtime = runtime(List.of(DEAD), 0, 0, Duration.ofSeconds(15), 10)) {
      Talker alice = new Talker(runtime);
      Talker bob = new Talker(runtime);

      alice.connect(SESSION, bob);

      within(Duration.ofSeconds(3), () -> bob.answers.contains(new Connected(SESSION, alice.id())));
    }
  }

  @Test
  void portsAreTakenFromTheRange() {
    try (WebRtcRuntime runtime = runtime(List.of(), 42_000, 42_100, Duration.ofSeconds(15), 10)) {
      Talker alice = new Talker(runtime);
      Talker bob = new Talker(runtime);

      alice.connect(SESSION, bob);

      soon(() -> bob.answers.contains(new Connected(SESSION, alice.id())));
      List<String> candidates = description(alice).candidates();
      assertFalse(candidates.isEmpty());
      for (String candidate : candidates) {
        int port = Integer.parseInt(candidate.split(" ")[5]);
        assertTrue(port >= 42_000 && port <= 42_100, candidate);
      }
    }
  }

  @Test
  void anOfferThatNobodyAnswersFailsInTimeAndMakesRoom() {
    try (WebRtcRuntime runtime = runtime(List.of(), 0, 0, Duration.ofMillis(500), 1)) {
      Talker alice = new Talker(runtime);
      Talker bob = new Talker(runtime);
      bob.live.crash();

      alice.connect(SESSION, bob);
      soon(() -> alice.answers.stream().anyMatch(Described.class::isInstance));
      alice.connect(SESSION + 1, bob);

      soon(() -> alice.answers.contains(failed(SESSION + 1, "too many handshakes at once")));
      soon(() -> alice.answers.contains(failed(SESSION, "not open after 500 ms")));
      alice.connect(SESSION + 2, bob);
      soon(() -> alice.answers.contains(failed(SESSION + 2, "not open after 500 ms")));
    }
  }

  @Test
  void anAnswerWithAFingerprintThatIsNotTheOthersOpensNothing() {
    try (WebRtcRuntime runtime = runtime(List.of(), 0, 0, Duration.ofSeconds(2), 10)) {
      Talker alice = new Talker(runtime);
      Talker bob = new Talker(runtime);
      bob.forge(
          honest ->
              new Description(
                  honest.ufrag(),
                  honest.password(),
                  Bytes.wrap(new byte[32]),
                  honest.candidates()));

      alice.connect(SESSION, bob);

      soon(() -> alice.answers.stream().anyMatch(ConnectFailed.class::isInstance));
      assertFalse(alice.answers.contains(new Connected(SESSION, bob.id())));
    }
  }

  @Test
  void aNeighborThatTalksTooMuchLosesItsLink() {
    try (WebRtcRuntime runtime = runtime(List.of(), 0, 0, Duration.ofSeconds(15), 10)) {
      Talker alice = new Talker(runtime);
      Talker bob = new Talker(runtime);
      alice.connect(SESSION, bob);
      soon(() -> alice.answers.contains(new Connected(SESSION, bob.id())));

      alice.live.run(
          () -> IntStream.range(0, 20_000).forEach(i -> alice.say(bob, new Talker.Note(i))));

      soon(() -> bob.answers.contains(new Closed(SESSION, Cause.MISBEHAVED)));
      assertTrue(bob.heard.size() >= 2 * INBOUND_PER_SECOND, bob.heard.size() + " heard");
      assertTrue(bob.heard.size() < 10 * INBOUND_PER_SECOND, bob.heard.size() + " heard");
      assertEquals(1, bob.live.traffic().dropped(Traffic.Drop.FULL_INBOX));
    }
  }

  @Test
  void thisHostCanConnectAndHasWhatItNeeds() {
    NativeFactory.check();

    assertEquals(Optional.empty(), NativeFactory.networkProblem());
  }

  private static WebRtcRuntime runtime(
      List<IceServer> servers, int portMin, int portMax, Duration timeout, int handshakesMax) {
    WebRtcConfig base = WebRtcConfig.DEFAULT;
    return new WebRtcRuntime(
        new WebRtcConfig(
            servers,
            portMin,
            portMax,
            base.gatherQuiet(),
            base.gatherTimeout(),
            timeout,
            handshakesMax,
            base.setUpsPerSecond(),
            base.highWaterBytes(),
            base.outboundBytesMax(),
            base.inboundBytesMax(),
            INBOUND_PER_SECOND),
        new Faults());
  }

  private static ConnectFailed failed(long session, String reason) {
    return new ConnectFailed(session, reason);
  }

  private static Description description(Talker talker) {
    return talker.answers.stream()
        .filter(Described.class::isInstance)
        .map(answer -> ((Described) answer).description())
        .findFirst()
        .orElseThrow();
  }

  private static void soon(Callable<Boolean> condition) {
    within(Duration.ofSeconds(10), condition);
  }

  private static void within(Duration limit, Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(5)).atMost(limit).until(condition);
  }
}
