package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph for inference that needs nothing else: no calls, no variables without a value, one input,
 * one output, and only what that output needs.
 *
 * @param path what it was read from
 * @param files all files that it was read from
 * @param graph its nodes
 * @param literals the arrays of its constants and variables, by node
 * @param variables names of all variables that the file holds, whether the graph reads them or not
 * @param input name of the node that takes the images
 * @param output what it gives
 * @param rule how variables found their values, in words
 */
public record FrozenGraph(
    Path path,
    List<Path> files,
    Graph graph,
    Map<String, Literal> literals,
    Set<String> variables,
    String input,
    Edge output,
    String rule) {}
