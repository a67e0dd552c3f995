/** What an exported model says about itself. */
package org.graft.card;
