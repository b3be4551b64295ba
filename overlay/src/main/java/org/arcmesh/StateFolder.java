package org.arcmesh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Ed25519Identity;

/**
 * The folder where a peer keeps what it is to find again after a restart: its identity, the
 * signaling nodes that answered, and what the DHT remembers. It belongs to its owner alone, and to
 * one running peer at a time.
 */
final class StateFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lock;

  private StateFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens the folder, and makes it if there is none.
   *
   * @throws EnvironmentException if it cannot be used, or another peer uses it
   */
  static StateFolder open(Path folder) {
    FileChannel lock = null;
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
      }
      lock =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        throw new OverlappingFileLockException();
      }
      return new StateFolder(folder, lock);
    } catch (OverlappingFileLockException e) {
      closeQuietly(lock);
      throw new EnvironmentException(
          "the state folder " + folder + " is in use by another peer; give each peer its own");
    } catch (FileAlreadyExistsException e) {
      throw new EnvironmentException("the state folder " + folder + " is a file", e);
    } catch (IOException e) {
      closeQuietly(lock);
      throw new EnvironmentException(
          "the state folder " + folder + " cannot be used: " + reason(e), e);
    }
  }

  /**
   * The identity kept here; a new one, kept from now on, if there is none.
   *
   * @throws EnvironmentException if it cannot be read or written, or is none
   */
  Ed25519Identity identity() {
    Path file = folder.resolve("identity");
    try {
      if (Files.exists(file)) {
        keepPrivate(file);
        return Ed25519Identity.of(Bytes.wrap(Files.readAllBytes(file)));
      }
      Ed25519Identity identity = Ed25519Identity.generate();
      replace(file.getFileName().toString(), identity.toBytes());
      return identity;
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException(
          file + " holds no identity (" + e.getMessage() + "); move it away to get a new one", e);
    } catch (IOException e) {
      throw new EnvironmentException("the identity " + file + " cannot be kept: " + reason(e), e);
    }
  }

  /** What a file of the folder holds; nothing if there is none. */
  Optional<Bytes> content(String name, int bytesMax) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(Bytes.wrap(in.readNBytes(bytesMax)));
    }
  }

  /**
   * Makes a file of the folder hold {@code content}, for its owner to read. Written beside and
   * moved, so that a crash leaves what there was or what is to be.
   */
  void replace(String name, Bytes content) throws IOException {
    Path fresh = folder.resolve(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, ownerOnly(folder, "rw-------"));
    Files.write(fresh, content.toArray());
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /** Where the DHT keeps its routing table. */
  Path dht() {
    Path dht = folder.resolve("dht");
    try {
      return Files.createDirectories(dht, ownerOnly(folder, "rwx------"));
    } catch (IOException e) {
      throw new EnvironmentException("the folder " + dht + " cannot be made: " + reason(e), e);
    }
  }

  /** Lets another peer use the folder. */
  @Override
  public void close() {
    closeQuietly(lock);
  }

  /** In words: the message of most exceptions of files is only the name of the file. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + " cannot be made there";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason;
  }

  private static void keepPrivate(Path file) throws IOException {
    if (isPosix(file)) {
      Files.setPosixFilePermissions(
          file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path near, String permissions) {
    return isPosix(near)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static void closeQuietly(FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw new EnvironmentException("the lock of a state folder cannot be closed: " + e, e);
    }
  }
}
