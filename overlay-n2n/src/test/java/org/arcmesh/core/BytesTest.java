package org.arcmesh.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BytesTest {
  private final Bytes bytes = Bytes.hex("00017fFF");

  @Test
  void aPartIsACopyOfIt() {
    assertEquals(Bytes.hex("017f"), bytes.slice(1, 3));
    assertEquals(Bytes.EMPTY, bytes.slice(4, 4));
  }

  @Test
  void aPartThatIsNotThereIsNotFilledWithZeros() {
    assertThrows(IndexOutOfBoundsException.class, () -> bytes.slice(2, 5));
  }

  @Test
  void areOrderedAsUnsigned() {
    assertEquals(-1, Integer.signum(Bytes.hex("7f").compareTo(Bytes.hex("80"))));
  }
}
