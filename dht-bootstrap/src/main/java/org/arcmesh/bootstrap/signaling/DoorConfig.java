package org.arcmesh.bootstrap.signaling;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.arcmesh.core.PeerId;

/**
 * Settings of doors, both sides.
 *
 * @param dialTimeout for connection and hello together, and again for the welcome. PROTOCOLS 7: 1.5
 *     s each.
 * @param askTimeout a node waits so long for the first question of whoever connects. Guess: twice
 *     the {@code dialTimeout} of the asker.
 * @param idle a socket on which nothing was said for so long is closed. A newcomer needs seconds.
 * @param sockets at most so many at a node. Guess: 1024 sockets are 6 MB.
 * @param guests at most so many of them with their door open
 * @param messagesPerSecond from one socket, with twice as many at once. Guess: a newcomer's 1 + ln
 *     N offers with their late candidates, several times over.
 * @param hellosPerSecond of the whole node, with twice as many at once. Guess: a hello costs a
 *     signature, 1 ms of the peer's thread; at most a fifth of it is for strangers.
 * @param dialsAtOnce PROTOCOLS 7: 8
 * @param dialsPerJoin PROTOCOLS 7: 32
 * @param callers what one address, and one key, may take of a node
 * @param isPublic whether hints with private hosts are refused, as everywhere but in a private DHT
 * @param reachable whom discovery may reach: all, unless a testbed cuts discovery. Any thread.
 */
public record DoorConfig(
    Duration dialTimeout,
    Duration askTimeout,
    Duration idle,
    int sockets,
    int guests,
    int messagesPerSecond,
    int hellosPerSecond,
    int dialsAtOnce,
    int dialsPerJoin,
    CallerLimits callers,
    boolean isPublic,
    Predicate<PeerId> reachable) {

  /** In the mainline DHT. */
  public static final DoorConfig PUBLIC =
      new DoorConfig(
          Duration.ofMillis(1_500),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          1024,
          256,
          64,
          200,
          8,
          32,
          CallerLimits.PUBLIC,
          true,
          peer -> true);

  /** In a private DHT, or with contacts only: on loopback and in local networks. */
  public static final DoorConfig PRIVATE =
      PUBLIC.withPublic(false).withCallers(CallerLimits.PRIVATE);

  public DoorConfig {
    Objects.requireNonNull(callers);
    Objects.requireNonNull(reachable);
    if (dialTimeout.toMillis() < 1 || askTimeout.toMillis() < 1 || idle.toMillis() < 1) {
      throw new IllegalArgumentException("timeouts of doors are at least a millisecond");
    }
    if (sockets < 1
        || guests < 1
        || messagesPerSecond < 1
        || hellosPerSecond < 1
        || dialsAtOnce < 1) {
      throw new IllegalArgumentException("limits of doors are at least 1");
    }
    if (dialsPerJoin < dialsAtOnce) {
      throw new IllegalArgumentException(
          "dialsPerJoin " + dialsPerJoin + " is less than dialsAtOnce " + dialsAtOnce);
    }
  }

  public DoorConfig withPublic(boolean isPublic) {
    return with(callers, isPublic, reachable);
  }

  public DoorConfig withCallers(CallerLimits callers) {
    return with(callers, isPublic, reachable);
  }

  public DoorConfig withReachable(Predicate<PeerId> reachable) {
    return with(callers, isPublic, reachable);
  }

  private DoorConfig with(CallerLimits callers, boolean isPublic, Predicate<PeerId> reachable) {
    return new DoorConfig(
        dialTimeout,
        askTimeout,
        idle,
        sockets,
        guests,
        messagesPerSecond,
        hellosPerSecond,
        dialsAtOnce,
        dialsPerJoin,
        callers,
        isPublic,
        reachable);
  }
}
