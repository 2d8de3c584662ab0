package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabApi;
import dev.messenger.protocol.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The source of our own classes, which the build packs beside them, and the lines where each stands:
/// its methods' as the compiler noted them in the class, its own by how the formatter indents it. So
/// nothing here can say what was once true. Safe on any thread.
final class Sources {

    private static final String OURS = "dev.messenger.";
    private static final Pattern NAME = Pattern.compile("dev\\.messenger(\\.[A-Za-z0-9_$]+)+");

    private static final Map<Class<?>, Optional<LabApi.SourceLines>> LINES =
            new ConcurrentHashMap<>();

    private Sources() {}

    static boolean areOurs(Class<?> type) {
        return type.getName().startsWith(OURS);
    }

    /// Empty for what has no source of ours.
    static Optional<LabApi.SourceLines> linesOf(Class<?> type) {
        return LINES.computeIfAbsent(
                type,
                it ->
                        read(it.getName())
                                .map(
                                        source ->
                                                new LabApi.SourceLines(
                                                        source.type(),
                                                        source.file(),
                                                        source.from(),
                                                        source.to())));
    }

    /// @throws Rejected if there is no such class of ours
    static LabApi.Source of(String className) {
        return read(className)
                .orElseThrow(() -> Rejected.notFound("There is no such class of the server."));
    }

    private static Optional<LabApi.Source> read(String className) {
        if (!NAME.matcher(className).matches()) {
            return Optional.empty();
        }
        Optional<byte[]> compiled = resource("/" + className.replace('.', '/') + ".class");
        if (compiled.isEmpty()) {
            return Optional.empty();
        }
        ClassModel model = ClassFile.of().parse(compiled.get());
        String packagePath = className.substring(0, className.lastIndexOf('.')).replace('.', '/');
        String file =
                model.findAttribute(Attributes.sourceFile())
                        .map(it -> packagePath + "/" + it.sourceFile().stringValue())
                        .orElse("");
        return resource("/source/" + file)
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .map(text -> source(className, model, file, text));
    }

    private static LabApi.Source source(
            String className, ClassModel model, String file, String text) {
        List<String> lines = text.lines().toList();
        List<LabApi.Method> methods = methods(model);
        String simple =
                className.substring(
                        Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
        int from = declaration(lines, simple);
        return new LabApi.Source(className, file, from, end(lines, from), methods, text);
    }

    /// Those that somebody wrote: no lambdas, and nothing that the compiler added.
    private static List<LabApi.Method> methods(ClassModel model) {
        List<LabApi.Method> methods = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            if (method.flags().has(AccessFlag.SYNTHETIC)) {
                continue;
            }
            var lines =
                    method.findAttribute(Attributes.code())
                            .flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
                            .map(table -> table.lineNumbers())
                            .orElse(List.of());
            if (!lines.isEmpty()) {
                var span = lines.stream().mapToInt(LineNumberInfo::lineNumber).summaryStatistics();
                methods.add(
                        new LabApi.Method(
                                method.methodName().stringValue(), span.getMin(), span.getMax()));
            }
        }
        return methods;
    }

    /// The line where it is declared, from 1 on; the first for what has no declaration of its own.
    private static int declaration(List<String> lines, String simpleName) {
        Pattern declaration =
                Pattern.compile(
                        "[ a-z]*(class|interface|record|enum) "
                                + Pattern.quote(simpleName)
                                + "\\b.*");
        for (int i = 0; i < lines.size(); i++) {
            if (declaration.matcher(lines.get(i)).matches()) {
                return i + 1;
            }
        }
        return 1;
    }

    /// The line of the brace that closes what is declared in a line: the next with its indentation.
    private static int end(List<String> lines, int from) {
        Matcher indentation = Pattern.compile(" *").matcher(lines.get(from - 1));
        String brace = (indentation.lookingAt() ? indentation.group() : "") + "}";
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).equals(brace)) {
                return i + 1;
            }
        }
        return lines.get(from - 1).endsWith("}") ? from : lines.size();
    }

    private static Optional<byte[]> resource(String path) {
        try (InputStream in = Sources.class.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
