/**
 * How messages become bytes: frames, and bundles of frames.
 *
 * <p>Whatever comes in is a stranger's. It becomes a message that has passed its own constructor,
 * or a {@link org.arcmesh.wire.WireException}, and nothing else. {@code docs/WIRE.md} has the
 * format.
 */
package org.arcmesh.wire;
