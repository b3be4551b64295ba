package org.arcmesh.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.arcmesh.core.Context;
import org.arcmesh.core.Hold;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;

/**
 * A context that does nothing but remember what was asked of it, so that a unit test can compare
 * the exact effects of one handler. Its clock stands until {@link #advance}.
 */
public final class ScriptedContext implements Context {
  private final PeerId self;
  private final RandomGenerator random;
  private final List<Effect> effects = new ArrayList<>();
  private long nowMillis;

  public ScriptedContext(PeerId self, long seed) {
    this.self = self;
    this.random = new SplittableRandom(seed);
  }

  /** What a protocol asked for, in the order in which it asked. */
  public sealed interface Effect {}

  public record Sent(PeerId to, Message message) implements Effect {}

  public record Scheduled(Duration delay, Timer timer) implements Effect {}

  public record ArcAsked(PeerId target, PeerId mediator) implements Effect {}

  public record Introduced(PeerId left, PeerId right) implements Effect {}

  public record ArcClosed(PeerId target) implements Effect {}

  public record Held(PeerId neighbor, Hold reason) implements Effect {}

  public record Released(PeerId neighbor, Hold reason) implements Effect {}

  public record Emitted(OverlayEvent event) implements Effect {}

  /** All effects since the last {@link #clear}. */
  public List<Effect> effects() {
    return List.copyOf(effects);
  }

  /** The effects of one kind since the last {@link #clear}. */
  public <E extends Effect> List<E> effects(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public List<Sent> sent() {
    return effects(Sent.class);
  }

  public List<OverlayEvent> emitted() {
    return effects(Emitted.class).stream().map(Emitted::event).toList();
  }

  public void clear() {
    effects.clear();
  }

  public void advance(Duration time) {
    nowMillis += time.toMillis();
  }

  @Override
  public PeerId self() {
    return self;
  }

  @Override
  public long nowMillis() {
    return nowMillis;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void send(PeerId neighbor, Message message) {
    effects.add(new Sent(neighbor, message));
  }

  @Override
  public void schedule(Duration delay, Timer timer) {
    effects.add(new Scheduled(delay, timer));
  }

  @Override
  public void openArc(PeerId target, PeerId mediator) {
    effects.add(new ArcAsked(target, mediator));
  }

  @Override
  public void introduce(PeerId left, PeerId right) {
    effects.add(new Introduced(left, right));
  }

  @Override
  public void closeArc(PeerId target) {
    effects.add(new ArcClosed(target));
  }

  @Override
  public void hold(PeerId neighbor, Hold reason) {
    effects.add(new Held(neighbor, reason));
  }

  @Override
  public void release(PeerId neighbor, Hold reason) {
    effects.add(new Released(neighbor, reason));
  }

  @Override
  public void emit(OverlayEvent event) {
    effects.add(new Emitted(event));
  }
}
