package org.arcmesh.n2n;

import org.arcmesh.core.Host;
import org.arcmesh.core.Identity;

/**
 * What a runtime gives a new peer.
 *
 * @param identity who it is
 * @param host its time, randomness and sending
 * @param connector its connections
 */
public record Environment(Identity identity, Host host, Connector connector) {}
