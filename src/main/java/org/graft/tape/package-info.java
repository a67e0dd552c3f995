/**
 * A network run layer by layer in matrix products and plain loops, in memory that is used again: a
 * tail forwards and backwards, a frozen network forwards alone.
 */
package org.graft.tape;
