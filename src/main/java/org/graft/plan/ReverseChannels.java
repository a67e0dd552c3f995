package org.graft.plan;

/** RGB to BGR and back: the order that Caffe's networks, VGG16 among them, were trained with. */
public record ReverseChannels(String name, String input) implements Unary {
  /** How many channels are turned. */
  public static final int CHANNELS = 3;
}
