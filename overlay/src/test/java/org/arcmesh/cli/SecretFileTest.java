package org.arcmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.arcmesh.core.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir private Path folder;

  private Path file(String content) throws Exception {
    return Files.writeString(folder.resolve("secret"), content);
  }

  @Test
  void holdsTheSecretAndWhateverAnEditorAddsAtTheEnd() throws Exception {
    assertEquals(
        Bytes.utf8("0123456789abcdef0123"), SecretFile.read(file("0123456789abcdef0123\r\n")));
  }

  @Test
  void aSecretThatIsTooShortIsRefusedInOneLineThatSaysHowToGetAGoodOne() throws Exception {
    Path file = file("swordfish\n");

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SecretFile.read(file));

    assertEquals(
        file + ": a secret has 16 to 1024 bytes, not 9; a good one: openssl rand -hex 32",
        refused.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path none = folder.resolve("none");

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SecretFile.read(none));

    assertEquals(
        "the secret file " + none + " cannot be read: there is none", refused.getMessage());
  }

  @Test
  void whatIsNoFileIsRefusedToo() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> SecretFile.read(folder))
            .getMessage()
            .startsWith("the secret file " + folder + " cannot be read: "));
  }
}
