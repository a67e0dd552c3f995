/** Plans as SameDiff graphs, and the only home of SameDiff's quirks. */
package org.graft.graph;
