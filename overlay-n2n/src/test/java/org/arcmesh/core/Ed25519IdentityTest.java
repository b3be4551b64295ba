package org.arcmesh.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519IdentityTest {
  private final Ed25519Identity identity = Ed25519Identity.generate();
  private final Bytes content = Bytes.utf8("content");

  /** RFC 8032, 7.1, test 3. */
  @Test
  void agreesWithTheVectorsOfTheRfc() {
    Ed25519Identity vector =
        Ed25519Identity.of(
            Bytes.hex(
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
                    + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));

    assertEquals(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        vector.sign(Bytes.hex("af82")).toHex());
  }

  @Test
  void acceptsItsOwnSignatureAndNoOther() {
    Bytes signature = identity.sign(content);
    Identity other = Ed25519Identity.generate();

    assertTrue(other.isSignedBy(identity.publicKey(), content, signature));
    assertFalse(other.isSignedBy(other.publicKey(), content, signature));
    assertFalse(other.isSignedBy(identity.publicKey(), Bytes.utf8("other"), signature));
  }

  @Test
  void isReadBackFromItsBytes() {
    Ed25519Identity read = Ed25519Identity.of(identity.toBytes());

    assertEquals(identity.id(), read.id());
    assertTrue(identity.isSignedBy(identity.publicKey(), content, read.sign(content)));
  }

  @Test
  void refusesHalvesThatDoNotBelongTogether() {
    Bytes mixed = identity.toBytes().slice(0, 32).concat(Ed25519Identity.generate().publicKey());

    assertThrows(IllegalArgumentException.class, () -> Ed25519Identity.of(mixed));
  }

  /** Under such a key anybody can sign, so nobody has. All eight points, both signs of x. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
      })
  void aSmallOrderKeyHasSignedNothing(String key) {
    // R is the neutral point and S is zero: valid for any content under the neutral key.
    Bytes signature = Bytes.hex("01" + "00".repeat(63));

    assertFalse(identity.isSignedBy(Bytes.hex(key), content, signature));
  }

  @Test
  void aMalformedKeyOrSignatureIsNoSignature() {
    Bytes noPoint = Bytes.hex("02" + "00".repeat(31));

    assertFalse(identity.isSignedBy(noPoint, content, identity.sign(content)));
    assertFalse(identity.isSignedBy(Bytes.EMPTY, content, identity.sign(content)));
    assertFalse(identity.isSignedBy(identity.publicKey(), content, Bytes.EMPTY));
    assertFalse(identity.isSignedBy(identity.publicKey(), content, Bytes.hex("ff".repeat(64))));
  }
}
