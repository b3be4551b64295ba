package org.arcmesh.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.arcmesh.core.PeerId;

/**
 * An outview as its sampler sees it: a multiset of arcs, each with an age, in the order in which
 * they came.
 *
 * <p>Which arcs exist is the link layer's to say; a view mirrors it and adds the ages. An arc is
 * opening until its link can be used. While an exchange is open, the arcs that were offered in it
 * are lent: they still belong to the view, and their fate is decided when the exchange ends. A lent
 * arc whose link goes down meanwhile stays, dead, until then: either the partner has it by now and
 * will find out, or it is ours again and lost.
 */
public final class PartialView {
  private static final int OPEN = 1;
  private static final int LENT = 2;
  private static final int DEAD = 4;

  /** One cycle of age; the bits below are the state. */
  private static final int CYCLE = 8;

  private static final PeerId[] NONE = new PeerId[0];

  // Arrays in place of an object for each arc: 10^6 views fit in memory, and one look at a view
  // does
  // not wait for a dozen places of it. The hashes tell most ids apart without a look at them.
  private PeerId[] targets = NONE;
  private int[] hashes = new int[0];
  private int[] marks = new int[0];
  private int size;

  private static boolean isOpen(int mark) {
    return (mark & OPEN) != 0;
  }

  private static boolean isUsable(int mark) {
    return (mark & (OPEN | DEAD)) == OPEN;
  }

  /** As {@link org.arcmesh.core.Protocol#prefetch}. */
  public int prefetch() {
    return size == 0 || targets[size - 1] == null ? 0 : hashes[size - 1] + marks[size - 1];
  }

  /** Number of arcs, whatever their state. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Targets of the usable arcs, each as often as there are arcs to it. */
  public List<PeerId> usable() {
    return targets(usableArcs());
  }

  /** Targets of the arcs that are still opening, each as often as there are arcs to it. */
  public List<PeerId> opening() {
    PeerId[] opening = new PeerId[size];
    int count = 0;
    for (int arc = 0; arc < size; arc++) {
      if (!isOpen(marks[arc])) {
        opening[count++] = targets[arc];
      }
    }
    return listOf(opening, count);
  }

  /** Arcs to {@code target}, whatever their state. */
  public int arcsTo(PeerId target) {
    int hash = target.hashCode();
    int count = 0;
    for (int arc = 0; arc < size; arc++) {
      count += leadsTo(arc, hash, target) ? 1 : 0;
    }
    return count;
  }

  private boolean leadsTo(int arc, int hash, PeerId target) {
    return hashes[arc] == hash && targets[arc].equals(target);
  }

  /** Adds an arc of age 0. */
  public void add(PeerId target, boolean open) {
    if (size == targets.length) {
      int length = size + Math.max(4, size / 2);
      targets = Arrays.copyOf(targets, length);
      hashes = Arrays.copyOf(hashes, length);
      marks = Arrays.copyOf(marks, length);
    }
    targets[size] = target;
    hashes[size] = target.hashCode();
    marks[size] = open ? OPEN : 0;
    size++;
  }

  /** An arc to {@code target} can be used from now on; false if none was opening. */
  public boolean opened(PeerId target) {
    int arc = firstOpening(target);
    if (arc >= 0) {
      marks[arc] |= OPEN;
    }
    return arc >= 0;
  }

  /** Removes an arc to {@code target} that was opening; false if none was. */
  public boolean failed(PeerId target) {
    int arc = firstOpening(target);
    if (arc >= 0) {
      remove(arc);
    }
    return arc >= 0;
  }

  private int firstOpening(PeerId target) {
    int hash = target.hashCode();
    for (int arc = 0; arc < size; arc++) {
      if (!isOpen(marks[arc]) && leadsTo(arc, hash, target)) {
        return arc;
      }
    }
    return -1;
  }

  /**
   * The link to {@code target} is gone: removes the open arcs to it, but for the lent ones, which
   * die in place.
   *
   * @return how many were removed
   */
  public int linkDown(PeerId target) {
    int hash = target.hashCode();
    int before = size;
    int kept = 0;
    for (int arc = 0; arc < before; arc++) {
      int mark = marks[arc];
      boolean goes = isOpen(mark) && leadsTo(arc, hash, target);
      if (!goes || (mark & LENT) != 0) {
        keep(arc, kept++, goes ? mark | DEAD : mark);
      }
    }
    truncate(kept);
    return before - kept;
  }

  /** All arcs become one cycle older. */
  public void age() {
    for (int arc = 0; arc < size; arc++) {
      marks[arc] += CYCLE;
    }
  }

  /** The target of the oldest usable arc; of several as old, the one that came first. */
  public Optional<PeerId> oldest() {
    int oldest = -1;
    for (int arc = 0; arc < size; arc++) {
      if (isUsable(marks[arc]) && (oldest < 0 || isOlder(arc, oldest))) {
        oldest = arc;
      }
    }
    return oldest < 0 ? Optional.empty() : Optional.of(targets[oldest]);
  }

  private boolean isOlder(int arc, int other) {
    return marks[arc] / CYCLE > marks[other] / CYCLE;
  }

  /** The target of a usable arc, uniformly drawn among these arcs. */
  public Optional<PeerId> any(RandomGenerator random) {
    int[] usable = usableArcs();
    return usable.length == 0
        ? Optional.empty()
        : Optional.of(targets[usable[random.nextInt(usable.length)]]);
  }

  /** At most {@code count} different targets of usable arcs, uniformly drawn. */
  public List<PeerId> sample(int count, RandomGenerator random) {
    List<PeerId> different = new ArrayList<>(new LinkedHashSet<>(usable()));
    int drawn = Math.min(Math.max(count, 0), different.size());
    for (int i = 0; i < drawn; i++) {
      int j = random.nextInt(i, different.size());
      different.set(i, different.set(j, different.get(i)));
    }
    return List.copyOf(different.subList(0, drawn));
  }

