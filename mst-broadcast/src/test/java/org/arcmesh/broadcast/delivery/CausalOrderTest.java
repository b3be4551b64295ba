package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.delivery.Crossroads.ALICE;
import static org.arcmesh.broadcast.delivery.Crossroads.BOB;
import static org.arcmesh.broadcast.delivery.Crossroads.CAROL;
import static org.arcmesh.broadcast.delivery.Crossroads.CONFIG;
import static org.arcmesh.broadcast.delivery.Crossroads.DORA;
import static org.arcmesh.broadcast.delivery.Crossroads.STREAM;
import static org.arcmesh.broadcast.delivery.Crossroads.push;
import static org.arcmesh.broadcast.delivery.Crossroads.sealed;
import static org.arcmesh.broadcast.delivery.Crossroads.source;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent.Delivered;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers come after what they answer, where their authors say so. */
class CausalOrderTest {
  private static final Source ANSWERS = source(CAROL, 3);
  private static final long ANSWERS_KEY = ANSWERS.stream().key();

  private final Crossroads here = new Crossroads();
  private final ScriptedContext ctx = here.ctx;
  private final Delivery delivery = here.begin(here.at(CONFIG.withCausal(true)));

  @BeforeEach
  void tellOfTheAnswers() {
    delivery.onMessage(ALICE, ANSWERS, ctx);
    ctx.clear();
  }

  /** Carol's answer to one of Dora's broadcasts. */
  private static Push answer(long sequence, long question) {
    return sealed(
        CAROL,
        Parcel.of(
            ANSWERS_KEY,
            sequence,
            sequence,
            0,
            List.of(new Parcel.Head(STREAM, question)),
            List.of(Bytes.utf8("answer"))),
        2);
  }

  private List<PeerId> heardFrom() {
    return ctx.emitted().stream().map(event -> ((Delivered) event).from()).toList();
  }

  @Test
  void anAnswerWaitsForItsQuestion() {
    delivery.onMessage(ALICE, answer(0, 0), ctx);
    delivery.onMessage(ALICE, answer(1, 1), ctx);
    assertEquals(List.of(), heardFrom());

    delivery.onMessage(BOB, push(0, 2), ctx);
    assertEquals(List.of(DORA, CAROL), heardFrom());
    delivery.onMessage(BOB, push(1, 2), ctx);

    assertEquals(List.of(DORA, CAROL, DORA, CAROL), heardFrom());
  }

  @Test
  void aQuestionThatNeverComesIsNotWaitedForForEver() {
    delivery.onMessage(ALICE, answer(0, 0), ctx);

    here.ctx.advance(CONFIG.giveUp().minusMillis(1));
    delivery.onTimer(new Repairs.Due(), ctx);
    assertEquals(List.of(), heardFrom());
    here.ctx.advance(java.time.Duration.ofMillis(1));
    delivery.onTimer(new Repairs.Due(), ctx);

    assertEquals(List.of(CAROL), heardFrom());
  }

  @Test
  void ourOwnNameWhatWasDeliveredBeforeAndNothingTwice() {
    here.trees.routes.put(
        ctx.self(), new Route(Optional.empty(), List.of(ALICE), Optional.empty()));
    delivery.onMessage(BOB, push(0, 2), ctx);
    delivery.onMessage(ALICE, answer(0, 0), ctx);
    ctx.clear();

    delivery.broadcast(Bytes.utf8("our answer"));
    delivery.broadcast(Bytes.utf8("and more"));

    List<Parcel> own =
        ctx.sent().stream()
            .filter(sent -> sent.message() instanceof Push)
            .map(sent -> Parcel.read(((Push) sent.message()).parcel()))
            .toList();
    assertEquals(List.of(new Parcel.Head(ANSWERS_KEY, 0)), own.get(0).causes());
    assertEquals(List.of(), own.get(1).causes());
  }

  @Test
  void withoutTheOptionOurOwnNameNothing() {
    Delivery plain = here.begin(here.at(CONFIG));
    plain.onMessage(BOB, push(0, 2), ctx);
    ctx.clear();

    plain.broadcast(Bytes.utf8("not an answer"));

    assertEquals(
        0,
        ctx.sent().stream()
            .filter(sent -> sent.message() instanceof Push)
            .mapToInt(sent -> Parcel.read(((Push) sent.message()).parcel()).causes().size())
            .sum());
  }
}
