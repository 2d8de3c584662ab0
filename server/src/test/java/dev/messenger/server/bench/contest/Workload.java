package dev.messenger.server.bench.contest;

import java.util.List;
import java.util.function.UnaryOperator;

/// Work that several do in turns: a word on the command line, a section of the report.
///
/// @param name the word
/// @param title what is done, in a line
/// @param cast who does it
/// @param claims what the figures must show
/// @param effort what it makes of the time that it was given
/// @param onlyByName whether it is left out where nobody names it
public record Workload(
        String name,
        String title,
        Cast cast,
        List<Claim> claims,
        UnaryOperator<Effort> effort,
        boolean onlyByName) {

    /// Who does the work, ours first; made when it is their turn.
    @FunctionalInterface
    public interface Cast {
        List<Contender> on(Stage stage) throws Exception;
    }

    public static Workload of(String name, String title, Cast cast, Claim... claims) {
        return new Workload(name, title, cast, List.of(claims), UnaryOperator.identity(), false);
    }

    public Workload taking(UnaryOperator<Effort> other) {
        return new Workload(name, title, cast, claims, other, onlyByName);
    }

    public Workload onlyIfNamed() {
        return new Workload(name, title, cast, claims, effort, true);
    }
}
