package org.arcmesh.webrtc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLibrariesTest {
  private static final String ALL_BUT_PULSE =
      "libudev.so.1 libX11.so.6 libXfixes.so.3 libXrandr.so.2 libXcomposite.so.1 libdbus-1.so.3";

  @TempDir private Path folder;

  private static byte[] cache(String libraries) {
    return ("\0" + libraries.replace(' ', '\0') + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aMissingLibraryIsNamedWithItsPackage() {
    SharedLibraries machine = new SharedLibraries(cache(ALL_BUT_PULSE), List.of(folder));

    MissingLibraries missing = assertThrows(MissingLibraries.class, machine::check);

    assertEquals(List.of("libpulse.so.0"), missing.libraries());
    assertEquals(List.of("libpulse0"), missing.packages());
    assertEquals(
        "WebRTC needs libpulse.so.0; on Debian: apt-get install libpulse0", missing.getMessage());
  }

  @Test
  void aLibraryIsFoundInAFolderThatTheCacheDoesNotKnow() throws IOException {
    Files.createFile(folder.resolve("libpulse.so.0"));

    SharedLibraries machine = new SharedLibraries(cache(ALL_BUT_PULSE), List.of(folder));

    assertDoesNotThrow(machine::check);
  }

  @Test
  void aLongerNameInTheCacheIsNotTheLibrary() {
    String others = ALL_BUT_PULSE + " libpulse.so.0.24 xlibpulse.so.0";
    SharedLibraries machine = new SharedLibraries(cache(others), List.of());

    assertThrows(MissingLibraries.class, machine::check);
  }

  @Test
  void onABareMachineOneLineBringsAll() {
    SharedLibraries machine = new SharedLibraries(new byte[0], List.of());

    MissingLibraries missing = assertThrows(MissingLibraries.class, machine::check);

    assertEquals(7, missing.libraries().size());
    assertEquals(7, missing.packages().size());
    assertTrue(missing.getMessage().lines().count() == 1);
  }

  @Test
  void aFailedLoadIsExplained() {
    UnsatisfiedLinkError failure =
        new UnsatisfiedLinkError(
            "/tmp/x.so: libXrandr.so.2: cannot open shared object file: No such file or directory");

    MissingLibraries missing = SharedLibraries.explain(new RuntimeException(failure));

    assertEquals(List.of("libxrandr2"), missing.packages());
  }

  @Test
  void anyOtherFailedLoadIsToldAsItIs() {
    MissingLibraries missing = SharedLibraries.explain(new UnsatisfiedLinkError("wrong ELF class"));

    assertTrue(missing.packages().isEmpty());
    assertTrue(missing.getMessage().contains("wrong ELF class"));
  }
}
