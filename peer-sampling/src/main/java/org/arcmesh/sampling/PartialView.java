package org.arcmesh.sampling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
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
  private final List<Arc> arcs = new ArrayList<>();

  private static final class Arc {
    final PeerId target;
    int age;
    boolean open;
    boolean lent;
    boolean dead;

    Arc(PeerId target, boolean open) {
      this.target = target;
      this.open = open;
    }

    boolean isUsable() {
      return open && !dead;
    }
  }

  /** Number of arcs, whatever their state. */
  public int size() {
    return arcs.size();
  }

  public boolean isEmpty() {
    return arcs.isEmpty();
  }

  /** Targets of the usable arcs, each as often as there are arcs to it. */
  public List<PeerId> usable() {
    return arcs.stream().filter(Arc::isUsable).map(arc -> arc.target).toList();
  }

  /** Targets of the arcs that are still opening, each as often as there are arcs to it. */
  public List<PeerId> opening() {
    return arcs.stream().filter(arc -> !arc.open).map(arc -> arc.target).toList();
  }

  /** Adds an arc of age 0. */
  public void add(PeerId target, boolean open) {
    arcs.add(new Arc(target, open));
  }

  /** An arc to {@code target} can be used from now on; false if none was opening. */
  public boolean opened(PeerId target) {
    Optional<Arc> opening = firstOpening(target);
    opening.ifPresent(arc -> arc.open = true);
    return opening.isPresent();
  }

  /** Removes an arc to {@code target} that was opening; false if none was. */
  public boolean failed(PeerId target) {
    return firstOpening(target).map(arcs::remove).orElse(false);
  }

  private Optional<Arc> firstOpening(PeerId target) {
    return arcs.stream().filter(arc -> !arc.open && arc.target.equals(target)).findFirst();
  }

  /**
   * The link to {@code target} is gone: removes the open arcs to it, but for the lent ones, which
   * die in place.
   *
   * @return how many were removed
   */
  public int linkDown(PeerId target) {
    int before = arcs.size();
    arcs.removeIf(arc -> arc.open && !arc.lent && arc.target.equals(target));
    for (Arc arc : arcs) {
      if (arc.lent && arc.target.equals(target)) {
        arc.dead = true;
      }
    }
    return before - arcs.size();
  }

  /** All arcs become one cycle older. */
  public void age() {
    arcs.forEach(arc -> arc.age++);
  }

  /** The target of the oldest usable arc; of several as old, the one that came first. */
  public Optional<PeerId> oldest() {
    Arc oldest = null;
    for (Arc arc : arcs) {
      if (arc.isUsable() && (oldest == null || arc.age > oldest.age)) {
        oldest = arc;
      }
    }
    return Optional.ofNullable(oldest).map(arc -> arc.target);
  }

  /** The target of a usable arc, uniformly drawn among these arcs. */
  public Optional<PeerId> any(RandomGenerator random) {
    List<PeerId> usable = usable();
    return usable.isEmpty()
        ? Optional.empty()
        : Optional.of(usable.get(random.nextInt(usable.size())));
  }

  /** At most {@code count} different targets of usable arcs, uniformly drawn. */
  public List<PeerId> sample(int count, RandomGenerator random) {
    List<PeerId> different = new ArrayList<>(new LinkedHashSet<>(usable()));
    return draw(different, count, random);
  }

  /**
   * Lends half of the view: the oldest arc to {@code partner} and a random subset of the others.
   *
   * @return the targets of the lent arcs, that of the partner first
   */
  public List<PeerId> lendHalf(PeerId partner, RandomGenerator random) {
    Arc first =
        arcs.stream()
            .filter(arc -> arc.isUsable() && arc.target.equals(partner))
            .reduce((older, arc) -> arc.age > older.age ? arc : older)
            .orElseThrow(() -> new AssertionError("no usable arc to the partner " + partner));
    List<Arc> others = usableArcs();
    others.remove(first);
    List<Arc> half = new ArrayList<>(List.of(first));
    half.addAll(draw(others, half() - 1, random));
    half.forEach(arc -> arc.lent = true);
    return half.stream().map(arc -> arc.target).toList();
  }

  /**
   * The lent arcs have gone to the partner: removes them.
   *
   * @return the targets of those whose link still lives
   */
  public List<PeerId> giveLent() {
    List<PeerId> given =
        arcs.stream().filter(arc -> arc.lent && !arc.dead).map(arc -> arc.target).toList();
    arcs.removeIf(arc -> arc.lent);
    return given;
  }

  /**
   * The partner does not take the lent arcs: they are ours again, and the dead ones are removed.
   *
   * @return the targets of the dead ones
   */
  public List<PeerId> takeBack() {
    List<PeerId> dead = arcs.stream().filter(arc -> arc.dead).map(arc -> arc.target).toList();
    arcs.removeIf(arc -> arc.dead);
    arcs.forEach(arc -> arc.lent = false);
    return dead;
  }

  /** Removes a random half of the view and returns its targets. */
  public List<PeerId> giveHalf(RandomGenerator random) {
    List<Arc> half = draw(usableArcs(), half(), random);
    arcs.removeAll(half);
    return half.stream().map(arc -> arc.target).toList();
  }

  /**
   * Removes an arc that can be spared, of a target that has several if there is one; but never the
   * last.
   *
   * @return its target, or nothing
   */
  public List<PeerId> giveSurplus(RandomGenerator random) {
    List<Arc> usable = usableArcs();
    if (usable.size() < 2) {
      return List.of();
    }
    Set<PeerId> once = new LinkedHashSet<>();
    List<Arc> duplicates = usable.stream().filter(arc -> !once.add(arc.target)).toList();
    List<Arc> candidates = duplicates.isEmpty() ? usable : duplicates;
    Arc given = candidates.get(random.nextInt(candidates.size()));
    arcs.remove(given);
    return List.of(given.target);
  }

  /** Half of all arcs, rounded up; only usable ones can be drawn, so it may be fewer. */
  private int half() {
    return (arcs.size() + 1) / 2;
  }

  private List<Arc> usableArcs() {
    return arcs.stream().filter(Arc::isUsable).collect(Collectors.toCollection(ArrayList::new));
  }

  /** The first steps of a Fisher-Yates shuffle of {@code from}, which it changes. */
  private static <T> List<T> draw(List<T> from, int count, RandomGenerator random) {
    int drawn = Math.min(Math.max(count, 0), from.size());
    for (int i = 0; i < drawn; i++) {
      int j = random.nextInt(i, from.size());
      T picked = from.set(j, from.get(i));
      from.set(i, picked);
    }
    return List.copyOf(from.subList(0, drawn));
  }
}
