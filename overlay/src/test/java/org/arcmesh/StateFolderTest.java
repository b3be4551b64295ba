package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Ed25519Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir Path temp;

  @Test
  void isTheSamePeerAfterARestart() {
    Ed25519Identity before;
    try (StateFolder state = StateFolder.open(temp.resolve("state"))) {
      before = state.identity();
    }

    try (StateFolder state = StateFolder.open(temp.resolve("state"))) {
      assertEquals(before.id(), state.identity().id());
      Bytes content = Bytes.utf8("hello");
      assertTrue(before.isSignedBy(before.publicKey(), content, state.identity().sign(content)));
    }
  }

  @Test
  void keepsTheIdentityFromEverybodyElse() throws IOException {
    Path folder = temp.resolve("state");

    try (StateFolder state = StateFolder.open(folder)) {
      state.identity();
    }

    assertEquals("rwx------", permissions(folder));
    assertEquals("rw-------", permissions(folder.resolve("identity")));
  }

  @Test
  void takesBackARightThatOthersWereGiven() throws IOException {
    Path folder = temp.resolve("state");
    try (StateFolder state = StateFolder.open(folder)) {
      state.identity();
      Path identity = folder.resolve("identity");
      Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-r--r--"));

      state.identity();

      assertEquals("rw-------", permissions(identity));
    }
  }

  @Test
  void servesOnePeerAtATime() {
    try (StateFolder state = StateFolder.open(temp)) {
      EnvironmentException refused =
          assertThrows(EnvironmentException.class, () -> StateFolder.open(temp));

      assertTrue(refused.getMessage().contains("in use by another peer"), refused::getMessage);
      assertEquals(temp.resolve("dht"), state.dht());
    }
    StateFolder.open(temp).close();
  }

  @Test
  void saysInWordsWhyAFolderCannotBeMade() {
    Path folder = Path.of("/proc/arcmesh-state");

    EnvironmentException refused =
        assertThrows(EnvironmentException.class, () -> StateFolder.open(folder));

    assertTrue(refused.getMessage().contains("cannot be used: "), refused::getMessage);
    assertFalse(refused.getMessage().contains("Exception"), refused::getMessage);
  }

  @Test
  void saysWhichFileHoldsNoIdentity() throws IOException {
    Files.write(temp.resolve("identity"), new byte[64]);

    try (StateFolder state = StateFolder.open(temp)) {
      EnvironmentException refused = assertThrows(EnvironmentException.class, state::identity);

      assertTrue(
          refused.getMessage().startsWith(temp.resolve("identity") + " holds no identity"),
          refused::getMessage);
    }
  }

  @Test
  void saysThatAFileIsNoFolder() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    EnvironmentException refused =
        assertThrows(EnvironmentException.class, () -> StateFolder.open(file));

    assertEquals("the state folder " + file + " is a file", refused.getMessage());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
