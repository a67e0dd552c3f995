package org.graft.spark.head;

import java.io.Serializable;

/**
 * What a head learns from of one image.
 *
 * @param place of its class
 */
public record LabelledFeatures(int place, float[] features) implements Serializable {}
