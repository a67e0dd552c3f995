package org.graft.api;

import java.nio.file.Path;
import org.graft.experiment.Comparison;

/**
 * What came of a comparison.
 *
 * @param comparison a row a base and variation, each with score, 95 % interval, base rate and
 *     verdict, and what they must be held against
 * @param folder that holds it as {@code compare.json}; its runs lie beside
 * @param page made of it
 */
public record Compared(Comparison comparison, Path folder, Path page) {}
