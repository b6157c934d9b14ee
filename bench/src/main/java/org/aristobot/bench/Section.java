package org.aristobot.bench;

import java.util.List;

/**
 * What one part of the run found.
 *
 * @param notes sentences for the page, each a paragraph
 */
record Section(String title, List<Row> rows, List<Chart> charts, List<String> notes) {

  /** A plot and the name of its file. */
  record Chart(String file, String title, String svg) {}
}
