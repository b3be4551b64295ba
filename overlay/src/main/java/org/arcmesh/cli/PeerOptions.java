package org.arcmesh.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arcmesh.Overlay;
import org.arcmesh.OverlayBuilder;
import org.arcmesh.core.Endpoint;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of a peer, the same for every verb that runs one. */
final class PeerOptions {
  @ArgGroup(multiplicity = "1")
  Application application;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Be a signaling node there: accept newcomers, announce itself in the DHT.")
  Endpoint listen;

  @Option(
      names = "--dht",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Nodes of the DHT to start from.")
  List<Endpoint> dht = new ArrayList<>();

  @Option(
      names = "--private-dht",
      description = "The nodes of --dht are a private DHT; the public one is not asked.")
  boolean privateDht;

  @Option(names = "--no-dht", description = "Find others through the contacts only.")
  boolean noDht;

  @Option(
      names = "--contact",
      paramLabel = "URL",
      converter = ContactConverter.class,
      description = "A signaling node known beforehand: ws://HOST:PORT. May be repeated.")
  List<Endpoint> contacts = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Keep the identity there, and what is known of the DHT.")
  Path state;

  @Option(names = "--volunteer", description = "Become a signaling node when none is found.")
  boolean volunteer;

  static final class Application {
    @Option(
        names = "--app",
        required = true,
        paramLabel = "NAME",
        description = "The application by its name.")
    String name;

    @Option(
        names = "--infohash",
        required = true,
        paramLabel = "HEX",
        description = "The application by an infohash of 40 hex digits.")
    String infohash;

    @Override
    public String toString() {
      return name != null ? name : infohash;
    }
  }

  Optional<Endpoint> listen() {
    return Optional.ofNullable(listen);
  }

  /**
   * These options as the public API has them.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  OverlayBuilder builder() {
    if (privateDht && noDht) {
      throw new IllegalArgumentException("--private-dht and --no-dht exclude each other");
    }
    OverlayBuilder builder = Overlay.builder();
    if (application.name != null) {
      builder.application(application.name);
    } else {
      builder.infohash(application.infohash);
    }
    if (listen != null) {
      builder.listen(listen);
    }
    builder.dht(dht.toArray(Endpoint[]::new)).contacts(contacts.toArray(Endpoint[]::new));
    if (privateDht) {
      builder.privateDht();
    }
    if (noDht) {
      builder.withoutDht();
    }
    if (state != null) {
      builder.state(state);
    }
    if (volunteer) {
      builder.volunteer();
    }
    return builder;
  }
}
