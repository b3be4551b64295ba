package org.arcmesh.testbed.picture;

/** When the sides of a cut drift apart, and when they come together again. */
final class Drift {
  private static final double TAKES = 2;

  private final double length;
  private final boolean tears;
  private final double begins;
  private final double returns;

  /**
   * @param tears whether the cut tears arcs; else the sides stay where they are
   */
  Drift(Script script, boolean tears) {
    this.tears = tears;
    length = script.tempo.seconds();
    begins = script.tempo.of(script.cutAt) + 0.25;
    // What never becomes one stands apart until the film begins anew.
    returns =
        script.isOne()
            ? Math.max(begins + TAKES, script.tempo.of(script.oneAt) + 0.6)
            : length - 0.1;
  }

  /** When the first peers move. */
  double begins() {
    return begins;
  }

  /** When all sides begin to come back. */
  double returns() {
    return returns;
  }

  /** When everybody is home again. */
  double over() {
    return Math.min(length, returns + TAKES);
  }

  boolean isApart(double film) {
    return tears && film >= begins + TAKES && film <= returns;
  }

  /** What is {@code home} while all are one, and {@code apart} while they are not. */
  Track between(String home, String apart) {
    Track still = new Track(length, home);
    return !tears ? still : still.eased().to(begins, TAKES, apart).to(returns, TAKES, home);
  }
}
