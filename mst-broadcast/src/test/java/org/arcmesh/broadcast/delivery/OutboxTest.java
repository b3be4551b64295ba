package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.delivery.Crossroads.APPLICATION;
import static org.arcmesh.broadcast.delivery.Crossroads.SELF;
import static org.arcmesh.broadcast.delivery.Crossroads.STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Notary;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Signable;
import org.junit.jupiter.api.Test;

/** When broadcasts of our own are signed. */
class OutboxTest {
  private static final Bytes SMALL = Bytes.utf8("small");
  private static final Bytes SIGNATURE = Bytes.wrap(new byte[Seal.SIGNATURE_BYTES]);

  private int signatures;
  private final Outbox outbox =
      new Outbox(APPLICATION, new Clerk(), STREAM, new Causality(false, null, 0));

  /** Signs later. */
  private final class Clerk implements Notary {
    @Override
    public Bytes publicKey() {
      return new Crossroads.Person(SELF).publicKey();
    }

    @Override
    public boolean isOf(PeerId id, Bytes publicKey) {
      return true;
    }

    @Override
    public Optional<Bytes> sign(long job, Signable content) {
      content.toBytes();
      signatures++;
      return Optional.empty();
    }

    @Override
    public Optional<Boolean> check(long job, Bytes publicKey, Signable content, Bytes signature) {
      return Optional.of(true);
    }
  }

  @Test
  void nothingIsToBePackedWhileASignatureIsMadeOrNothingWaits() {
    assertEquals(-1, outbox.pauseMillis(0));
    outbox.add(SMALL, 0);
    outbox.add(SMALL, 0);
    assertEquals(-1, outbox.pauseMillis(0));
    assertNull(outbox.peek());

    outbox.onSigned(SIGNATURE, 10);

    assertNotNull(outbox.peek());
    assertEquals(3, outbox.pauseMillis(10));
    assertEquals(1, signatures);
  }

  @Test
  void whatFillsManyParcelsIsSignedWithoutAPause() {
    outbox.add(SMALL, 0);
    outbox.onSigned(SIGNATURE, 10);

    outbox.add(Bytes.wrap(new byte[1 << 18]), 10);

    assertEquals(2, signatures);
  }

  @Test
  void theFirstAfterAPauseIsSignedAtOnce() {
    outbox.add(SMALL, 0);
    outbox.onSigned(SIGNATURE, 10);

    outbox.add(SMALL, 13);

    assertEquals(2, signatures);
    assertEquals(-1, outbox.pauseMillis(13));
  }

  @Test
  void whatIsPackedTooEarlyIsPackedLater() {
    outbox.add(SMALL, 0);
    outbox.add(SMALL, 0);
    outbox.onSigned(SIGNATURE, 10);

    outbox.pack(12);

    assertEquals(1, signatures);
    assertEquals(1, outbox.pauseMillis(13)); // A millisecond has passed since.
    outbox.pack(14);
    assertEquals(2, signatures);
    assertEquals(-1, outbox.pauseMillis(14));
  }
}
