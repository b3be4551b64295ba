package org.arcmesh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signaling nodes that answered a peer, in the file {@code nodes} of its state folder: a line
 * that says of which overlay they are, then {@code HOST:PORT} a line, the latest first. It saves a
 * restarted peer the DHT; if it is damaged, the peer does without.
 */
final class NodeFile implements AutoCloseable {
  static final String NAME = "nodes";

  /** PROTOCOLS 7, memory: up to 64 nodes that answered. */
  static final int NODES_MAX = 64;

  /** As many of the longest endpoints, and the first line. */
  private static final int BYTES_MAX = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(NodeFile.class);

  private final StateFolder folder;
  private final String title;
  private List<Endpoint> wanted; // Null if the file says what it is to say.
  private boolean isWriting;

  NodeFile(StateFolder folder, Admission admission) {
    this.folder = folder;
    this.title = "arcmesh nodes 1 " + admission.overlay();
  }

  /** Those of last time; none if they were of another overlay. */
  List<Endpoint> read() {
    try {
      Optional<Bytes> content = folder.content(NAME, BYTES_MAX + 1);
      return content.isEmpty() ? List.of() : parse(content.get());
    } catch (IllegalArgumentException e) {
      LOG.warn("{}/{} is damaged ({}); it is begun anew", folder, NAME, e.getMessage());
      return List.of();
    } catch (IOException e) {
      LOG.warn("{}/{} cannot be read ({}); it is begun anew", folder, NAME, e.toString());
      return List.of();
    }
  }

  private List<Endpoint> parse(Bytes content) {
    List<String> lines = content.toUtf8().lines().toList();
    if (content.size() > BYTES_MAX || lines.size() > 1 + NODES_MAX) {
      throw new IllegalArgumentException("it is too long");
    }
    if (lines.isEmpty() || !lines.get(0).matches("arcmesh nodes 1 [0-9a-f]{40}")) {
      throw new IllegalArgumentException("its first line is another");
    }
    List<Endpoint> nodes = new ArrayList<>();
    lines.stream().skip(1).map(Endpoint::parse).forEach(nodes::add);
    return lines.get(0).equals(title) ? nodes : List.of();
  }

  /** Keeps {@code nodes} for next time. Returns at once. */
  synchronized void write(List<Endpoint> nodes) {
    wanted = List.copyOf(nodes.subList(0, Math.min(nodes.size(), NODES_MAX)));
    if (!isWriting) {
      isWriting = true;
      // Files block, and whoever calls must not.
      Thread writer = new Thread(this::writeAll, "arcmesh-nodes");
      writer.setDaemon(true);
      writer.start();
    }
  }

  private void writeAll() {
    for (List<Endpoint> next = take(); next != null; next = take()) {
      StringBuilder text = new StringBuilder(title).append('\n');
      next.forEach(node -> text.append(node).append('\n'));
      try {
        folder.replace(NAME, Bytes.utf8(text.toString()));
      } catch (IOException e) {
        LOG.warn("{}/{} cannot be written: {}", folder, NAME, e.toString());
      }
    }
  }

  /** What to write next; after null nobody writes. */
  private synchronized List<Endpoint> take() {
    List<Endpoint> next = wanted;
    wanted = null;
    if (next == null) {
      isWriting = false;
      notifyAll();
    }
    return next;
  }

  /** Waits until what is to be kept is kept. */
  @Override
  public synchronized void close() {
    try {
      while (isWriting) {
        wait(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
