/** New heads: their layers, the weights they start from, and how they go onto a base. */
package org.graft.head;
