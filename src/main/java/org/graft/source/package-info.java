/** What is given to be imported, by its content, whatever it is called. */
package org.graft.source;
