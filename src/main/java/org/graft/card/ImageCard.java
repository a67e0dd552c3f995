package org.graft.card;

/**
 * What an exported classifier wants of an image.
 *
 * @param height in pixels
 * @param width in pixels
 * @param interpolation how images are resized: {@code nearest}, {@code bilinear} or {@code bicubic}
 * @param exif whether images that their files say to be turned are turned upright: {@code apply} or
 *     {@code ignore}
 * @param preprocessing what the network does to pixels first; it is part of the file, this only
 *     names it
 */
public record ImageCard(
    int height, int width, String interpolation, String exif, String preprocessing) {}
