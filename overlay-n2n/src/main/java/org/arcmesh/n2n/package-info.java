/**
 * Neighbors signal for neighbors: links, the arcs upon them, and the handshakes that open them.
 *
 * <p>This package is pure; the connections themselves are a runtime's, behind {@link
 * org.arcmesh.n2n.Connector}.
 */
package org.arcmesh.n2n;
