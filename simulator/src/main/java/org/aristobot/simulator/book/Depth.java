package org.aristobot.simulator.book;

import java.util.List;

/** Both sides of a book, best first, and the number of its last change. */
public record Depth(long updateId, List<Level> bids, List<Level> asks) {}
