/**
 * Trees as pure functions on adjacency lists.
 *
 * <p>Vertices are dense numbers, given in the order of peer ids, so that ties broken by number are
 * broken by id and equal pictures of the backbone give equal trees everywhere.
 */
package org.arcmesh.broadcast.tree;
