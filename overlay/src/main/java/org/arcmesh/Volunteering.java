package org.arcmesh;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;

/** A {@link Volunteer} and its peer. All but {@link #start} is on the peer's event loop. */
final class Volunteering implements Volunteer.Actions {
  /** PROTOCOLS 7: a retiring node answers with alternates for so long. */
  static final Duration RETIREMENT = Duration.ofSeconds(60);

  private final LiveStack live;
  private final String host;
  private final BiConsumer<String, Duration> failures;
  private final Volunteer volunteer;
  private Endpoint door; // Where our server listens; null while it does not.

  /**
   * @param host the address to listen on
   * @param failures hears what does not work, and when it is tried again
   */
  Volunteering(
      LiveStack live, Volunteer.Rhythm rhythm, String host, BiConsumer<String, Duration> failures) {
    this.live = live;
    this.host = host;
    this.failures = failures;
    this.volunteer =
        new Volunteer(live.peer().identity().id(), rhythm, this, new java.util.Random(seed()));
  }

  private static long seed() {
    return ThreadLocalRandom.current().nextLong();
  }

  void start() {
    live.peer().run(volunteer::start);
  }

  void onAnswer(Message answer) {
    volunteer.onAnswer(answer);
  }

  @Override
  public void lookUp() {
    live.discovery().lookup();
  }

  @Override
  public void probe(Endpoint node) {
    live.probe(node);
  }

  @Override
  public void prove(Endpoint node) {
    withDoor(() -> live.discovery().dialBack(node, door, volunteer::onReachability));
  }

  @Override
  public void stepForward() {
    withDoor(() -> live.announce(door));
  }

  @Override
  public void stepBack() {
    door = null;
    live.retire(RETIREMENT);
  }

  @Override
  public void closeDoor() {
    door = null;
    live.retire(Duration.ZERO);
  }

  @Override
  public void tell(String whatFailed, Duration retry) {
    failures.accept(whatFailed, retry);
  }

  @Override
  public void after(Duration wait, Runnable then) {
    live.peer()
        .loop()
        .schedule(() -> live.peer().run(then), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Opens the door on a thread of its own, for that waits for the port. */
  private void withDoor(Runnable then) {
    if (door != null) {
      then.run();
      return;
    }
    Thread opener =
        new Thread(
            () -> {
              try {
                Endpoint opened = live.open(Entrance.at(new InetSocketAddress(host, 0)));
                live.peer()
                    .run(
                        () -> {
                          door = opened;
                          then.run();
                        });
              } catch (BindException e) {
                live.peer().run(() -> volunteer.onRefused(e.getMessage()));
              }
            },
            "arcmesh-volunteer");
    opener.setDaemon(true);
    opener.start();
  }
}
