package org.graft.base;

/**
 * The proof of an import that needs no other program.
 *
 * @param assignment by which rule stored arrays found their layers
 * @param readers whether both readers made the same plan, or why one declined
 * @param imported when, in UTC (ISO 8601)
 * @param graft the version that imported
 */
public record ImportReceipt(String assignment, String readers, String imported, String graft) {}
