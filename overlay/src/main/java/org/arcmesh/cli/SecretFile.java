package org.arcmesh.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of {@code --secret-file}. */
final class SecretFile {
  private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);

  private SecretFile() {}

  /**
   * What is in the file, without white space at its end, which editors add.
   *
   * @throws IllegalArgumentException in one line, if it holds no secret or cannot be read
   */
  static Bytes read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Bytes secret = trimmed(in.readNBytes(2 * Secret.BYTES_MAX));
      Secret.of(secret);
      warnIfOthersRead(file);
      return secret;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: %s; a good one: openssl rand -hex 32".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the secret file %s cannot be read: %s".formatted(file, reason(e)), e);
    }
  }

  private static Bytes trimmed(byte[] content) {
    int end = content.length;
    while (end > 0
        && (content[end - 1] == '\n' || content[end - 1] == '\r' || content[end - 1] == ' ')) {
      end--;
    }
    return Bytes.wrap(Arrays.copyOf(content, end));
  }

  private static void warnIfOthersRead(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.GROUP_READ)) {
      LOG.warn("others can read the secret in {}: chmod 600 {}", file, file);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is none";
    }
    return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
  }
}
