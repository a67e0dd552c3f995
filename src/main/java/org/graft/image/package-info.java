/**
 * Folders of images as labelled, split, deterministic batches of pixels: listing, decoding,
 * resizing.
 */
package org.graft.image;
