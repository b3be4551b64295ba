package org.arcmesh.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.Overlay;
import org.arcmesh.OverlayBuilder;
import org.arcmesh.bootstrap.signaling.Contact;
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
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "Where others reach --listen: a router or a reverse proxy in front of it.")
  Endpoint advertise;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Serve TLS, too, on the port of --listen: certificates in PEM, its own first.")
  Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The private key of --tls-cert: PKCS #8 in PEM.")
  Path tlsKey;

  @Option(
      names = "--tls-trust",
      paramLabel = "FILE",
      description = "Certificates to trust at contacts over TLS, in place of those of Java.")
  Path tlsTrust;

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
      description =
          "A signaling node known beforehand: ws://HOST:PORT or wss://HOST:PORT. May be repeated.")
  List<Contact> contacts = new ArrayList<>();

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "The overlay is private: only peers with the secret in this file meet.")
  Path secretFile;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Keep the identity there, and what is known of the DHT.")
  Path state;

  @Option(
      names = "--volunteer",
      description = "Become a signaling node when none is found; step back when there are enough.")
  boolean volunteer;

  @Option(
      names = "--retire",
      paramLabel = "SECONDS",
      description = "At the end, send newcomers on to other nodes for so long before leaving.")
  int retireSeconds;

  @Option(
      names = "--ice",
      paramLabel = "URL",
      description =
          "A server that helps through routers: stun:HOST:PORT or turn:USER:PASSWORD@HOST:PORT."
              + " May be repeated.")
  List<String> ice = new ArrayList<>();

  @Option(
      names = "--ports",
      paramLabel = "MIN-MAX",
      description = "UDP ports that links are opened on; any by default.")
  String ports;

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

  /** Closes {@code overlay} at the end; before, it retires as long as was asked for. */
  void closing(Overlay overlay, PoliteEnd end) {
    end.closing(overlay::close);
    if (retireSeconds > 0) {
      end.closing(() -> overlay.retire(Duration.ofSeconds(retireSeconds)).join());
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
    if (retireSeconds < 0) {
      throw new IllegalArgumentException("--retire takes seconds, not " + retireSeconds);
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
    if (advertise != null) {
      builder.advertise(advertise);
    }
    if ((tlsCertificate == null) != (tlsKey == null)) {
      throw new IllegalArgumentException("--tls-cert and --tls-key go together");
    }
    if (tlsCertificate != null) {
      builder.certificate(tlsCertificate, tlsKey);
    }
    if (tlsTrust != null) {
      builder.trust(tlsTrust);
    }
    builder.dht(dht.toArray(Endpoint[]::new));
    contacts.forEach(contact -> builder.contacts(contact.toString()));
    if (privateDht) {
      builder.privateDht();
    }
    if (noDht) {
      builder.withoutDht();
    }
    ice.forEach(builder::iceServer);
    if (ports != null) {
      portRange(builder);
    }
    if (secretFile != null) {
      builder.secret(SecretFile.read(secretFile));
    }
    if (state != null) {
      builder.state(state);
    }
    if (volunteer) {
      builder.volunteer();
    }
    return builder;
  }

  private void portRange(OverlayBuilder builder) {
    Matcher range = Pattern.compile("(\\d{1,5})-(\\d{1,5})").matcher(ports);
    if (!range.matches()) {
      throw new IllegalArgumentException("'" + ports + "' is no range of ports: MIN-MAX");
    }
    builder.portRange(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
  }
}
