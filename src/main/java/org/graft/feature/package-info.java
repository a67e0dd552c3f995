/** The frozen part of a base run over images. */
package org.graft.feature;
