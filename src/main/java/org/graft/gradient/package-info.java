/** A loss differentiated by hand, layer by layer, in matrix products and plain loops. */
package org.graft.gradient;
