package org.arcmesh;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.webrtc.WebRtcConfig;

/**
 * What {@link OverlayBuilder} gathered, checked. Null where there is none: listen, state, executor.
 */
record OverlaySettings(
    ApplicationKey application,
    String applicationName,
    Endpoint listen,
    List<Endpoint> dht,
    DhtUse dhtUse,
    List<Endpoint> contacts,
    Path state,
    boolean volunteer,
    int maxLinks,
    WebRtcConfig links,
    Executor callbackExecutor,
    List<Consumer<? super Delivery>> deliveryListeners,
    List<Consumer<? super OverlayEvent>> eventListeners) {}
