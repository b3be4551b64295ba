package org.arcmesh.testbed.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Shows a run while it goes on: each step on a line of its own, and below them how things are.
 *
 * <p>On a terminal the last line is rewritten in place. Elsewhere nothing is rewritten, there is no
 * control character, and how things are is told every few seconds.
 */
public final class Terminal implements Progress {
  private static final int WIDTH = 79;
  private static final double PLAIN_EVERY_MILLIS = 5_000;
  private static final double OLD_MILLIS = 5_000;
  private static final String CLEAR = "\r\033[2K";
  private static final String[] SPINNER = {"⠋", "⠙", "⠸", "⠴", "⠦", "⠇"};

  private final PrintStream out;
  private final boolean live;
  private int turns;
  private double nextPlain = PLAIN_EVERY_MILLIS;

  /**
   * @param live whether {@code out} is a terminal
   */
  public Terminal(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** Whether the standard stream with this number, 1 or 2, is a terminal that can rewrite lines. */
  public static boolean isTerminal(int stream) {
    String term = System.getenv("TERM");
    if (term == null || term.equals("dumb")) {
      return false;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // No such folder here: the plain way shows as much.
    }
  }

  @Override
  public void onStep(double atMillis, String what) {
    line(atMillis, what);
  }

  @Override
  public void onNote(double atMillis, String note) {
    line(atMillis, "  " + note);
  }

  @Override
  public void onStatus(Status status) {
    String text = describe(status);
    if (live) {
      String spinner = SPINNER[turns++ % SPINNER.length];
      String line = "  " + spinner + " " + seconds(status.atMillis()) + "  " + text;
      out.print(CLEAR + line.substring(0, Math.min(WIDTH, line.length())));
      out.flush();
    } else if (status.atMillis() >= nextPlain) {
      nextPlain = status.atMillis() + PLAIN_EVERY_MILLIS;
      line(status.atMillis(), "  " + text);
    }
  }

  /** Ends the line that is rewritten. */
  public void end() {
    if (live) {
      out.print(CLEAR);
      out.flush();
    }
  }

  private void line(double atMillis, String text) {
    out.println((live ? CLEAR : "") + seconds(atMillis) + "  " + text);
    out.flush();
  }

  private static String describe(Status status) {
    StringBuilder text = new StringBuilder();
    text.append(status.alive()).append(" peers");
    if (status.joined() < status.started()) {
      text.append(" (").append(status.joined()).append(" joined)");
    }
    text.append(", ").append(status.components());
    text.append(status.components() == 1 ? " component" : " components");
    double old = status.atMillis() - status.lookedAt();
    if (status.lookedAt() >= 0 && old >= OLD_MILLIS) {
      text.append(String.format(Locale.ROOT, " %.0f s ago", old / 1000));
    }
    if (status.sent() > 0) {
      text.append(", ").append(status.sent()).append(" broadcasts, ");
      text.append(status.deliveries()).append(" deliveries");
    }
    double left = (status.ends() - status.atMillis()) / 1000;
    if (left > 0) {
      text.append(String.format(Locale.ROOT, ", %.0f s left", Math.ceil(left)));
    }
    return text.toString();
  }

  private static String seconds(double millis) {
    return String.format(Locale.ROOT, "%6.1f s", millis / 1000);
  }
}
