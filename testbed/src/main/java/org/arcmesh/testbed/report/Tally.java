package org.arcmesh.testbed.report;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far many runs are: on a terminal in one line that is rewritten, elsewhere in a line
 * every few seconds.
 */
public final class Tally {
  private static final double PLAIN_EVERY_MILLIS = 5_000;
  private static final String CLEAR = "\r\033[2K";

  private final PrintStream out;
  private final boolean live;
  private final int runs;
  private final long startedNanos = System.nanoTime();
  private double nextPlain = PLAIN_EVERY_MILLIS;

  /**
   * @param live whether {@code out} is a terminal
   */
  public Tally(PrintStream out, boolean live, int runs) {
    this.out = out;
    this.live = live;
    this.runs = runs;
  }

  /** So many are done; so many of them did not end well. */
  public void show(int done, int failed) {
    show(done, failed, (System.nanoTime() - startedNanos) / 1e6);
  }

  void show(int done, int failed, double afterMillis) {
    StringBuilder text = new StringBuilder();
    text.append(done).append(" of ").append(runs).append(" runs");
    if (failed > 0) {
      text.append(", ").append(failed).append(failed == 1 ? " does not hold" : " do not hold");
    }
    if (done > 0 && done < runs) {
      double left = afterMillis / done * (runs - done) / 1_000;
      text.append(String.format(Locale.ROOT, ", about %.0f s left", Math.ceil(left)));
    }
    if (live) {
      out.print(CLEAR + "  " + text);
      out.flush();
    } else if (afterMillis >= nextPlain) {
      nextPlain = afterMillis + PLAIN_EVERY_MILLIS;
      out.println("  " + text);
      out.flush();
    }
  }

  /** Ends the line that is rewritten. */
  public void end() {
    if (live) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
