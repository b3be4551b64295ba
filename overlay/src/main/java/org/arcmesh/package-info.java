/**
 * What an application embeds: {@link org.arcmesh.Overlay} and what it speaks in.
 *
 * <p>Ids, bytes, endpoints and events are those of {@link org.arcmesh.core}; nothing else of
 * Arcmesh needs to be imported.
 */
package org.arcmesh;
