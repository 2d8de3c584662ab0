package dev.messenger.server;

import ch.qos.logback.classic.Level;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The program: reads the flags, starts a [Messenger], and stops it when the process is told to end.
///
/// Whatever the operator can mend is one sentence on stderr and a non-zero exit; anything else is a
/// fault of ours and leaves its trace.
public final class Main {

    static final int CANNOT_START = 1;
    static final int WRONG_FLAG = 2;
    static final int FAULT = 70;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;

    Main(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, fault) -> LOG.error("event=thread_died name={}", thread.getName(), fault));
        Main main =
                new Main(
                        System.getenv(),
                        new PrintWriter(System.out, true, System.out.charset()),
                        new PrintWriter(System.err, true, System.err.charset()));
        int code = main.run(main::serve, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /// Answers `--help` and the like itself, and hands the configuration to `server` otherwise.
    ///
    /// @return the exit code; 0 if the server serves
    int run(Consumer<Config> server, String... args) {
        CommandLine flags = Flags.commandLine(environment).setOut(out).setErr(err);
        try {
            ParseResult parsed = flags.parseArgs(args);
            Integer answered = CommandLine.executeHelpRequest(parsed);
            if (answered != null) {
                return answered;
            }
            server.accept(flags.<Flags>getCommand().config());
            return 0;
        } catch (ParameterException wrong) {
            return say(
                    WRONG_FLAG,
                    wrong.getMessage() + origin(wrong, args) + "; --help lists all flags.");
        } catch (CannotStart reason) {
            LOG.debug("event=cannot_start", reason);
            return say(CANNOT_START, String.valueOf(reason.getMessage()));
        } catch (RuntimeException | Error fault) {
            fault.printStackTrace(err);
            return FAULT;
        }
    }

    private void serve(Config config) {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("dev.messenger"))
                .setLevel(Level.convertAnSLF4JLevel(config.logLevel()));
        CompletableFuture<Messenger> started = new CompletableFuture<>();
        Shutdown.stops(started, config.drain());
        try {
            Messenger messenger = Messenger.start(config);
            out.println(Banner.of(config, messenger));
            started.complete(messenger);
        } catch (RuntimeException | Error failure) {
            started.completeExceptionally(failure);
            throw failure;
        }
    }

    private int say(int code, String sentence) {
        err.println("messenger: " + sentence);
        return code;
    }

    /// Names the variable that a wrong value came from, if it was not on the command line.
    private String origin(ParameterException wrong, String... args) {
        ArgSpec flag = wrong.getArgSpec();
        if (!(flag instanceof OptionSpec option)
                || Arrays.stream(args).anyMatch(arg -> arg.startsWith(option.longestName()))) {
            return "";
        }
        return Flags.variable(flag)
                .filter(environment::containsKey)
                .map(name -> " from " + name)
                .orElse("");
    }
}
