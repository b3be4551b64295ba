package org.arcmesh.n2n;

import org.arcmesh.core.Host;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Notary;

/**
 * What a runtime gives a new peer.
 *
 * @param identity who it is
 * @param host its time, randomness and sending
 * @param connector its connections
 * @param notary signs and checks where the handlers must not wait for it
 */
public record Environment(Identity identity, Host host, Connector connector, Notary notary) {}
