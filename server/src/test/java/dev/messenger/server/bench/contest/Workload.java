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
/// @param scope which runs have it where nobody names it
public record Workload(
        String name,
        String title,
        Cast cast,
        List<Claim> claims,
        UnaryOperator<Effort> effort,
        Scope scope) {

    /// Which runs a workload is part of.
    public enum Scope {
        QUICK_AND_FULL,
        FULL,
        /// None but those that name it.
        NAMED
    }

    /// Who does the work, ours first; made when it is their turn.
    @FunctionalInterface
    public interface Cast {
        List<Contender> on(Stage stage) throws Exception;
    }

    public static Workload of(String name, String title, Cast cast, Claim... claims) {
        return new Workload(
                name, title, cast, List.of(claims), UnaryOperator.identity(), Scope.FULL);
    }

    public Workload taking(UnaryOperator<Effort> other) {
        return new Workload(name, title, cast, claims, other, scope);
    }

    /// In quick runs, too.
    public Workload alsoQuick() {
        return new Workload(name, title, cast, claims, effort, Scope.QUICK_AND_FULL);
    }

    public Workload onlyIfNamed() {
        return new Workload(name, title, cast, claims, effort, Scope.NAMED);
    }

    /// Whether a run has it for which nobody named any.
    ///
    /// @param quick whether that run is
    public boolean isPartOf(boolean quick) {
        return switch (scope) {
            case QUICK_AND_FULL -> true;
            case FULL -> !quick;
            case NAMED -> false;
        };
    }
}
