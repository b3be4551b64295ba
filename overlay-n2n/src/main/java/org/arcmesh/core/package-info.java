/**
 * The kernel: what a protocol is, what it may ask for, and the words everything else is written in.
 *
 * <p>This package is pure. It opens no socket, starts no thread and reads no clock; it sees no
 * other package of Arcmesh.
 */
package org.arcmesh.core;
