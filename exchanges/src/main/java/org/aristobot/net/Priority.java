package org.aristobot.net;

/** Orders and cancels go before queries and may use what queries must leave. */
public enum Priority {
  COMMAND,
  QUERY
}
