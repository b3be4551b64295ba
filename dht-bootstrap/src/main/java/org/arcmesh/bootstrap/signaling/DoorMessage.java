package org.arcmesh.bootstrap.signaling;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Secret;

/**
 * What is said over the WebSocket of a signaling node, in binary frames of {@code
 * org.arcmesh.wire}.
 *
 * <pre>
 *   asker: Ask     → node: Hello                    a look
 *          Present →                                a probe: now the node knows the asker, too
 *          Enter   → node: Welcome                  an entry: from now on frames of signaling
 *          DialBack → node: DialedBack              can others reach the asker?
 *                    node: Unwelcome, at any time   and the node hangs up
 * </pre>
 *
 * <p>In a private overlay the node begins, and hears of nothing else before it knows that the asker
 * is one of its own:
 *
 * <pre>
 *   node: Challenge  → asker: Proof
 *   node: Proven     → asker: Ask, and so on
 * </pre>
 *
 * <p>Either side proves its key by signing the other's fresh nonce, so nothing said in one
 * conversation can be repeated in another; see {@link Statement} for what exactly is signed.
 */
public sealed interface DoorMessage extends Message {
  MessageTable TABLE =
      new MessageTable(
          9,
          "door",
          List.of(
              Ask.class,
              Hello.class,
              Present.class,
              Enter.class,
              Welcome.class,
              Unwelcome.class,
              Challenge.class,
              Proof.class,
              Proven.class,
              DialBack.class,
              DialedBack.class));

  /** As long as an Ed25519 key: 32 fresh random bytes do not repeat. */
  int NONCE_BYTES = 32;

  /** PROTOCOLS 7: endpoints of other nodes in a hello; one who dials seldom needs a third. */
  int ALTERNATES_MAX = 8;

  /**
   * Who is there?
   *
   * @param application whose overlay the asker looks for; a private overlay is called otherwise,
   *     see {@link org.arcmesh.core.Admission#overlay()}
   * @param nonce to be signed by the node
   * @param dialed the IP address and port at which the asker believes to have reached the node
   */
  record Ask(ApplicationKey application, Bytes nonce, Endpoint dialed) implements DoorMessage {
    public Ask {
      Objects.requireNonNull(application);
      Objects.requireNonNull(dialed);
      requireSize(nonce, NONCE_BYTES, "nonce");
    }
  }

  /**
   * The node answers for itself.
   *
   * @param claims what it says
   * @param signature of the node, over the claims, the asker's nonce, application and address
   */
  record Hello(Claims claims, Bytes signature) implements DoorMessage {
    public Hello {
      Objects.requireNonNull(claims);
      requireSize(signature, 64, "signature");
    }
  }

  /**
   * What a node says of itself.
   *
   * @param publicKey its key
   * @param nonce to be signed by an asker that wants more than a look
   * @param alternates other nodes of the application that it has seen answer
   * @param load its links
   * @param component what its peer believes of its component
   * @param timeMillis its wall clock, since the epoch
   */
  record Claims(
      Bytes publicKey,
      Bytes nonce,
      List<Endpoint> alternates,
      int load,
      Component component,
      long timeMillis) {
    public Claims {
      requireSize(publicKey, 32, "key");
      requireSize(nonce, NONCE_BYTES, "nonce");
      alternates = List.copyOf(alternates);
      if (alternates.size() > ALTERNATES_MAX) {
        throw new IllegalArgumentException(alternates.size() + " alternates");
      }
      if (load < 0) {
        throw new IllegalArgumentException("a load of " + load);
      }
      Objects.requireNonNull(component);
    }
  }

  /**
   * The asker's own hello: it is a peer, and of this component.
   *
   * @param publicKey the asker's key
   * @param component what the asker believes of its component
   * @param endpoint the asker's own signaling node, or null if it is none
   * @param signature of the asker, over all of this, the node's nonce and key, and the application
   */
  record Present(Bytes publicKey, Component component, Endpoint endpoint, Bytes signature)
      implements DoorMessage {
    public Present {
      Objects.requireNonNull(component);
      requireSize(publicKey, 32, "key");
      requireSize(signature, 64, "signature");
    }
  }

  /**
   * The asker wants its first arc through the node.
   *
   * @param publicKey the asker's key
   * @param signature of the asker, over the node's nonce and key, and the application
   */
  record Enter(Bytes publicKey, Bytes signature) implements DoorMessage {
    public Enter {
      requireSize(publicKey, 32, "key");
      requireSize(signature, 64, "signature");
    }
  }

  /**
   * The door is open.
   *
   * @param contact the node itself, or one of its neighbors
   */
  record Welcome(PeerId contact) implements DoorMessage {
    public Welcome {
      Objects.requireNonNull(contact);
    }
  }

  /**
   * The door stays closed.
   *
   * @param reason a word for machines and people, see {@link Rejection#word()}
   * @param retryMillis when asking again may make sense
   */
  record Unwelcome(String reason, int retryMillis) implements DoorMessage {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,31}");

    public Unwelcome {
      if (!WORD.matcher(reason).matches()) {
        throw new IllegalArgumentException("a reason that is no word");
      }
      if (retryMillis < 0) {
        throw new IllegalArgumentException("a retry in the past");
      }
    }
  }

  /**
   * The first word of a node of a private overlay: show that you know our secret.
   *
   * @param nonce of the node
   */
  record Challenge(Bytes nonce) implements DoorMessage {
    public Challenge {
      requireSize(nonce, NONCE_BYTES, "nonce");
    }
  }

  /**
   * The asker knows the secret.
   *
   * @param nonce of the asker
   * @param code of both nonces under the secret, see {@link SecretCheck}
   */
  record Proof(Bytes nonce, Bytes code) implements DoorMessage {
    public Proof {
      requireSize(nonce, NONCE_BYTES, "nonce");
      requireSize(code, Secret.CODE_BYTES, "code");
    }
  }

  /**
   * So does the node.
   *
   * @param code of both nonces under the secret, see {@link SecretCheck}
   */
  record Proven(Bytes code) implements DoorMessage {
    public Proven {
      requireSize(code, Secret.CODE_BYTES, "code");
    }
  }

  /**
   * Can I be reached? The node dials, sees whether the asker answers there for itself, and says.
   *
   * @param publicKey the asker's key
   * @param endpoint where the asker's server is; of a host of zeros, where the node sees the asker.
   *     In public no other address is dialed than that.
   */
  record DialBack(Bytes publicKey, Endpoint endpoint) implements DoorMessage {
    public DialBack {
      requireSize(publicKey, 32, "key");
      Objects.requireNonNull(endpoint);
    }
  }

  /**
   * The answer to {@link DialBack}.
   *
   * @param endpoint what was dialed
   * @param flaw why the asker was not reached, see {@link Rejection#word()}; null if it was
   */
  record DialedBack(Endpoint endpoint, String flaw) implements DoorMessage {
    public DialedBack {
      Objects.requireNonNull(endpoint);
      if (flaw != null && !Unwelcome.WORD.matcher(flaw).matches()) {
        throw new IllegalArgumentException("a flaw that is no word");
      }
    }
  }

  private static void requireSize(Bytes bytes, int size, String what) {
    if (bytes.size() != size) {
      throw new IllegalArgumentException("a " + what + " of " + bytes.size() + " bytes");
    }
  }
}
