/** Arcmesh at the command line: one peer, one DHT node, a chat, and what the machine lacks. */
package org.arcmesh.cli;
