package org.graft.plan;

/** An activation function as a layer of its own: Keras {@code Activation}, {@code ReLU}. */
public record Activate(String name, String input, Activation activation) implements Unary {}
