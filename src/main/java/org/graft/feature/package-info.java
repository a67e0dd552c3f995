/** The frozen part of a base run over images, by the faster of two engines. */
package org.graft.feature;
