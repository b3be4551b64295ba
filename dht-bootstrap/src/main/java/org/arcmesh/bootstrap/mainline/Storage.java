package org.arcmesh.bootstrap.mainline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import the8472.bencode.BDecoder;

/**
 * What mldht keeps in its folder. It replaces its files as wholes, but of one that is damaged it
 * prints a stack trace, and of each that a crash left half written it keeps the rest.
 */
final class Storage {
  static final String TABLE = "IPv4-table.cache";
  static final String ID = "baseID.config";

  /** What mldht allocates to write it. */
  private static final long TABLE_BYTES_MAX = 50L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

  private final Path folder;

  private Storage(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder if there is none, and removes what mldht could not read. */
  static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    Storage storage = new Storage(folder);
    storage.removeLeftovers();
    storage.removeIfDamaged(TABLE, storage::isTable);
    storage.removeIfDamaged(ID, storage::isId);
  }

  private interface Check {
    boolean isWhole(Path file) throws IOException;
  }

  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "saveTable*tmp")) {
      for (Path each : left) {
        Files.delete(each);
      }
    }
  }

  private void removeIfDamaged(String name, Check check) throws IOException {
    Path file = folder.resolve(name);
    if (Files.exists(file) && !check.isWhole(file)) {
      LOG.warn("{} is damaged; it is begun anew", file);
      Files.delete(file);
    }
  }

  private boolean isTable(Path file) throws IOException {
    if (Files.size(file) > TABLE_BYTES_MAX) {
      return false;
    }
    try {
      return new BDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).get("mainEntries")
          instanceof List<?>;
    } catch (RuntimeException noBencode) {
      LOG.debug("{} cannot be read", file, noBencode);
      return false;
    }
  }

  /** A line that is an id, 20 bytes in hex; mldht writes others beside it. */
  private boolean isId(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return text.lines().anyMatch(line -> line.strip().replace(" ", "").matches("(?i)[0-9a-f]{40}"));
  }
}
