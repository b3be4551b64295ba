/** What every peer knows of everybody's backbone links, and the trees it computes from that. */
package org.arcmesh.broadcast.linkstate;
