package org.arcmesh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.signaling.Contact;
import org.arcmesh.broadcast.delivery.DeliveryConfig;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Secret;
import org.arcmesh.webrtc.WebRtcConfig;

/**
 * What {@link OverlayBuilder} gathered, checked. Null where there is none: trust, state, executor.
 */
record OverlaySettings(
    ApplicationKey application,
    String applicationName,
    Optional<Secret> secret,
    Serving serving,
    List<Endpoint> dht,
    DhtUse dhtUse,
    List<Contact> contacts,
    Path trust,
    Path state,
    boolean volunteer,
    int maxLinks,
    WebRtcConfig links,
    DeliveryConfig delivery,
    Executor callbackExecutor,
    List<Consumer<? super Delivery>> deliveryListeners,
    List<Consumer<? super OverlayEvent>> eventListeners) {

  /**
   * How the peer is a signaling node. Null where there is none.
   *
   * @param listen where
   * @param advertised where others reach it, if not there
   * @param certificate for TLS
   * @param key of the certificate
   */
  record Serving(Endpoint listen, Endpoint advertised, Path certificate, Path key) {
    boolean isChosen() {
      return listen != null;
    }
  }
}