  /**
   * Lends half of the view: the oldest arc to {@code partner} and a random subset of the others.
   *
   * @return the targets of the lent arcs, that of the partner first
   */
  public List<PeerId> lendHalf(PeerId partner, RandomGenerator random) {
    int hash = partner.hashCode();
    int first = -1;
    for (int arc = 0; arc < size; arc++) {
      if (isUsable(marks[arc])
          && (first < 0 || isOlder(arc, first))
          && leadsTo(arc, hash, partner)) {
        first = arc;
      }
    }
    if (first < 0) {
      throw new AssertionError("no usable arc to the partner " + partner);
    }
    int[] half = new int[size];
    half[0] = first;
    int count = 1;
    for (int arc = 0; arc < size; arc++) {
      if (arc != first && isUsable(marks[arc])) {
        half[count++] = arc;
      }
    }
    half = draw(half, 1, count, half(), random);
    for (int arc : half) {
      marks[arc] |= LENT;
    }
    return targets(half);
  }

  /**
   * The lent arcs have gone to the partner: removes them.
   *
   * @return the targets of those whose link still lives
   */
  public List<PeerId> giveLent() {
    PeerId[] given = new PeerId[size];
    int count = 0;
    int kept = 0;
    for (int arc = 0; arc < size; arc++) {
      int mark = marks[arc];
      if ((mark & LENT) == 0) {
        keep(arc, kept++, mark);
      } else if ((mark & DEAD) == 0) {
        given[count++] = targets[arc];
      }
    }
    truncate(kept);
    return listOf(given, count);
  }

  /**
   * The partner does not take the lent arcs: they are ours again, and the dead ones are removed.
   *
   * @return the targets of the dead ones
   */
  public List<PeerId> takeBack() {
    PeerId[] dead = new PeerId[size];
    int count = 0;
    int kept = 0;
    for (int arc = 0; arc < size; arc++) {
      if ((marks[arc] & DEAD) != 0) {
        dead[count++] = targets[arc];
      } else {
        keep(arc, kept++, marks[arc] & ~LENT);
      }
    }
    truncate(kept);
    return listOf(dead, count);
  }

  /** Removes a random half of the view and returns its targets. */
  public List<PeerId> giveHalf(RandomGenerator random) {
    int[] usable = usableArcs();
    int[] half = draw(usable, 0, usable.length, half(), random);
    List<PeerId> given = targets(half);
    for (int arc : half) {
      targets[arc] = null;
    }
    int kept = 0;
    for (int arc = 0; arc < size; arc++) {
      if (targets[arc] != null) {
        keep(arc, kept++, marks[arc]);
      }
    }
    truncate(kept);
    return given;
  }

  /**
   * Removes an arc that can be spared, of a target that has several if there is one; but never the
   * last.
   *
   * @return its target, or nothing
   */
  public List<PeerId> giveSurplus(RandomGenerator random) {
    int[] usable = usableArcs();
    if (usable.length < 2) {
      return List.of();
    }
    Set<PeerId> once = new LinkedHashSet<>();
    int[] duplicates = Arrays.stream(usable).filter(arc -> !once.add(targets[arc])).toArray();
    int[] candidates = duplicates.length == 0 ? usable : duplicates;
    int given = candidates[random.nextInt(candidates.length)];
    PeerId target = targets[given];
    remove(given);
    return List.of(target);
  }

  /** Number of usable arcs. */
  public int usableSize() {
    int count = 0;
    for (int arc = 0; arc < size; arc++) {
      count += isUsable(marks[arc]) ? 1 : 0;
    }
    return count;
  }

  /** Half of all arcs, rounded up; only usable ones can be drawn, so it may be fewer. */
  private int half() {
    return (size + 1) / 2;
  }

  private int[] usableArcs() {
    int[] usable = new int[size];
    int count = 0;
    for (int arc = 0; arc < size; arc++) {
      if (isUsable(marks[arc])) {
        usable[count++] = arc;
      }
    }
    return count == size ? usable : Arrays.copyOf(usable, count);
  }

  /**
   * The first steps of a Fisher-Yates shuffle of {@code arcs} between {@code from} and {@code to}.
   *
   * @return what is before {@code from} and what was drawn: at most {@code count} arcs
   */
  private static int[] draw(int[] arcs, int from, int to, int count, RandomGenerator random) {
    int end = Math.max(from, Math.min(count, to));
    for (int i = from; i < end; i++) {
      int j = random.nextInt(i, to);
      int picked = arcs[j];
      arcs[j] = arcs[i];
      arcs[i] = picked;
    }
    return Arrays.copyOf(arcs, end);
  }

  private List<PeerId> targets(int[] arcs) {
    PeerId[] chosen = new PeerId[arcs.length];
    for (int i = 0; i < arcs.length; i++) {
      chosen[i] = targets[arcs[i]];
    }
    return List.of(chosen);
  }

  private static List<PeerId> listOf(PeerId[] peers, int count) {
    return count == 0 ? List.of() : List.of(Arrays.copyOf(peers, count));
  }

  private void keep(int arc, int place, int mark) {
    targets[place] = targets[arc];
    hashes[place] = hashes[arc];
    marks[place] = mark;
  }

  private void remove(int arc) {
    for (int later = arc + 1; later < size; later++) {
      keep(later, later - 1, marks[later]);
    }
    truncate(size - 1);
  }

  private void truncate(int length) {
    Arrays.fill(targets, length, size, null);
    size = length;
  }
}
