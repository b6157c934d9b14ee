package org.aristobot.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Sets up the log of one process: a file of its own that rotates, and, when asked, warnings on
 * standard error. Code that serves a request puts its id into the MDC under {@link #REQUEST_ID}.
 */
public final class Logging {
  public static final String REQUEST_ID = "request_id";

  /** A log consists of at most five files of this size. */
  static final long FILE_BYTES = 10L * 1024 * 1024;

  private static final int FILES = 5;

  private static final String LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%X{request_id:--}] %logger{0}: %msg%n";

  /** Libraries that say much about little. */
  private static final List<String> TALKATIVE =
      List.of(
          "io.lettuce",
          "io.netty",
          "reactor",
          "com.zaxxer.hikari",
          "org.flywaydb",
          "io.helidon",
          "org.apache.hc",
          "org.jdbi");

  /**
   * Libraries that tell again and again, once for each connection, that a server is away, which our
   * own lines and an alert say already.
   */
  private static final List<String> REPETITIVE =
      List.of("io.lettuce.core.protocol.ConnectionWatchdog", "com.zaxxer.hikari.pool.PoolBase");

  private Logging() {}

  /**
   * Replaces whatever was set up before.
   *
   * @param name of the file, without its suffix; each kind of process has its own, since two cannot
   *     rotate one file
   * @param console whether warnings go to standard error too
   */
  public static void start(Config config, String name, boolean console) {
    createFolder(config.logs());
    LoggerContext context = stop();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    TALKATIVE.forEach(library -> context.getLogger(library).setLevel(Level.WARN));
    REPETITIVE.forEach(library -> context.getLogger(library).setLevel(Level.ERROR));
    root.addAppender(file(context, config.logs(), name, config.logFormat()));
    if (console) {
      root.addAppender(console(context));
    }
    bridgeJavaLogging();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) ->
        LoggerFactory.getLogger(Logging.class).error("Thread {} died", thread.getName(), e));
  }

  static void createFolder(Path logs) {
    try {
      OwnerFiles.createFolder(logs);
    } catch (IOException e) {
      throw new UserError("The log folder " + logs + " cannot be made by this user.", e);
    }
    if (!Files.isWritable(logs)) {
      throw new UserError("The log folder " + logs + " cannot be written by this user.");
    }
  }

  /**
   * Some libraries (pgjdbc, Helidon) log through the JDK, which by itself prints on the console.
   */
  private static void bridgeJavaLogging() {
    LogManager.getLogManager().reset();
    var root = java.util.logging.Logger.getLogger("");
    root.setLevel(java.util.logging.Level.WARNING);
    root.addHandler(new JavaLoggingBridge());
  }

  private static final class JavaLoggingBridge extends Handler {
    @Override
    public void publish(LogRecord record) {
      String name = record.getLoggerName();
      LoggerFactory.getLogger(name == null ? "java" : name)
          .atLevel(
              record.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue()
                  ? org.slf4j.event.Level.ERROR
                  : org.slf4j.event.Level.WARN)
          .setCause(record.getThrown())
          .log(new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Says nothing anywhere, until {@link #start}. */
  static void off() {
    stop().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  /** Writes out and closes the file. */
  private static LoggerContext stop() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    return context;
  }

  private static Appender<ILoggingEvent> file(
      LoggerContext context, Path logs, String name, LogFormat format) {
    String file = logs.resolve(name + ".log").toString();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file);
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(FILES - 1);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(FILE_BYTES));
    // By default the size is looked at once a minute only.
    size.setCheckIncrement(Duration.buildByMilliseconds(0));
    size.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    appender.setEncoder(format == LogFormat.JSON ? json(context) : text(context));
    appender.start();
    return appender;
  }

  private static Appender<ILoggingEvent> console(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    // Without stack traces, which are in the file.
    encoder.setPattern("%d{HH:mm:ss} %level %logger{0}: %msg%n%nopex");
    encoder.start();
    appender.setEncoder(encoder);
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel(Level.WARN.toString());
    warnings.start();
    appender.addFilter(warnings);
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LINE);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.start();
    return encoder;
  }
}
