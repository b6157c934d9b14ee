package org.aristobot.net;

/** A venue's text has not the shape that we know: names the path, never quotes the text. */
public final class WireFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WireFormatException(String path, String reason) {
    super(path.isEmpty() ? reason : path + " " + reason);
  }
}
