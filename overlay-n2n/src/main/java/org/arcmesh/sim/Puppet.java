package org.arcmesh.sim;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;

/**
 * A protocol that does nothing of its own: a test acts through its {@link #context}, within {@link
 * org.arcmesh.core.Peer#run}, and reads what it was told of links and arcs. For tests of what lies
 * beside or below it in a simulated peer, such as a protocol that needs arcs and opens none.
 */
public final class Puppet implements Protocol<Message> {
  private final List<PeerId> up = new ArrayList<>();
  private final List<Cause> down = new ArrayList<>();
  private final List<PeerId> opened = new ArrayList<>();
  private final List<Cause> failed = new ArrayList<>();
  private Context ctx;

  /** The context it was started with, on which to ask for arcs, introductions, sending. */
  public Context context() {
    return ctx;
  }

  /** Neighbors whose links opened, in order. */
  public List<PeerId> up() {
    return List.copyOf(up);
  }

  /** Why links went down, in order. */
  public List<Cause> down() {
    return List.copyOf(down);
  }

  /** Targets of outgoing arcs that opened, in order. */
  public List<PeerId> opened() {
    return List.copyOf(opened);
  }

  /** Why outgoing arcs failed, in order. */
  public List<Cause> failed() {
    return List.copyOf(failed);
  }

  /** It has no messages, so that the protocol number is never seen on a wire. */
  @Override
  public MessageTable messages() {
    return new MessageTable(255, "puppet", List.of());
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
  }

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    throw new AssertionError("a puppet has no messages, and got " + message);
  }

  @Override
  public void onNeighborUp(PeerId neighbor, Context ctx) {
    up.add(neighbor);
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    down.add(cause);
  }

  @Override
  public void onArcOpened(PeerId target, Context ctx) {
    opened.add(target);
  }

  @Override
  public void onArcFailed(PeerId target, Cause cause, Context ctx) {
    failed.add(cause);
  }
}
