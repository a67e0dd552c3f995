/** What the kinds of export share: the check of a written file against the network it came from. */
package org.graft.export.parity;
