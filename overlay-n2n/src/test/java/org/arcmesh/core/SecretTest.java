package org.arcmesh.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final Bytes CONTENT = Bytes.utf8("what do ya want for nothing?");

  private final Secret secret = Secret.of(Bytes.utf8("sixteen bytes at least"));

  /** RFC 4231, test case 3: a key of 20 bytes 0xaa, 50 bytes 0xdd. */
  @Test
  void itsCodesAreThoseOfRfc4231() {
    Secret known = Secret.of(Bytes.hex("aa".repeat(20)));

    assertEquals(
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        known.code(Bytes.hex("dd".repeat(50))).toHex());
  }

  @Test
  void aCodeIsGoodForOnePurposeOneContentAndOneSecret() {
    Bytes code = secret.code("door", CONTENT);

    assertTrue(secret.isCode(code, "door", CONTENT));
    assertFalse(secret.isCode(code, "window", CONTENT));
    assertFalse(secret.isCode(code, "door", Bytes.utf8("nothing")));
    assertFalse(secret.isCode(Bytes.EMPTY, "door", CONTENT));
    assertFalse(Secret.of(Bytes.utf8("sixteen bytes or more")).isCode(code, "door", CONTENT));
  }

  @Test
  void whatCanBeTriedOutIsNoSecret() {
    assertThrows(IllegalArgumentException.class, () -> Secret.of(Bytes.utf8("123456")));
    assertThrows(IllegalArgumentException.class, () -> Secret.of(Bytes.wrap(new byte[1_025])));
  }

  @Test
  void isNeverPrinted() {
    assertEquals("Secret", secret.toString());
  }

  @Test
  void atDoorsAPrivateOverlayIsCalledWhatOnlyItsMembersCanTell() {
    ApplicationKey application = ApplicationKey.ofName("chess");
    Admission open = Admission.open(application);
    Admission ours = new Admission(application, Optional.of(secret));
    Admission theirs =
        new Admission(
            application, Optional.of(Secret.of(Bytes.utf8("another secret of many bytes"))));

    assertEquals(application, open.overlay());
    assertNotEquals(application, ours.overlay());
    assertNotEquals(ours.overlay(), theirs.overlay());
    assertNotEquals(
        ours.overlay(), new Admission(ApplicationKey.ofName("go"), ours.secret()).overlay());
  }
}
