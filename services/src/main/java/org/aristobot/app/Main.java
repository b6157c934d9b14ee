package org.aristobot.app;

import java.io.PrintWriter;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The program: one sub-command per service or errand. Exit codes: 0 done, 1 not done (the reason is
 * one sentence on standard error), 2 wrong usage.
 */
@Command(
    name = "aristobot",
    description = "A self-hosted gateway to crypto exchanges.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "./aristobot test runs all tests, ./aristobot bench measures.",
      "./aristobot COMMAND --help tells more."
    })
public final class Main implements Runnable {
  static final int NOT_DONE = 1;

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command line and returns its exit code. */
  static int run(String... arguments) {
    Logging.off();
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new UpCommand());
    line.addSubcommand(new CallCommand());
    line.addSubcommand(new StatusCommand());
    line.addSubcommand(new ValidateCommand());
    line.addSubcommand(new OrdersCommand());
    line.addSubcommand(new BrokerCommand());
    line.addSubcommand(new VaultCommand());
    line.addSubcommand(new GatewayCommand());
    line.addSubcommand(new SimulatorCommand());
    line.addSubcommand(new StormCommand());
    line.addSubcommand(new WarmUpCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Integer.TYPE, text -> number(text, Integer::valueOf));
    line.registerConverter(Long.TYPE, text -> number(text, Long::valueOf));
    line.registerConverter(Long.class, text -> number(text, Long::valueOf));
    line.setExecutionExceptionHandler((e, command, _) -> report(e, command.getErr()));
    line.setParameterExceptionHandler((e, _) -> usage(e));
    line.getSubcommands().values().forEach(Main::addHelp);
    return line;
  }

  /** In the user's words: the library would say "is not a long". */
  private static <T> T number(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
  }

  private static void addHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().versionProvider(new Version());
    command.getSubcommands().values().forEach(Main::addHelp);
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
  }

  private static int report(Exception e, PrintWriter err) {
    if (e instanceof UserError) {
      LoggerFactory.getLogger(Main.class).info("Ends: {}", e.getMessage(), e.getCause());
      err.println(e.getMessage());
    } else {
      LoggerFactory.getLogger(Main.class).error("Ends by a defect", e);
      err.println(
          "A defect of Aristobot stopped this command ("
              + e.getClass().getSimpleName()
              + "); the log file tells where.");
    }
    return NOT_DONE;
  }

  private static int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(told(e));
    command.getErr().println("Try ./" + command.getCommandSpec().qualifiedName() + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** In the user's words: the library would say "unmatched argument at index 0". */
  private static String told(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
        ? "Not understood: " + String.join(" ", unmatched.getUnmatched()) + "."
        : String.valueOf(e.getMessage());
  }

  /** The version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"aristobot " + text()};
    }
  }
}
