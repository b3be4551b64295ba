package org.arcmesh.n2n;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Identity;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Secret;
import org.arcmesh.core.Signable;
import org.arcmesh.n2n.SignalingMessage.Signal;

/**
 * Makes and checks the signatures of offers and answers.
 *
 * <p>A signature covers the protocol's version, the application, both peers, the session and the
 * essentials of the description; that of an answer also the fingerprint of the offer. So DTLS
 * fingerprints are bound to identities: a mediator can drop a signal, but it cannot impersonate,
 * read a link, or sit in it. In a private overlay a signal also carries the code of all that under
 * the secret, which is looked at first: strangers cost us no signature to check.
 */
final class SignalCheck {
  private static final byte[] DOMAIN = "arcmesh signal 1".getBytes(StandardCharsets.US_ASCII);

  private static final String SECRET = "arcmesh signal secret 1";

  private final Admission admission;
  private final Identity identity;

  SignalCheck(Admission admission, Identity identity) {
    this.admission = admission;
    this.identity = identity;
  }

  Signal offer(PeerId to, long session, Description description) {
    return sign(false, to, session, description, Bytes.EMPTY);
  }

  /** Our answer to an offer with {@code offered} as its fingerprint. */
  Signal answer(PeerId to, long session, Description description, Bytes offered) {
    return sign(true, to, session, description, offered);
  }

  /**
   * Whether the peer that {@code signal} names has written it.
   *
   * @param offered the fingerprint of the offer that it answers, or nothing if it is an offer
   */
  boolean isGenuine(Signal signal, Bytes offered) {
    Content content =
        new Content(
            admission.application(),
            signal.answer(),
            signal.from(),
            signal.to(),
            signal.session(),
            signal.description(),
            offered);
    return isOfOverlay(signal, content)
        && identity.isOf(signal.from(), signal.publicKey())
        && identity.isSignedBy(signal.publicKey(), content, signal.signature());
  }

  private boolean isOfOverlay(Signal signal, Content content) {
    Optional<Secret> secret = admission.secret();
    return secret.isEmpty()
        ? signal.code().isEmpty()
        : secret.get().isCode(signal.code(), SECRET, content.toBytes());
  }

  private Signal sign(
      boolean answer, PeerId to, long session, Description description, Bytes offered) {
    Content content =
        new Content(
            admission.application(), answer, identity.id(), to, session, description, offered);
    return new Signal(
        answer,
        identity.id(),
        to,
        session,
        description,
        identity.publicKey(),
        identity.sign(content),
        admission.secret().map(known -> known.code(SECRET, content.toBytes())).orElse(Bytes.EMPTY));
  }

  private record Content(
      ApplicationKey application,
      boolean answer,
      PeerId from,
      PeerId to,
      long session,
      Description description,
      Bytes offered)
      implements Signable {
    @Override
    public Bytes toBytes() {
      // Every part has a fixed length or ends where no part may contain the separator.
      byte[] text =
          (description.ufrag()
                  + '\n'
                  + description.password()
                  + '\n'
                  + String.join("\n", description.candidates()))
              .getBytes(StandardCharsets.UTF_8);
      ByteBuffer content =
          ByteBuffer.allocate(DOMAIN.length + 1 + 20 + 2 * PeerId.SIZE + 8 + 32 + 33 + text.length);
      content.put(DOMAIN).put((byte) (answer ? 1 : 0)).put(application.bytes().toBuffer());
      content.put(from.toBytes().toBuffer()).put(to.toBytes().toBuffer()).putLong(session);
      content.put(description.fingerprint().toBuffer());
      content.put((byte) offered.size()).put(offered.toBuffer()).put(text);
      return Bytes.copyOf(content.flip());
    }
  }
}
