package org.arcmesh.broadcast.delivery;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Mark;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;

/**
 * How much is on its way to each neighbor, and how much may be.
 *
 * <p>Between parcels we send marks, which come back when the neighbor has dealt with what came
 * before them. So we know how far behind it is, whatever holds it up: its link, its thread, the
 * checking of seals. Its window shrinks while marks take long, so that what else goes over the link
 * waits for less than half a second; a neighbor that stays full is slow, and nobody waits for it.
 *
 * <p>Of k sources that have something on the way to a neighbor each gets a kth of the window, and
 * one that has nothing there may always send something, up to twice the window in all.
 */
final class Lanes {
  static final int WINDOW_BYTES = 1 << 20;
  static final int WINDOW_BYTES_MIN = 1 << 17;

  /** Twice this is a half of what may wait for a link, over which expendable frames are dropped. */
  static final int WINDOW_BYTES_MAX = 2 << 20;

  /** Marks on their way in a full window. */
  private static final int MARKS = 8;

  /** Guess: what dealing with a parcel costs beside its bytes. */
  private static final int PARCEL_BYTES = 256;

  /** Guess: heartbeats that wait so long behind parcels are not yet missed. */
  private static final long LATE_MILLIS = 400;

  private static final long PROMPT_MILLIS = 150;

  /** Guess: so long a full neighbor is waited for; then it is slow for {@link #SLOW_MILLIS}. */
  static final long PATIENCE_MILLIS = 250;

  static final long SLOW_MILLIS = 5_000;

  /** Guess: a window holds a tenth of that in parcels of full size. */
  private static final int LATE_MAX = 256;

  private final Map<PeerId, Lane> lanes = new LinkedHashMap<>();

  /**
   * A mark that is under way.
   *
   * @param streams what went between it and the one before, by stream
   */
  private record Sent(int number, long offset, long at, Map<Long, Long> streams) {}

  /** A parcel that waits for room. */
  record Late(long stream, long sequence) {}

  private static final class Lane {
    private final ArrayDeque<Sent> marks = new ArrayDeque<>();
    private final Set<Late> late = new LinkedHashSet<>();
    private final Map<Long, Long> streamsAhead = new LinkedHashMap<>();
    private Map<Long, Long> streamsSinceMark = new LinkedHashMap<>();
    private int window = WINDOW_BYTES;
    private long sent;
    private long reached;
    private long markedAt;
    private int nextMark;
    private int adaptFrom;
    private long fullSince = -1;
    private long slowUntil = -1;

    long ahead() {
      return sent - reached;
    }

    boolean isFullFor(long stream) {
      long own = streamsAhead.getOrDefault(stream, 0L);
      if (own == 0) {
        return ahead() > 2L * window;
      }
      return ahead() > window || own > window / streamsAhead.size();
    }

    void reach(Sent mark) {
      reached = mark.offset();
      mark.streams()
          .forEach(
              (stream, bytes) ->
                  streamsAhead.computeIfPresent(
                      stream, (key, ahead) -> ahead > bytes ? ahead - bytes : null));
    }
  }

  private Lane lane(PeerId neighbor) {
    return lanes.computeIfAbsent(neighbor, peer -> new Lane());
  }

  /** Sends a parcel, and a mark when it is time for one. */
  void send(PeerId neighbor, long stream, Push push, Context ctx) {
    Lane lane = lane(neighbor);
    ctx.send(neighbor, push);
    long bytes = push.parcel().size() + PARCEL_BYTES;
    lane.sent += bytes;
    lane.streamsAhead.merge(stream, bytes, Long::sum);
    lane.streamsSinceMark.merge(stream, bytes, Long::sum);
    if (lane.sent - lane.markedAt >= lane.window / MARKS) {
      lane.markedAt = lane.sent;
      lane.marks.add(new Sent(lane.nextMark, lane.sent, ctx.nowMillis(), lane.streamsSinceMark));
      lane.streamsSinceMark = new LinkedHashMap<>();
      ctx.send(neighbor, new Mark(lane.nextMark++));
    }
  }

  /** Whether more of a stream may be on the way to {@code neighbor}. */
  boolean hasRoom(PeerId neighbor, long stream) {
    Lane lane = lanes.get(neighbor);
    return lane == null || !lane.isFullFor(stream);
  }

  /**
   * Whether a parcel should wait for {@code neighbor}, which is full but not slow. Of our own
   * parcels it is asked again and again while they wait.
   *
   * @param all whether there is nobody else with room: then a slow neighbor holds up nobody, and
   *     what it does not get it may lose, so it is waited for while it deals with anything at all
   */
  boolean isWorthWaiting(PeerId neighbor, long stream, boolean all, long now) {
    Lane lane = lanes.get(neighbor);
    if (lane == null || !lane.isFullFor(stream)) {
      return false;
    }
    if (lane.fullSince < 0) {
      lane.fullSince = now;
    }
    long waited = now - lane.fullSince;
    if (waited >= PATIENCE_MILLIS) {
      lane.slowUntil = Math.max(lane.slowUntil, lane.fullSince + PATIENCE_MILLIS + SLOW_MILLIS);
    }
    return all ? waited < SLOW_MILLIS : waited < PATIENCE_MILLIS && now >= lane.slowUntil;
  }

  /**
   * Has a parcel wait until {@code neighbor} has dealt with more.
   *
   * @return whether it does; else too many wait already
   */
  boolean defer(PeerId neighbor, Late parcel) {
    Set<Late> late = lane(neighbor).late;
    if (late.size() < LATE_MAX) {
      late.add(parcel); // Once, however often it is pushed meanwhile.
    }
    return late.contains(parcel);
  }

  /** What has waited for {@code neighbor}, in order; nothing waits then. */
  List<Late> takeLate(PeerId neighbor) {
    Lane lane = lanes.get(neighbor);
    if (lane == null || lane.late.isEmpty()) {
      return List.of();
    }
    List<Late> late = List.copyOf(lane.late);
    lane.late.clear();
    return late;
  }

  /**
   * The neighbor has dealt with everything before that mark of ours.
   *
   * @return whether that is news; who says the same again and again is slow all the same
   */
  boolean onReached(PeerId neighbor, int number, long now) {
    Lane lane = lanes.get(neighbor);
    if (lane == null || lane.marks.isEmpty() || lane.marks.peek().number() > number) {
      return false;
    }
    while (!lane.marks.isEmpty() && lane.marks.peek().number() <= number) {
      Sent mark = lane.marks.remove();
      boolean wasBusy = lane.ahead() > lane.window / 3;
      lane.reach(mark);
      if (mark.number() >= lane.adaptFrom) {
        adapt(lane, now - mark.at(), wasBusy);
      }
    }
    lane.fullSince = -1;
    return true;
  }

  private static void adapt(Lane lane, long took, boolean wasBusy) {
    int before = lane.window;
    if (took > LATE_MILLIS) {
      lane.window = Math.max(WINDOW_BYTES_MIN, before / 2);
    } else if (took < PROMPT_MILLIS && wasBusy) {
      lane.window = Math.min(WINDOW_BYTES_MAX, before * 2);
    }
    if (lane.window != before) {
      lane.adaptFrom = lane.nextMark; // Marks under way tell of the window as it was.
    }
  }

  void forget(PeerId neighbor) {
    lanes.remove(neighbor);
  }
}
