package org.arcmesh.bootstrap.signaling;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;

/**
 * What the signatures at a door cover.
 *
 * <p>Each statement starts with a word of its own, and every field is of fixed length or preceded
 * by its length: a signature of one statement is never one of another.
 */
final class Statement {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private Statement() {}

  /** A node's answer to {@code ask}. */
  static Bytes hello(Ask ask, Claims claims) {
    return write(
        statement -> {
          statement.start("arcmesh-hello-1", ask.application());
          statement.put(ask.nonce());
          statement.put(ask.dialed());
          statement.put(claims.publicKey());
          statement.put(claims.nonce());
          statement.put(claims.alternates());
          statement.out.writeInt(claims.load());
          statement.put(claims.component());
          statement.out.writeLong(claims.timeMillis());
        });
  }

  /** An asker's own hello to the node that made {@code node}. */
  static Bytes present(
      ApplicationKey application, Claims node, Component component, Endpoint endpoint) {
    return write(
        statement -> {
          statement.start("arcmesh-present-1", application);
          statement.put(node.nonce());
          statement.put(node.publicKey());
          statement.put(component);
          statement.put(endpoint == null ? List.of() : List.of(endpoint));
        });
  }

  /** An asker's wish to enter through the node that made {@code node}. */
  static Bytes enter(ApplicationKey application, Claims node) {
    return write(
        statement -> {
          statement.start("arcmesh-enter-1", application);
          statement.put(node.nonce());
          statement.put(node.publicKey());
        });
  }

  private interface Text {
    void writeTo(Statement statement) throws IOException;
  }

  private static Bytes write(Text text) {
    Statement statement = new Statement();
    try {
      text.writeTo(statement);
    } catch (IOException e) {
      throw new AssertionError("an array can be written to", e);
    }
    return Bytes.wrap(statement.bytes.toByteArray());
  }

  private void start(String word, ApplicationKey application) throws IOException {
    out.writeUTF(word);
    put(application.bytes());
  }

  private void put(Bytes field) throws IOException {
    out.writeInt(field.size());
    out.write(field.toArray());
  }

  private void put(Endpoint endpoint) throws IOException {
    out.writeUTF(endpoint.host());
    out.writeInt(endpoint.port());
  }

  private void put(List<Endpoint> endpoints) throws IOException {
    out.writeInt(endpoints.size());
    for (Endpoint endpoint : endpoints) {
      put(endpoint);
    }
  }

  private void put(Component component) throws IOException {
    out.writeInt(component.smallest().size());
    for (long member : component.smallest()) {
      out.writeLong(member);
    }
    out.writeLong(component.stableMillis());
    out.writeDouble(component.peers());
  }
}
