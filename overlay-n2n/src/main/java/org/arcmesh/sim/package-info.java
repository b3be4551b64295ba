/**
 * The virtual runtime: one process, one thread, virtual time; a run is a function of its seed.
 *
 * <p>It drives the very protocol classes that run on real links.
 */
package org.arcmesh.sim;
