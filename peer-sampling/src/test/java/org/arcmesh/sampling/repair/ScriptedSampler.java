package org.arcmesh.sampling.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Context;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.Sampler;

/** A sampler whose view is what the test says, and that remembers whom it was to join. */
final class ScriptedSampler implements Sampler<Message> {
  record Join(PeerId contact, PeerId mediator) {}

  final List<PeerId> view = new ArrayList<>();
  final List<Join> joins = new ArrayList<>();
  int cycles;
  long lost;

  @Override
  public List<PeerId> view() {
    return view;
  }

  @Override
  public List<PeerId> sample(int count) {
    return view.subList(0, Math.min(count, view.size()));
  }

  @Override
  public double sizeEstimate() {
    return view.size();
  }

  @Override
  public void join(PeerId contact, PeerId mediator) {
    joins.add(new Join(contact, mediator));
  }

  @Override
  public void cycle() {
    cycles++;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(10);
  }

  @Override
  public int arcs() {
    return view.size();
  }

  @Override
  public long arcsLost() {
    return lost;
  }

  @Override
  public boolean isIsolated() {
    return view.isEmpty();
  }

  @Override
  public MessageTable messages() {
    return new MessageTable(200, "scripted", List.of());
  }

  @Override
  public void start(Context ctx) {}

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    throw new AssertionError("nobody sends to a scripted sampler");
  }
}
