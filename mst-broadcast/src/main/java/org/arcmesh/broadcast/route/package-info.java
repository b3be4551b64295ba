/** Broadcasts that carry their tree with them: a baseline to compare with. */
package org.arcmesh.broadcast.route;
