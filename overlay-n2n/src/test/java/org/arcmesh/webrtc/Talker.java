package org.arcmesh.webrtc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Context;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Hold;
import org.arcmesh.core.LinkLayer;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.n2n.Connector;
import org.arcmesh.n2n.Connector.Described;
import org.arcmesh.n2n.Connector.Gathered;
import org.arcmesh.n2n.Description;
import org.arcmesh.n2n.Environment;

/**
 * A live peer of one protocol that says notes, and hands descriptions to the other talker directly:
 * the driver without neighbor signaling.
 */
final class Talker implements Protocol<Message>, LinkLayer {
  final LivePeer live;
  final List<Message> heard = new CopyOnWriteArrayList<>();
  final List<Connector.Answer> answers = new CopyOnWriteArrayList<>();
  final List<OverlayEvent> events = new CopyOnWriteArrayList<>();
  private final Map<Long, Talker> others = new ConcurrentHashMap<>();
  private UnaryOperator<Description> forgery = UnaryOperator.identity();
  private Connector connector;
  private Context ctx;

  Talker(WebRtcRuntime runtime) {
    live = runtime.start(Ed25519Identity.generate(), this::create, events::add);
  }

  /** Something to say; a negative number makes whoever hears it throw. */
  record Note(int number, Bytes body) implements Message {
    Note(int number) {
      this(number, Bytes.EMPTY);
    }
  }

  record Whisper(int number) implements Message, Message.Expendable {}

  private Peer create(Environment environment) {
    connector = environment.connector();
    return new Peer(environment.identity().id(), environment.host(), this, List.of(this));
  }

  PeerId id() {
    return live.id();
  }

  void connect(long session, Talker other) {
    others.put(session, other);
    other.others.put(session, this);
    live.run(() -> connector.offer(session, other.id()));
  }

  /** From now on, what we describe is altered on its way. */
  void forge(UnaryOperator<Description> forgery) {
    live.run(() -> this.forgery = forgery);
  }

  void close(long session) {
    live.run(() -> connector.close(session));
  }

  void say(Talker other, Message message) {
    live.run(() -> ctx.send(other.id(), message));
  }

  /** The open link to {@code other}; on our thread. */
  WebRtcLink linkTo(Talker other) {
    return ((WebRtcConnector) connector).linkTo(other.id());
  }

  @Override
  public MessageTable messages() {
    return new MessageTable(200, "talk", List.of(Note.class, Whisper.class));
  }

  @Override
  public List<Class<? extends Message>> answers() {
    return Connector.ANSWERS;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
  }

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    if (message instanceof Connector.Answer answer) {
      answers.add(answer);
      onAnswer(answer);
    } else {
      heard.add(message);
      if (message instanceof Note note && note.number() < 0) {
        throw new AssertionError("a note of number " + note.number());
      }
    }
  }

  private void onAnswer(Connector.Answer answer) {
    if (answer instanceof Described described) {
      long session = described.session();
      Talker other = others.get(session);
      Description description = forgery.apply(described.description());
      other.live.run(
          () -> {
            if (other.hasDescribed(session)) {
              other.connector.accept(session, description);
            } else {
              other.connector.answer(session, id(), description);
            }
          });
    } else if (answer instanceof Gathered gathered) {
      Talker other = others.get(gathered.session());
      other.live.run(() -> other.connector.addCandidate(gathered.session(), gathered.candidate()));
    }
  }

  private boolean hasDescribed(long session) {
    return answers.stream()
        .anyMatch(answer -> answer instanceof Described mine && mine.session() == session);
  }

  @Override
  public void attach(Listener listener) {}

  @Override
  public void openArc(PeerId target, PeerId mediator) {}

  @Override
  public void introduce(PeerId left, PeerId right) {}

  @Override
  public void closeArc(PeerId target) {}

  @Override
  public void hold(PeerId neighbor, Hold reason) {}

  @Override
  public void release(PeerId neighbor, Hold reason) {}

  @Override
  public List<PeerId> neighbors() {
    return List.of();
  }

  @Override
  public boolean isNeighbor(PeerId peer) {
    return false;
  }

  @Override
  public List<PeerId> outview() {
    return List.of();
  }

  @Override
  public List<PeerId> inview() {
    return List.of();
  }

  @Override
  public int arcsTo(PeerId target) {
    return 0;
  }

  @Override
  public int roundTripMillis(PeerId neighbor) {
    return -1;
  }
}
