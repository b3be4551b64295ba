/** Moves broadcasts along trees, and repairs what trees and links lose. */
package org.arcmesh.broadcast.delivery;
