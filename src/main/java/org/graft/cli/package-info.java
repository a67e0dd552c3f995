/** The command line: one class a command. Alone prints, exits and parses flags. */
package org.graft.cli;
