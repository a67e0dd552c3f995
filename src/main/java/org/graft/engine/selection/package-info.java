/** Which engine runs a network: proved against SameDiff once, then known. */
package org.graft.engine.selection;
