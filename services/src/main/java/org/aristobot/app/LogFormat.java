package org.aristobot.app;

/** How a line of the log file looks. */
public enum LogFormat {
  TEXT,
  JSON
}
