package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where each peer stands while all are one, and where its side goes when the network is cut. Those
 * of one side stand together from the beginning, so that nobody has to cross the gap; among them,
 * peers that know each other stand close. Otherwise places mean nothing.
 */
final class Stage {
  static final int WIDTH = 960;
  static final int HEIGHT = 560;

  /** The side of who does not appear. */
  static final int ABSENT = -1;

  private static final double MIDDLE_X = WIDTH / 2.0;
  private static final double MIDDLE_Y = 258;
  private static final double RADIUS_X = 252;
  private static final double RADIUS_Y = 152;
  private static final double DRIFT_X = 104;
  private static final double DRIFT_Y = 34;

  /** The angle between neighbors of a sunflower. */
  private static final double GOLDEN = Math.PI * (3 - Math.sqrt(5));

  private static final int ROUNDS_MAX = 40;

  private final int[] sides;
  private final int sideCount;
  private final double[] x;
  private final double[] y;

  /**
   * @param sides the side of each peer, or {@link #ABSENT}
   * @param arcs pairs of peers, {@code from * Recorder.WHOLE_MAX + to}, one for each look that had
   *     it
   */
  Stage(int[] sides, int[] arcs) {
    this.sides = sides;
    this.sideCount = Arrays.stream(sides).max().orElse(0) + 1;
    this.x = new double[sides.length];
    this.y = new double[sides.length];
    place();
    shorten(weights(arcs));
  }

  private void place() {
    int count = present().length;
    List<double[]> free = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double radius = StrictMath.sqrt((i + 0.5) / count);
      double angle = i * GOLDEN;
      free.add(new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)});
    }
    // Two sides are left and right; more are sectors.
    Comparator<double[]> order =
        sideCount <= 2
            ? Comparator.comparingDouble(point -> point[0])
            : Comparator.comparingDouble(point -> turn(point));
    free.sort(order);
    int next = 0;
    for (int side = 0; side < sideCount; side++) {
      for (int peer = 0; peer < sides.length; peer++) {
        if (sides[peer] == side) {
          double[] point = free.get(next++);
          x[peer] = MIDDLE_X + RADIUS_X * point[0];
          y[peer] = MIDDLE_Y + RADIUS_Y * point[1];
        }
      }
    }
  }

  /** From the left, clockwise. */
  private static double turn(double[] point) {
    return StrictMath.atan2(point[1], point[0]);
  }

  private double[][] weights(int[] arcs) {
    double[][] weights = new double[sides.length][sides.length];
    for (int arc : arcs) {
      int from = arc / Recorder.WHOLE_MAX;
      int to = arc % Recorder.WHOLE_MAX;
      weights[from][to]++;
      weights[to][from]++;
    }
    return weights;
  }

  /** Has peers of a side change places as long as that makes arcs shorter. */
  private void shorten(double[][] weights) {
    boolean better = true;
    for (int round = 0; better && round < ROUNDS_MAX; round++) {
      better = false;
      for (int a = 0; a < x.length; a++) {
        for (int b = a + 1; b < x.length; b++) {
          if (sides[a] == sides[b]) {
            double before = cost(a, weights) + cost(b, weights);
            swap(a, b);
            if (cost(a, weights) + cost(b, weights) < before - 1e-6) {
              better = true;
            } else {
              swap(a, b);
            }
          }
        }
      }
    }
  }

  private double cost(int peer, double[][] weights) {
    double cost = 0;
    for (int other = 0; other < x.length; other++) {
      double dx = x[peer] - x[other];
      double dy = y[peer] - y[other];
      cost += weights[peer][other] * (dx * dx + dy * dy);
    }
    return cost;
  }

  private void swap(int a, int b) {
    double keptX = x[a];
    double keptY = y[a];
    x[a] = x[b];
    y[a] = y[b];
    x[b] = keptX;
    y[b] = keptY;
  }

  int sideCount() {
    return sideCount;
  }

  int side(int peer) {
    return sides[peer];
  }

  /** All who appear, ascending. */
  int[] present() {
    return IntStream.range(0, sides.length).filter(peer -> sides[peer] != ABSENT).toArray();
  }

  int[] members(int side) {
    return IntStream.range(0, sides.length).filter(peer -> sides[peer] == side).toArray();
  }

  /** The size of a peer. */
  double radius() {
    double room = StrictMath.sqrt(Math.PI * RADIUS_X * RADIUS_Y / Math.max(1, present().length));
    return Math.min(9.5, 0.17 * room);
  }

  double x(int peer) {
    return x[peer];
  }

  double y(int peer) {
    return y[peer];
  }

  /** How far a side goes. */
  double driftX(int side) {
    return sideCount < 2 ? 0 : DRIFT_X * StrictMath.cos(direction(side));
  }

  double driftY(int side) {
    return sideCount < 2 ? 0 : DRIFT_Y * StrictMath.sin(direction(side));
  }

  private double direction(int side) {
    if (sideCount == 2) {
      return side == 0 ? Math.PI : 0;
    }
    double sumX = 0;
    double sumY = 0;
    for (int peer : members(side)) {
      sumX += (x[peer] - MIDDLE_X) / RADIUS_X;
      sumY += (y[peer] - MIDDLE_Y) / RADIUS_Y;
    }
    return StrictMath.atan2(sumY, sumX);
  }

  /** A line between two peers that stand where they are while all are one. */
  String home(int a, int b) {
    return line(x[a], y[a], x[b], y[b]);
  }

  /** The same while the sides are apart. */
  String apart(int a, int b) {
    return line(
        x[a] + driftX(sides[a]),
        y[a] + driftY(sides[a]),
        x[b] + driftX(sides[b]),
        y[b] + driftY(sides[b]));
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return "M"
        + Math.round(x1)
        + " "
        + Math.round(y1)
        + "L"
        + Math.round(x2)
        + " "
        + Math.round(y2);
  }
}
