/**
 * Broadcast: links that stay, a picture of them, trees upon it, and messages along the trees.
 *
 * <p>All sub-packages are pure. Order of the protocols in a peer: backbone, link state, delivery.
 */
package org.arcmesh.broadcast;
